public import ImagePullCredentials
public import KubernetesPulls
import PullDiagnosis

/// Why a plugin gave no credentials. The kubelet logs it and goes on without them.
///
/// What the plugin wrote is not in the description, since it may be a secret; ``revealStandardError()`` has it.
public struct CredentialProviderError: Error, Sendable, Hashable {
  /// What went wrong.
  public let code: Code
  /// The provider's name.
  public let provider: String
  /// What is wrong with the response, where that is the matter.
  public let violations: [FieldViolation]
  private let detail: String
  private let standardError: [UInt8]

  /// An error, as a test may need one.
  ///
  /// - Parameters:
  ///   - code: What went wrong.
  ///   - provider: The provider's name.
  ///   - detail: What the description says, behind the provider's name. It is shown, so it must hold no secret.
  ///   - violations: What is wrong with the response.
  ///   - standardError: What the plugin wrote to standard error.
  public init(
    code: Code, provider: String, detail: String, violations: [FieldViolation] = [],
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

  /// What can go wrong with a plugin. More may be added; compare with the constants and handle the rest alike.
  public struct Code: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// A code by its name, of this version or another.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The executable is missing or cannot be started.
    public static let notStarted = Code(rawValue: "not-started")
    /// It did not end within ``ExecutionLimits/timeLimit``. The description says so if it could not be stopped.
    public static let timedOut = Code(rawValue: "timed-out")
    /// Nobody waits for the answer any more.
    public static let cancelled = Code(rawValue: "cancelled")
    /// It ended with a status other than 0.
    public static let failed = Code(rawValue: "failed")
    /// It was ended by a signal.
    public static let crashed = Code(rawValue: "crashed")
    /// It wrote more than ``ExecutionLimits/outputLimit``.
    public static let tooMuchOutput = Code(rawValue: "too-much-output")
    /// It wrote something that the kubelet does not take; the violations say what.
    public static let badResponse = Code(rawValue: "bad-response")
    /// It returned the ServiceAccount's token as a password, though its `cacheType` is not `Token`: other Pods could
    /// be given it.
    public static let echoedToken = Code(rawValue: "echoed-token")

    /// All codes of this version.
    public static let allCases = [
      notStarted, timedOut, cancelled, failed, crashed, tooMuchOutput, badResponse, echoedToken,
    ]
  }
}

extension CredentialProviderError {
  /// The error of a request that was cancelled before the plugin was asked.
  static func cancelled(_ provider: String) -> CredentialProviderError {
    CredentialProviderError(
      code: .cancelled, provider: provider, detail: "nobody waits for the plugin's answer any more")
  }
}

extension CredentialProviderError.Code {
  init(_ kind: Command.Failure.Kind) { self.init(rawValue: kind.rawValue) }
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
