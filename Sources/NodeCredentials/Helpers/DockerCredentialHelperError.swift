public import ImagePullCredentials
import PullDiagnosis

/// Why a Docker credential helper did not answer.
///
/// What the helper wrote is not in the description, since it may be a secret; ``revealOutput()`` has it.
public struct DockerCredentialHelperError: Error, Sendable, Hashable {
  /// What went wrong.
  public let code: Code
  /// The helper's name, without `docker-credential-`.
  public let helper: String
  private let detail: String
  private let output: [UInt8]

  /// An error, as a test may need one.
  ///
  /// - Parameters:
  ///   - code: What went wrong.
  ///   - helper: The helper's name, without `docker-credential-`.
  ///   - detail: What the description says, behind the helper's name. It is shown, so it must hold no secret.
  ///   - output: What the helper wrote.
  public init(code: Code, helper: String, detail: String, output: [UInt8] = []) {
    self.code = code
    self.helper = helper
    self.detail = detail
    self.output = output
  }

  /// What the helper wrote to standard output and then to standard error. It may hold a secret.
  public func revealOutput() -> String { String(decoding: output, as: UTF8.self) }

  /// What can go wrong with a helper. More may be added; compare with the constants and handle the rest alike.
  public struct Code: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// A code by its name, of this version or another.
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
    /// It ended with a status other than 0, and for a reason of its own.
    public static let failed = Code(rawValue: "failed")
    /// It was ended by a signal.
    public static let crashed = Code(rawValue: "crashed")
    /// What it wrote is not the JSON that was asked for.
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
  /// The error of a helper that failed, which may have said why in words of the protocol.
  init(_ failure: Command.Failure, _ result: Command.Result, helper: String) {
    let said = failure.kind == .failed ? Self.message(in: result.output) : nil
    self.init(
      said?.code ?? Code(rawValue: failure.kind.rawValue), helper: helper,
      detail: said.map { "it says: \($0.text)" } ?? "it \(failure.reason)",
      output: result.output + result.errorOutput)
  }

  /// What a helper that failed says in words of the protocol, and what that means.
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
    "\(DockerCredentialHelper.prefix)\(printable(helper)): \(detail)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Code and description; never what the helper wrote.
  public var customMirror: Mirror {
    Mirror(self, children: ["code": code, "description": description], displayStyle: .struct)
  }
}
