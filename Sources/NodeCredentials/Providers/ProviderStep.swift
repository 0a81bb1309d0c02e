public import ImagePullCredentials
public import KubernetesPulls
public import PullDiagnosis

/// The result of one provider for one image.
public struct ProviderStep: Sendable, Hashable {
  /// The provider's name.
  public let provider: String
  /// The kind of result.
  public let outcome: Outcome
  /// The number of its credentials, not all of which need to match the image.
  public let credentialCount: Int
  /// Why its plugin failed, if that is the outcome.
  public let error: CredentialProviderError?
  /// Why it is skipped because of the ServiceAccount, if it is.
  let gate: Gate?

  /// A result, for tests.
  ///
  /// - Parameters:
  ///   - provider: The provider's name.
  ///   - outcome: The kind of result.
  ///   - credentialCount: The number of its credentials.
  ///   - error: Why its plugin failed.
  public init(
    provider: String, _ outcome: Outcome, credentialCount: Int = 0,
    error: CredentialProviderError? = nil
  ) {
    self.provider = provider
    self.outcome = outcome
    self.credentialCount = credentialCount
    self.error = error
    gate = nil
  }

  init(provider: String, gate: Gate) {
    self.provider = provider
    outcome = gate.outcome
    credentialCount = 0
    error = nil
    self.gate = gate
  }

  /// The kinds of results. More may be added.
  public struct Outcome: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// An outcome by its name, including names unknown to this version.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// None of its `matchImages` matches, so it was not called.
    public static let notMatched = Outcome(rawValue: "not-matched")
    /// It was not executed, because a response was cached.
    public static let cached = Outcome(rawValue: "cached")
    /// It was executed, by this request or by another one at the same time.
    public static let answered = Outcome(rawValue: "answered")
    /// It failed, or could not be executed; ``ProviderStep/error`` says why.
    public static let failed = Outcome(rawValue: "failed")

    /// The Pod has no ServiceAccount, and the plugin requires one.
    public static let noServiceAccount = Outcome(rawValue: "no-service-account")
    /// The ServiceAccount that the Pod names is not known.
    public static let serviceAccountNotFound = Outcome(rawValue: "service-account-not-found")
    /// The ServiceAccount lacks an annotation that the plugin requires.
    public static let missingAnnotation = Outcome(rawValue: "missing-annotation")
    /// The token for the audience was refused.
    public static let tokenRefused = Outcome(rawValue: "token-refused")
    /// ``CredentialProviders`` has no source of tokens. The kubelet would request one from the API server.
    public static let noTokenSource = Outcome(rawValue: "no-token-source")

    /// All outcomes of this version.
    public static let allCases = [
      notMatched, cached, answered, failed, noServiceAccount, serviceAccountNotFound,
      missingAnnotation, tokenRefused, noTokenSource,
    ]
  }

  /// Whether the image matches, but the plugin is skipped because of the Pod's ServiceAccount.
  public var isGated: Bool {
    [.noServiceAccount, .serviceAccountNotFound, .missingAnnotation, .tokenRefused, .noTokenSource]
      .contains(outcome)
  }
}

extension ProviderStep: CustomStringConvertible {
  /// Such as `credential provider ecr: not executed, the image matches none of its matchImages`.
  public var description: String {
    let text: String
    switch outcome {
    case .notMatched: text = "not executed, the image matches none of its matchImages"
    case .cached: text = "not executed, its answer was kept: \(counted)"
    case .answered: text = "executed: \(counted)"
    default:
      if let error { return error.description }
      text = "not executed" + (gate.map { ", \($0)" } ?? "")
    }
    return "credential provider \(provider.displayWord): \(text)"
  }

  private var counted: String {
    credentialCount == 1 ? "1 credential" : "\(credentialCount) credentials"
  }
}

// MARK: - ServiceAccounts

extension ProviderStep {
  /// Why a plugin that needs a ServiceAccount's token is skipped. (Kubernetes: plugin.go, `provide`.)
  enum Gate: Sendable, Hashable {
    case noServiceAccount
    case serviceAccountNotFound(String)
    case missingAnnotation(String, serviceAccount: String)
    case tokenRefused(audience: String)
    case noTokenSource(audience: String)

    fileprivate var outcome: Outcome {
      switch self {
      case .noServiceAccount: .noServiceAccount
      case .serviceAccountNotFound: .serviceAccountNotFound
      case .missingAnnotation: .missingAnnotation
      case .tokenRefused: .tokenRefused
      case .noTokenSource: .noTokenSource
      }
    }

    /// What an operator should do.
    fileprivate var advice: String {
      switch self {
      case .noServiceAccount:
        "Static Pods have no ServiceAccount; set requireServiceAccount to false for a plugin that is "
          + "to serve them."
      case .serviceAccountNotFound(let name):
        "Create ServiceAccount \(name.displayWord), or add it to the objects that are looked at."
      case .missingAnnotation(let key, let name):
        "Set the annotation \(key.displayWord) on ServiceAccount \(name.displayWord)."
      case .tokenRefused(let audience), .noTokenSource(let audience):
        "See that the node may request tokens for the audience \(audience.displayWord) (RBAC verb "
          + "request-serviceaccounts-token-audience)."
      }
    }
  }
}

