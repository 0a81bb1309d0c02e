import Foundation
import Testing

/// A registry on loopback that lets in one user with a password, and is stopped with the value.
final class RealRegistry {
  /// Host and port.
  var host: String { "127.0.0.1:\(port)" }
  private let port: UInt16
  private let process = Process()

  static let username = "robot"
  static let password = "fake-password"
  /// `htpasswd -nbB robot fake-password`.
  private static let passwordFile =
    "robot:$2y$05$G5goXBRnEjFwt8uRLocSyupdeQ3dc8uh/qJt11XWrJpAkgB29P0oC\n"

  init() async throws {
    let directory = try TemporaryDirectory()
    let users = try directory.write(Self.passwordFile, to: "htpasswd")
    port = try Self.freePort()
    let config = try directory.write(
      """
      version: 0.1
      log: {level: error}
      storage: {filesystem: {rootdirectory: \(directory.path)/data}}
      http: {addr: "127.0.0.1:\(port)"}
      auth: {htpasswd: {realm: test, path: "\(users)"}}
      """, to: "config.yml")
    process.executableURL = URL(fileURLWithPath: try Peer.registry.require())
    process.arguments = ["serve", config]
    process.environment = [:]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try await waitUntilItAnswers()
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// The status with which the registry answers one who shows these credentials.
  func status(username: String, password: String) throws -> Int {
    let socket = try Self.socket()
    defer { close(socket) }
    try #require(Self.withAddress(port) { connect(socket, $0, $1) } == 0)
    let login = Data("\(username):\(password)".utf8).base64EncodedString()
    let request = "GET /v2/ HTTP/1.0\r\nHost: \(host)\r\nAuthorization: Basic \(login)\r\n\r\n"
    try #require(send(socket, request, request.utf8.count, 0) == request.utf8.count)
    // "HTTP/1.0 200"
    var answer = [UInt8](repeating: 0, count: 12)
    try #require(recv(socket, &answer, answer.count, Int32(MSG_WAITALL)) == answer.count)
    return try #require(Int(String(decoding: answer.suffix(3), as: UTF8.self)))
  }

  private func waitUntilItAnswers() async throws {
    for _ in 0..<500 {
      if try canConnect() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("the registry did not answer within ten seconds")
  }

  private func canConnect() throws -> Bool {
    let socket = try Self.socket()
    defer { close(socket) }
    return Self.withAddress(port) { connect(socket, $0, $1) } == 0
  }

  /// A port on which no process listens.
  private static func freePort() throws -> UInt16 {
    let socket = try socket()
    defer { close(socket) }
    try #require(withAddress(0) { bind(socket, $0, $1) } == 0)
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let error = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(socket, $0, &length)
      }
    }
    try #require(error == 0)
    return UInt16(bigEndian: address.sin_port)
  }

  /// A TCP socket that gives up after ten seconds.
  private static func socket() throws -> Int32 {
    #if canImport(Darwin)
      let type = SOCK_STREAM
    #else
      let type = Int32(SOCK_STREAM.rawValue)
    #endif
    let socket = Foundation.socket(AF_INET, type, 0)
    try #require(socket >= 0)
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(
        socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout.size(ofValue: limit)))
    }
    return socket
  }

  /// Passes the address of a port on loopback.
  private static func withAddress(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

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
