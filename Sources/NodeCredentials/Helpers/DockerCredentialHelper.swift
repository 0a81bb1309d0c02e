import ImagePullCredentials
import PullDiagnosis

/// A Docker credential helper: the program `docker-credential-NAME`.
///
/// The protocol: the verb is the only argument; `get` reads the server URL from standard input and
/// writes a JSON object with `ServerURL`, `Username` and `Secret`; `list` writes an object from URLs to
/// usernames. A helper that fails exits with a status other than 0 and writes why to standard *output*.
/// (docker/docker-credential-helpers: client/client.go, credentials/credentials.go and error.go.)
///
/// The kubelet asks no helper: what one answers is of no use to a Pod.
public struct DockerCredentialHelper: Sendable {
  /// The name, without `docker-credential-`.
  public let name: String
  private let command: Command

  /// What stands before a helper's name in that of its program.
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
    // With a slash in it, the name would lead to any program on the machine.
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
      throw DockerCredentialHelperError(
        .invalidName, helper: name, detail: "a helper's name is not empty and contains no '/'")
    }
    let program = Self.prefix + name
    let directories = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let candidates = directories.filter { $0.hasPrefix("/") }.map { NodePath.join($0, program) }
    guard let executable = candidates.first(where: NodeFileSystem.host.isExecutable) else {
      throw DockerCredentialHelperError(
        .notFound, helper: name, detail: "there is no program \(printable(program)) in PATH")
    }
    self.name = name
    command = Command(
      executable: executable, arguments: [], environment: environment, limits: limits)
  }

  /// The credentials that the helper keeps for a server; nil if it keeps none.
  ///
  /// The server is named exactly as it was stored, which may be a host name, or a URL as
  /// `https://index.docker.io/v1/`. Some helpers say that they keep nothing by an empty username and secret, which to
  /// Docker is an anonymous pull. Throws if the helper cannot be run or says anything else than
  /// credentials, or that there are none.
  public func get(
    serverURL: String
  ) async throws(DockerCredentialHelperError) -> HelperCredentials? {
    do throws(DockerCredentialHelperError) {
      let output = try await run("get", input: serverURL)
      var credentials = HelperCredentials(serverURL: serverURL)
      try decode(output) { reader throws(JSONError) in try credentials.read(&reader) }
      return credentials.isEmpty ? nil : credentials
    } catch {
      if error.code == .credentialsNotFound { return nil }
      throw error
    }
  }

  /// The servers for which the helper keeps credentials, with the username for each.
  public func list() async throws(DockerCredentialHelperError) -> [String: String] {
    // Docker's client sends this word, too. A helper need not read it.
    let output = try await run("list", input: "unused")
    var usernames: [String: String] = [:]
    try decode(output) { reader throws(JSONError) in
      guard try !reader.consumeNull() else { return }
      var members = try reader.beginObject()
      while let server = try reader.nextName(&members) {
        usernames[reader.text(server)] = reader.text(try reader.string())
      }
    }
    return usernames
  }

  /// Reads the JSON value at the beginning of `output`; what follows it is not looked at, as by Go's `json.Decoder`.
  private func decode(
    _ output: [UInt8], _ read: (inout JSONReader) throws(JSONError) -> Void
  ) throws(DockerCredentialHelperError) {
    var reader = JSONReader(output.span)
    do throws(JSONError) {
      try read(&reader)
    } catch {
      throw DockerCredentialHelperError(
        .invalidOutput, helper: name,
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
    guard let failure = command.failure(of: result) else { return result.output }
    throw DockerCredentialHelperError(failure, result, helper: name)
  }
}

extension DockerCredentialHelper: CustomStringConvertible, CustomReflectable {
  /// The program's name.
  public var description: String { Self.prefix + name }

  /// The name; not the environment.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}
