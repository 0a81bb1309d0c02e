package import ImagePullCredentials
package import KubernetesPulls
import PullDiagnosis

/// A Docker credential helper: the program `docker-credential-NAME`.
///
/// The protocol: the verb is the only argument; `get` reads the server URL from standard input and
/// writes a JSON object with `ServerURL`, `Username` and `Secret`; `list` writes an object from URLs to
/// usernames. A helper that fails exits with a status other than 0 and writes why to standard *output*.
/// (docker/docker-credential-helpers: client/client.go, credentials/credentials.go and error.go.)
///
/// The kubelet asks no helper: what one answers is of no use to a Pod.
///
/// Asking blocks no thread of the caller's. A value and its copies run at most ``ExecutionLimits/concurrencyLimit``
/// programs at once; further requests are suspended until it is their turn. A task that is cancelled stops its program.
public struct DockerCredentialHelper: Sendable {
  /// The name, without `docker-credential-`.
  public let name: String
  private let command: Command

  /// What goes before a helper's name in that of its program.
  public static let prefix = "docker-credential-"

  /// Finds a helper's program.
  ///
  /// - Parameters:
  ///   - name: The name as `credHelpers` and `credsStore` have it.
  ///   - environment: The environment that the helper gets. Its `PATH` is searched for the program; relative
  ///     directories in it are passed over, since a program there is not to be trusted.
  ///   - limits: What the helper may use before it is stopped.
  /// - Throws: ``DockerCredentialHelperError`` if the name is not that of a program or there is none.
  public init(
    name: String, environment: [String: String], limits: ExecutionLimits = ExecutionLimits()
  ) throws(DockerCredentialHelperError) {
    try self.init(
      name: name, environment: environment, limits: limits,
      queue: ExecutionQueue(places: limits.concurrencyLimit))
  }

  init(
    name: String, environment: [String: String], limits: ExecutionLimits, queue: ExecutionQueue
  ) throws(DockerCredentialHelperError) {
    // With a slash in it, the name would lead to any program on the machine.
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
      throw DockerCredentialHelperError(
        code: .invalidName, helper: name, detail: "a helper's name is not empty and contains no '/'")
    }
    let program = Self.prefix + name
    let directories = (environment["PATH"] ?? "").utf8.split(separator: UInt8(ascii: ":"))
    let candidates = directories.map { String(Substring($0)) }.filter(NodePath.isAbsolute)
      .map { NodePath.join($0, program) }
    guard let executable = candidates.first(where: NodeFileSystem.isExecutable(onHost:)) else {
      throw DockerCredentialHelperError(
        code: .notFound, helper: name, detail: "there is no program \(printable(program)) in PATH")
    }
    self.name = name
    command = Command(
      executable: executable, arguments: [],
      environment: environment.map { "\($0)=\($1)" }, limits: limits, queue: queue)
  }

  /// The credentials that the helper keeps for a server.
  ///
  /// - Parameter serverURL: The server, exactly as it was stored, which may be a host name, or a URL as
  ///   `https://index.docker.io/v1/`.
  /// - Returns: What the helper keeps; nil if it says that there is nothing. Some helpers say so by an empty username and
  ///   secret, or by `null`, which to Docker is an anonymous pull.
  /// - Throws: ``DockerCredentialHelperError`` if the helper cannot be run, or answers anything else.
  public func get(
    serverURL: String
  ) async throws(DockerCredentialHelperError) -> HelperCredentials? {
    do throws(DockerCredentialHelperError) {
      return try HelperCredentials(
        serverURL: serverURL, output: try await run("get", input: serverURL), of: name)
    } catch {
      if error.code == .credentialsNotFound { return nil }
      throw error
    }
  }

  /// The servers for which the helper keeps credentials, with the username for each, in the helper's order.
  ///
  /// - Throws: ``DockerCredentialHelperError`` if the helper cannot be run, or answers anything else.
  public func list() async throws(DockerCredentialHelperError) -> [(
    serverURL: String, username: String
  )] {
    // Docker's client sends this word, too. A helper need not read it.
    try Self.accounts(in: try await run("list", input: "unused"), of: name)
  }

  /// Reads the answer of a helper to `list`.
  package static func accounts(
    in output: [UInt8], of helper: String
  ) throws(DockerCredentialHelperError) -> [(serverURL: String, username: String)] {
    var accounts: [(serverURL: String, username: String)] = []
    try decode(output, of: helper) { reader throws(JSONError) in
      guard try !reader.consumeNull() else { return }
      var members = try reader.beginObject()
      while let server = try reader.nextName(&members) {
        let username = try reader.consumeNull() ? "" : reader.text(try reader.string())
        accounts.append((serverURL: reader.text(server), username: username))
      }
    }
    return accounts
  }

  /// Reads the JSON value at the beginning of `output`; what follows it is not looked at, as by Go's `json.Decoder`.
  fileprivate static func decode(
    _ output: [UInt8], of helper: String, _ read: (inout JSONReader) throws(JSONError) -> Void
  ) throws(DockerCredentialHelperError) {
    var reader = JSONReader(output.span)
    do throws(JSONError) {
      try read(&reader)
    } catch {
      throw DockerCredentialHelperError(
        code: .invalidOutput, helper: helper,
        detail: "its answer is not what was asked for, at byte \(error.offset): "
          + error.code.rawValue, output: output)
    }
  }

  private func run(
    _ verb: String, input: String
  ) async throws(DockerCredentialHelperError) -> [UInt8] {
    var command = command
    command.arguments = [verb]
    let result = await command.run(input: Array(input.utf8))
    if let failure = command.failure(of: result) {
      throw DockerCredentialHelperError(failure, result, helper: name)
    }
    // Where the status is not known, what was written tells success from failure.
    if result.ending == .unknown, let said = DockerCredentialHelperError.message(in: result.output)
    {
      throw DockerCredentialHelperError(
        said.code, helper: name, detail: "it says: \(said.text)", output: result.output)
    }
    return result.output
  }
}

