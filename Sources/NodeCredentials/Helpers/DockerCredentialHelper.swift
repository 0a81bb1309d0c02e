public import ImagePullCredentials
import KubernetesPulls

/// A Docker credential helper: the program `docker-credential-NAME`.
///
/// The protocol: the verb is the only argument; `get` reads the server URL from standard input and
/// writes a JSON object with `ServerURL`, `Username` and `Secret`; `list` writes an object from URLs to
/// usernames. A helper that fails exits with a status other than 0 and writes the reason to standard *output*.
/// (docker/docker-credential-helpers: client/client.go, credentials/credentials.go and error.go.)
///
/// The kubelet executes no helpers: a helper's response does not help a Pod.
///
/// Calls do not block a thread. A value and its copies run at most ``ExecutionLimits/concurrencyLimit`` programs at
/// once; further requests are suspended until it is their turn. Cancelling the task stops the program.
public struct DockerCredentialHelper: Sendable {
  /// The name, without `docker-credential-`.
  public let name: String
  private let command: Command

  /// The prefix of a program's name, before the name of the helper.
  public static let prefix = "docker-credential-"

  /// Finds a helper's program.
  ///
  /// - Parameters:
  ///   - name: The name, as in `credHelpers` and `credsStore`.
  ///   - environment: The helper's environment. The program is searched in its `PATH`; relative directories are
  ///     skipped, since a program there is not trusted.
  ///   - limits: What the helper may use before it is stopped.
  /// - Throws: ``DockerCredentialHelperError`` if the name is invalid or there is no such program.
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
    // With a slash, the name could select any program on the machine.
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
      throw DockerCredentialHelperError(
        .invalidName, helper: name, detail: "a helper's name is not empty and contains no '/'")
    }
    let program = Self.prefix + name
    let directories = (environment["PATH"] ?? "").utf8.split(separator: UInt8(ascii: ":"))
    let candidates = directories.map { String(Substring($0)) }.filter(NodePath.isAbsolute)
      .map { NodePath.join($0, program) }
    guard let executable = candidates.first(where: NodeFileSystem.isExecutable(onHost:)) else {
      throw DockerCredentialHelperError(
        .notFound, helper: name, detail: "there is no program \(program.displayWord) in PATH")
    }
    self.name = name
    command = Command(
      executable: executable, arguments: [],
      environment: environment.map { "\($0)=\($1)" }, limits: limits, queue: queue)
  }

  /// The credentials that the helper keeps for a server.
  ///
  /// - Parameter serverURL: The server, exactly as it was stored: a host name, or a URL such as
  ///   `https://index.docker.io/v1/`.
  /// - Returns: What the helper keeps; nil if it has nothing. Some helpers then return an empty username and secret, or
  ///   `null`; Docker pulls anonymously.
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

  /// The servers for which the helper keeps credentials, each with its username, in the helper's order.
  ///
  /// - Throws: ``DockerCredentialHelperError`` if the helper cannot be run, or answers anything else.
  public func list() async throws(DockerCredentialHelperError) -> [(
    serverURL: String, username: String
  )] {
    // Docker's client also sends this word. A helper need not read it.
    try Self.accounts(in: try await run("list", input: "unused"), of: name)
  }

  /// Reads a helper's response to `list`.
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

  /// Reads the JSON value at the beginning of `output`; the rest is ignored, as in Go's `json.Decoder`.
  static func decode(
    _ output: [UInt8], of helper: String, _ read: (inout JSONReader) throws(JSONError) -> Void
  ) throws(DockerCredentialHelperError) {
    var reader = JSONReader(output.span)
    do throws(JSONError) {
      try read(&reader)
    } catch {
      throw DockerCredentialHelperError(
        .invalidOutput, helper: helper,
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
    // If the status is not known, the output distinguishes success from failure.
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

// MARK: - Errors

/// Why a Docker credential helper failed.
///
/// The helper's output is not in the description, since it may be a secret; ``revealOutput()`` returns it.
public struct DockerCredentialHelperError: Error, Sendable, Hashable {
  /// What went wrong.
  public let code: Code
  /// The helper's name, without `docker-credential-`.
  public let helper: String
  private let detail: String
  private let output: [UInt8]

  /// An error, for tests.
  ///
  /// - Parameters:
  ///   - code: What went wrong.
  ///   - helper: The helper's name, without `docker-credential-`.
  ///   - detail: The description, after the helper's name. It is shown, so it must not contain a secret.
  ///   - output: What the helper wrote.
  public init(_ code: Code, helper: String, detail: String, output: [UInt8] = []) {
    self.code = code
    self.helper = helper
    self.detail = detail
    self.output = output
  }

  /// What the helper wrote to standard output and then to standard error. It may contain a secret.
  public func revealOutput() -> String { String(decoding: output, as: UTF8.self) }

  /// What can go wrong with a helper. More may be added.
  public struct Code: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// A code by its name, including names unknown to this version.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name is empty or contains a slash.
    public static let invalidName = Code(rawValue: "invalid-name")
    /// There is no such program in `PATH`.
    public static let notFound = Code(rawValue: "not-found")
    /// The program cannot be started.
    public static let notStarted = Code(rawValue: "not-started")
    /// It did not end within ``ExecutionLimits/timeLimit``. The description says so if it could not be stopped.
    public static let timedOut = Code(rawValue: "timed-out")
    /// The task was cancelled.
    public static let cancelled = Code(rawValue: "cancelled")
    /// It wrote more than ``ExecutionLimits/outputLimit``.
    public static let tooMuchOutput = Code(rawValue: "too-much-output")
    /// It ended with a status other than 0, for another reason.
    public static let failed = Code(rawValue: "failed")
    /// A signal ended it.
    public static let crashed = Code(rawValue: "crashed")
    /// Its output is not the expected JSON.
    public static let invalidOutput = Code(rawValue: "invalid-output")

    /// The helper says `credentials not found in native keychain`.
    public static let credentialsNotFound = Code(rawValue: "credentials-not-found")
    /// The helper says `no credentials server URL`.
    public static let noServerURL = Code(rawValue: "no-server-url")
    /// The helper says `no credentials username`.
    public static let noUsername = Code(rawValue: "no-username")

    /// All codes of this version.
    public static let allCases = [
      invalidName, notFound, notStarted, timedOut, cancelled, tooMuchOutput, failed, crashed,
      invalidOutput, credentialsNotFound, noServerURL, noUsername,
    ]
  }
}

extension DockerCredentialHelperError {
  /// The error of a failed helper, which may have given the reason in words of the protocol.
  init(_ failure: Command.Failure, _ result: Command.Result, helper: String) {
    let said = failure.kind == .failed ? Self.message(in: result.output) : nil
    self.init(
      said?.code ?? Code(rawValue: failure.kind.rawValue), helper: helper,
      detail: said.map { "it says: \($0.text)" } ?? "it \(failure.reason)",
      output: result.output + result.errorOutput)
  }

  /// A failed helper's message in words of the protocol, and its code.
  ///
  /// Source: docker/docker-credential-helpers, credentials/error.go.
  static func message(in output: [UInt8]) -> (code: Code, text: String)? {
    let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
    let trimmed = output.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    let messages: [(code: Code, text: String)] = [
      (.credentialsNotFound, "credentials not found in native keychain"),
      (.noServerURL, "no credentials server URL"),
      (.noUsername, "no credentials username"),
    ]
    return messages.first { trimmed.elementsEqual($0.text.utf8) }
  }
}

extension DockerCredentialHelperError: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Which helper and what went wrong.
  public var description: String {
    "\(DockerCredentialHelper.prefix)\(helper.displayWord): \(detail)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Code and description; never what the helper wrote.
  public var customMirror: Mirror {
    Mirror(self, children: ["code": code, "description": description], displayStyle: .struct)
  }
}
