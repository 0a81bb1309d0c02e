import Foundation
import Testing

/// A program of somebody else's that tests talk to. `.ci/install-peers` installs them.
enum Peer: String {
  case registry = "docker-registry"
  case skopeo
  case pass
  case gpg
  case passHelper = "docker-credential-pass"
  case secretServiceHelper = "docker-credential-secretservice"
  case ecrHelper = "docker-credential-ecr-login"

  /// Where the program is; nil if it is not installed.
  var path: String? {
    let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return directories.map { "\($0)/\(rawValue)" }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// A path for tests that the trait below lets run.
  func require() throws -> String { try #require(path) }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test, and says so, where one of these programs is not installed.
  static func needs(_ peers: Peer...) -> Self {
    let missing = peers.filter { $0.path == nil }.map(\.rawValue).joined(separator: ", ")
    return .enabled(if: missing.isEmpty, "not installed: \(missing); see .ci/install-peers")
  }
}