extension DockerCredentialHelper: CustomStringConvertible, CustomReflectable {
  /// The program's name.
  public var description: String { Self.prefix + name }

  /// The name; not the environment.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}

/// What a Docker credential helper keeps for one server.
public struct HelperCredentials: Sendable, Hashable {
  /// The server, as it was asked for.
  public let serverURL: String
  /// The username; `<token>` if the secret is an identity token.
  public let username: String
  private let secret: String

  /// Reads the answer of a helper to `get`; nil if it keeps nothing.
  package init?(
    serverURL: String, output: [UInt8], of helper: String
  ) throws(DockerCredentialHelperError) {
    self.serverURL = serverURL
    var read = Members()
    try DockerCredentialHelper.decode(output, of: helper) { reader throws(JSONError) in
      try read.read(&reader)
    }
    if read.username.isEmpty && read.secret.isEmpty { return nil }
    username = read.username
    secret = read.secret
  }

  /// What helpers give for a username where the secret is an identity token.
  ///
  /// (docker/cli: cli/config/credentials/native_store.go.)
  public static let tokenUsername = "<token>"

  /// Whether the secret is an identity token, for which the registry's token server gives others, and not
  /// a password.
  public var isIdentityToken: Bool { username.hasSameBytes(as: Self.tokenUsername) }

  /// The password or the identity token. A secret.
  public func revealSecret() -> String { secret }

  /// The same as an entry of a docker config.
  package var entry: DockerConfig.Entry {
    isIdentityToken
      ? DockerConfig.Entry(registryKey: serverURL, identityToken: secret)
      : DockerConfig.Entry(registryKey: serverURL, username: username, password: secret)
  }
}

extension HelperCredentials: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private var displayUsername: String {
    TokenShape.isSecret(username: username, password: secret) ? "***" : username
  }

  /// Server and username; never the secret.
  public var description: String {
    "\(RegistryPattern.displayName(ofKey: serverURL)) (username \(displayUsername.printable), secret redacted)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Server and username; never the secret.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "serverURL": RegistryPattern.displayName(ofKey: serverURL), "username": displayUsername,
        "secret": "redacted",
      ], displayStyle: .struct)
  }
}

/// What is read from the answer to `get`.
private struct Members {
  var username = ""
  var secret = ""

  /// Reads the value that is next, as Go's `encoding/json` does: letter case does not count in names, unknown ones are
  /// passed over, the last of several counts, and `null` changes nothing.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    guard try !reader.consumeNull() else { return }
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      if reader.names(name, "Username") {
        if try !reader.consumeNull() { username = reader.text(try reader.string()) }
      } else if reader.names(name, "Secret") {
        if try !reader.consumeNull() { secret = reader.text(try reader.string()) }
      } else if reader.names(name, "ServerURL") {
        // It has to be a string, and Docker takes the one that it asked for.
        if try !reader.consumeNull() { _ = try reader.string() }
      } else {
        try reader.skipValue()
      }
    }
  }
}
