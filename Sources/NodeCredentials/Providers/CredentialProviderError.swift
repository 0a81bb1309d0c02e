public import ImagePullCredentials
import PullDiagnosis

/// Why a plugin gave no credentials. The kubelet logs it and goes on without them.
///
/// Two errors are equal when their codes are. What the plugin wrote is not in the description, since it
/// may be a secret; ``revealStandardError()`` has it.
public struct CredentialProviderError: Error, Sendable {
  /// What went wrong.
  public let code: Code
  /// The provider's name.
  public let provider: String
  /// What is wrong with the response, if it came to that.
  public let violations: [FieldViolation]
  private let detail: String
  private let standardError: [UInt8]

  init(
    _ code: Code, provider: String, detail: String, violations: [FieldViolation] = [],
    standardError: [UInt8] = []
  ) {
    self.code = code
    self.provider = provider
    self.violations = violations
    self.detail = detail
    self.standardError = standardError
  }

  /// What the plugin wrote to standard error, as far as it was kept. It may hold a secret.
  public func revealStandardError() -> String { String(decoding: standardError, as: UTF8.self) }

  /// The kinds of trouble, of which there may be more one day.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let description: String

    /// The executable is missing or cannot be started.
    public static let notStarted = Code(description: "not-started")
    /// It did not end within ``ExecutionLimits/timeLimit``.
    public static let timedOut = Code(description: "timed-out")
    /// Nobody waits for the answer any more.
    public static let cancelled = Code(description: "cancelled")
    /// It ended with a status other than 0.
    public static let failed = Code(description: "failed")
    /// It was ended by a signal.
    public static let crashed = Code(description: "crashed")
    /// It wrote more than ``ExecutionLimits/outputLimit``.
    public static let tooMuchOutput = Code(description: "too-much-output")
    /// It wrote something that the kubelet does not take; the violations say what.
    public static let badResponse = Code(description: "bad-response")
    /// It returned the ServiceAccount's token as a password, though its `cacheType` is not `Token`: other Pods could
    /// be given it.
    public static let echoedToken = Code(description: "echoed-token")
  }
}

extension CredentialProviderError.Code {
  init(_ kind: Command.Failure.Kind) { self.init(description: kind.rawValue) }
}

extension CredentialProviderError: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Which provider, what went wrong and what would be right.
  public var description: String { "credential provider \(printable(provider)): \(detail)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Code and description; never what the plugin wrote.
  public var customMirror: Mirror {
    Mirror(self, children: ["code": code, "description": description], displayStyle: .struct)
  }
}

extension CredentialProviderError: Hashable {
  /// Whether the codes are equal.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
