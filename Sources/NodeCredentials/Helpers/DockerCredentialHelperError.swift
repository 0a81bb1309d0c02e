import ImagePullCredentials
import PullDiagnosis

/// Why a Docker credential helper did not answer. Two errors are equal when their codes are.
///
/// What the helper wrote is not in the description, since it may be a secret; ``revealOutput()`` has it.
public struct DockerCredentialHelperError: Error, Sendable {
  /// What went wrong.
  public let code: Code
  /// The helper's name, without `docker-credential-`.
  public let helper: String
  private let detail: String
  private let output: [UInt8]

  init(_ code: Code, helper: String, detail: String, output: [UInt8] = []) {
    self.code = code
    self.helper = helper
    self.detail = detail
    self.output = output
  }

  /// What the helper wrote to standard output and then to standard error. It may hold a secret.
  public func revealOutput() -> String { String(decoding: output, as: UTF8.self) }

  /// The kinds of trouble, of which there may be more one day.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let description: String

    /// The name is empty or contains a slash.
    public static let invalidName = Code(description: "invalid-name")
    /// There is no such program in `PATH`.
    public static let notFound = Code(description: "not-found")
    /// The program cannot be started.
    public static let notStarted = Code(description: "not-started")
    /// It did not end within ``ExecutionLimits/timeLimit``.
    public static let timedOut = Code(description: "timed-out")
    /// The task was cancelled.
    public static let cancelled = Code(description: "cancelled")
    /// It wrote more than ``ExecutionLimits/outputLimit``.
    public static let tooMuchOutput = Code(description: "too-much-output")
    /// It ended with a status other than 0, and for a reason of its own.
    public static let failed = Code(description: "failed")
    /// It was ended by a signal.
    public static let crashed = Code(description: "crashed")
    /// What it wrote is not the JSON that was asked for.
    public static let invalidOutput = Code(description: "invalid-output")

    /// The helper says `credentials not found in native keychain`.
    public static let credentialsNotFound = Code(description: "credentials-not-found")
    /// The helper says `no credentials server URL`.
    public static let noServerURL = Code(description: "no-server-url")
    /// The helper says `no credentials username`.
    public static let noUsername = Code(description: "no-username")

    /// What helpers write for it, white space around it aside (credentials/error.go).
    fileprivate var message: String? {
      switch self {
      case .credentialsNotFound: "credentials not found in native keychain"
      case .noServerURL: "no credentials server URL"
      case .noUsername: "no credentials username"
      default: nil
      }
    }
  }
}

extension DockerCredentialHelperError {
  /// The error of a helper that failed, which may have said why in words of the protocol.
  init(_ failure: Command.Failure, _ result: Command.Result, helper: String) {
    let said = failure.kind == .failed ? Self.protocolCode(result.output) : nil
    self.init(
      said ?? Code(description: failure.kind.rawValue), helper: helper,
      detail: said?.message.map { "it says: \($0)" } ?? "it \(failure.reason)",
      output: result.output + result.errorOutput)
  }

  private static func protocolCode(_ output: [UInt8]) -> Code? {
    let isSpace: (UInt8) -> Bool = { " \t\r\n".utf8.contains($0) }
    let trimmed = output.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    let message = String(decoding: Array(trimmed), as: UTF8.self)
    return [.credentialsNotFound, .noServerURL, .noUsername].first { $0.message == message }
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

extension DockerCredentialHelperError: Hashable {
  /// Whether the codes are equal.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
