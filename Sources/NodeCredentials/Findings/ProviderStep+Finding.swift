public import ImagePullCredentials
public import PullDiagnosis

extension ProviderStep {
  /// What an operator should do about what came of the provider for an image; nil if there is nothing
  /// to do.
  public func finding(for image: ImageReference) -> Finding? {
    guard let (code, severity, problem, advice) = explanation else { return nil }
    return Finding(
      code: code, severity: severity, images: [image.asWritten], objects: [.provider(provider)],
      problem: "Credential provider \(printable(provider)) \(problem).", advice: advice)
  }

  private typealias Explanation = (
    code: Finding.Code, severity: Finding.Severity, problem: String, advice: String
  )

  private var explanation: Explanation? {
    switch outcome {
    case .gated(let gate):
      return (
        .serviceAccountTokenGates, gate.severity, "matches the image and is not executed: \(gate)",
        gate.fix
      )
    case .failed(let error) where error.code == .badResponse:
      return (
        .badPluginResponse, .mayFail, "is executed, and the kubelet drops its response",
        "Fix the plugin: \(error.violations.map(\.request).joined(separator: "; "))."
      )
    case .failed(let error) where error.code == .echoedToken:
      return (
        .badPluginResponse, .mayFail,
        "returns the ServiceAccount's token, and the kubelet drops that",
        "Set tokenAttributes.cacheType to Token."
      )
    case .notMatched, .cached, .answered, .failed: return nil
    }
  }
}

extension FieldViolation {
  /// The sentence, behind the field unless it begins with it.
  fileprivate var request: String {
    sentence.hasPrefix(path) ? sentence : "\(path): \(sentence)"
  }
}

extension ProviderStep.Gate {
  /// On the node the token may well be had.
  fileprivate var severity: Finding.Severity {
    if case .noTokenSource = self { .worthKnowing } else { .mayFail }
  }

  fileprivate var fix: String {
    switch self {
    case .noServiceAccount:
      "Static Pods have no ServiceAccount; set requireServiceAccount to false for a plugin that is "
        + "to serve them."
    case .serviceAccountNotFound(let name):
      "Create ServiceAccount \(printable(name)), or add it to the objects that are looked at."
    case .missingAnnotation(let key, let name):
      "Set the annotation \(printable(key)) on ServiceAccount \(printable(name))."
    case .noToken(let audience), .noTokenSource(let audience):
      "See that the node may request tokens for the audience \(printable(audience)) (RBAC verb "
        + "request-serviceaccounts-token-audience)."
    }
  }
}
