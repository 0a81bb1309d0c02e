import Foundation
import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

/// A directory of plugins, each of which behaves as its name says, and counts its runs in a file.
struct PluginDirectory {
  let directory: TemporaryDirectory
  var path: String { "\(directory.path)/bin" }

  init(_ behaviours: [String]) throws {
    directory = try TemporaryDirectory()
    let plugin = try BuiltProducts.path(of: "TestCredentialPlugin")
    for name in behaviours { try directory.link("bin/\(name)", to: plugin) }
  }

  /// How often plugins of this directory were run.
  var runCount: Int {
    FileManager.default.contents(atPath: "\(directory.path)/count")?.count ?? 0
  }

  /// What the plugins of this directory were asked.
  var requests: String {
    let contents = FileManager.default.contents(atPath: "\(directory.path)/requests")
    return String(decoding: contents ?? Data(), as: UTF8.self)
  }

  /// The process that a plugin told of.
  var processID: pid_t? {
    (try? directory.read("pid")).flatMap { Int32($0.split(separator: "\n").first ?? "") }
  }

  var environment: [String: String] {
    [
      "TEST_COUNT_FILE": "\(directory.path)/count",
      "TEST_REQUEST_FILE": "\(directory.path)/requests",
      "TEST_CROWD_FILE": "\(directory.path)/crowd",
      "TEST_PID_FILE": "\(directory.path)/pid",
    ]
  }

  /// The providers of a configuration whose plugins are in this directory.
  func providers(
    _ config: CredentialProviderConfig, limits: ExecutionLimits = ExecutionLimits(),
    now: @escaping @Sendable () -> Timestamp = { .zero },
    token: CredentialProviders.TokenSource? = nil
  ) -> CredentialProviders {
    CredentialProviders(
      config, binDirectory: path, environment: environment, limits: limits, now: now, token: token)
  }
}

extension Timestamp {
  /// The time of tests that have no clock.
  static let zero = Timestamp(secondsSince1970: 0)
}

/// A configuration with one provider for `*.example.com` for each behaviour.
func config(
  _ behaviours: String..., cacheDuration: String = "1m", extra: String = ""
) throws -> CredentialProviderConfig {
  let providers = behaviours.map { behaviour in
    """
    {"name": "\(behaviour)", "matchImages": ["*.example.com"], "args": ["\(behaviour)"],
     "defaultCacheDuration": "\(cacheDuration)",
     "apiVersion": "credentialprovider.kubelet.k8s.io/v1"\(extra)}
    """
  }
  return try CredentialProviderConfig(json: Array(configJSON(providers).utf8))
}

/// The text of a configuration with these providers.
func configJSON(_ providers: [String]) -> String {
  """
  {"kind": "CredentialProviderConfig", "apiVersion": "kubelet.config.k8s.io/v1",
   "providers": [\(providers.joined(separator: ", "))]}
  """
}

/// A directory of Docker credential helpers, which say what they are told to.
struct HelperDirectory {
  let directory: TemporaryDirectory
  private(set) var environment: [String: String]

  /// What a helper says, and the status with which it exits: a number, a negated signal, or `hanging`.
  struct Script: Sendable {
    var output = ""
    var errorOutput = ""
    var status = "0"
  }

  init(_ helpers: [String: Script]) throws {
    directory = try TemporaryDirectory()
    environment = [
      "PATH": "relative:\(directory.path)/nowhere:\(directory.path)/bin",
      "TEST_CALLS_FILE": "\(directory.path)/calls",
    ]
    let program = try BuiltProducts.path(of: "TestCredentialPlugin")
    for (name, script) in helpers {
      try directory.link("bin/docker-credential-\(name)", to: program)
      environment["\(name)_OUTPUT"] = script.output
      environment["\(name)_ERROR_OUTPUT"] = script.errorOutput
      environment["\(name)_STATUS"] = script.status
    }
  }

  /// Which helpers were called, with verb and input, one call a line.
  var calls: String { (try? directory.read("calls")) ?? "" }
}