extension ProviderStep.Gate: CustomStringConvertible {
  /// Such as `ServiceAccount app lacks the annotation example.com/role`.
  var description: String {
    switch self {
    case .noServiceAccount: "the Pod has no ServiceAccount"
    case .serviceAccountNotFound(let name): "no ServiceAccount \(name.displayWord) is known"
    case .missingAnnotation(let key, let name):
      "ServiceAccount \(name.displayWord) lacks the annotation \(key.displayWord)"
    case .tokenRefused(let audience):
      "a ServiceAccount token for the audience \(audience.displayWord) was refused"
    case .noTokenSource(let audience):
      "it wants a ServiceAccount token for the audience \(audience.displayWord), which only the "
        + "kubelet can request"
    }
  }
}

// MARK: - Findings

extension ProviderStep {
  /// What an operator should do about the outcome.
  ///
  /// - Parameter image: The image that was looked up.
  /// - Returns: The finding; nil if there is nothing to do.
  public func finding(for image: ImageReference) -> Finding? {
    guard let (code, severity, problem, advice) = explanation else { return nil }
    return Finding(
      code: code, severity: severity, images: [image.originalText], objects: [.provider(provider)],
      problem: "Credential provider \(word: provider) \(sentence: problem).",
      advice: "\(sentence: advice)")
  }

  private typealias Explanation = (
    code: Finding.Code, severity: Finding.Severity, problem: String, advice: String
  )

  private var explanation: Explanation? {
    if let gate {
      // On the node, the kubelet may get the token.
      let severity: Finding.Severity = outcome == .noTokenSource ? .worthKnowing : .mayFail
      return (
        .serviceAccountTokenGates, severity, "matches the image and is not executed: \(gate)",
        gate.advice
      )
    }
    switch error?.code {
    case .badResponse:
      let requests = error?.violations.map(\.request) ?? []
      return (
        .badPluginResponse, .mayFail, "is executed, and the kubelet drops its response",
        "Fix the plugin: \(requests.joined(separator: "; "))."
      )
    case .echoedToken:
      return (
        .badPluginResponse, .mayFail,
        "returns the ServiceAccount's token, and the kubelet drops that",
        "Set tokenAttributes.cacheType to Token."
      )
    default: return nil
    }
  }
}

extension FieldViolation {
  /// The sentence, after the field unless it begins with it.
  fileprivate var request: String {
    explanation.hasPrefix(path) ? explanation : "\(path): \(explanation)"
  }
}

// MARK: - Errors

/// Why a plugin gave no credentials. The kubelet logs it and continues without them.
///
/// The plugin's output is not in the description, since it may be a secret; ``revealStandardError()`` returns it.
public struct CredentialProviderError: Error, Sendable, Hashable {
  /// What went wrong.
  public let code: Code
  /// The provider's name.
  public let provider: String
  /// What is wrong with the response, if that is the error.
  public let violations: [FieldViolation]
  private let detail: String
  private let standardError: [UInt8]

  /// An error, for tests.
  ///
  /// - Parameters:
  ///   - code: What went wrong.
  ///   - provider: The provider's name.
  ///   - detail: The description, after the provider's name. It is shown, so it must not contain a secret.
  ///   - violations: What is wrong with the response.
  ///   - standardError: What the plugin wrote to standard error.
  public init(
    _ code: Code, provider: String, detail: String, violations: [FieldViolation] = [],
    standardError: [UInt8] = []
  ) {
    self.code = code
    self.provider = provider
    self.violations = violations
    self.detail = detail
    self.standardError = standardError
  }

  /// The kept part of the plugin's standard error. It may contain a secret.
  public func revealStandardError() -> String { String(decoding: standardError, as: UTF8.self) }

  /// What can go wrong with a plugin. More may be added.
  public struct Code: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// A code by its name, including names unknown to this version.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The executable is missing or cannot be started.
    public static let notStarted = Code(rawValue: "not-started")
    /// It did not end within ``ExecutionLimits/timeLimit``. The description says so if it could not be stopped.
    public static let timedOut = Code(rawValue: "timed-out")
    /// The request was cancelled.
    public static let cancelled = Code(rawValue: "cancelled")
    /// It ended with a status other than 0.
    public static let failed = Code(rawValue: "failed")
    /// A signal ended it.
    public static let crashed = Code(rawValue: "crashed")
    /// It wrote more than ``ExecutionLimits/outputLimit``.
    public static let tooMuchOutput = Code(rawValue: "too-much-output")
    /// The kubelet rejects its response; the violations have the reasons.
    public static let badResponse = Code(rawValue: "bad-response")
    /// It returned the ServiceAccount's token as a password, although its `cacheType` is not `Token`: other Pods
    /// could get it.
    public static let echoedToken = Code(rawValue: "echoed-token")

    /// All codes of this version.
    public static let allCases = [
      notStarted, timedOut, cancelled, failed, crashed, tooMuchOutput, badResponse, echoedToken,
    ]
  }
}

extension CredentialProviderError {
  /// The error of a request that was cancelled before the plugin was called.
  static func cancelled(_ provider: String) -> CredentialProviderError {
    CredentialProviderError(
      .cancelled, provider: provider, detail: "the request was cancelled")
  }
}

extension CredentialProviderError.Code {
  init(_ kind: Command.Failure.Kind) { self.init(rawValue: kind.rawValue) }
}

extension CredentialProviderError: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The provider, what went wrong and what is expected.
  public var description: String { "credential provider \(provider.displayWord): \(detail)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Code and description; never what the plugin wrote.
  public var customMirror: Mirror {
    Mirror(self, children: ["code": code, "description": description], displayStyle: .struct)
  }
}
