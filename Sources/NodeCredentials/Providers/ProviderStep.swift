/// What came of one provider for one image.
public struct ProviderStep: Sendable, Hashable {
  /// The provider's name.
  public let provider: String
  /// What came of it.
  public let outcome: Outcome

  /// What came of a provider.
  public enum Outcome: Sendable, Hashable {
    /// None of its `matchImages` matches, so it was not asked.
    case notMatched
    /// It matches, but was not asked because of the Pod's ServiceAccount.
    case gated(Gate)
    /// It was not executed, because an answer was kept. With the number of its credentials.
    case cached(credentials: Int)
    /// It was executed, by this request or by another one at the same time. With the number of its credentials, not
    /// all of which need to match the image.
    case answered(credentials: Int)
    /// It was executed, or should have been, in vain.
    case failed(CredentialProviderError)
  }

  /// Why a plugin that wants a ServiceAccount's token is left out. (Kubernetes: plugin.go, `provide`.)
  public enum Gate: Sendable, Hashable {
    /// The Pod has no ServiceAccount, and the plugin requires one.
    case noServiceAccount
    /// No ServiceAccount of the name that the Pod gives is known.
    case serviceAccountNotFound(String)
    /// The ServiceAccount lacks an annotation that the plugin requires.
    case missingAnnotation(String, serviceAccount: String)
    /// No token can be had for the audience: nobody to ask was given, or it was refused.
    case noToken(audience: String)
  }
}

extension ProviderStep: CustomStringConvertible {
  /// Such as `credential provider ecr: not executed, the image matches none of its matchImages`.
  public var description: String {
    let text: String
    switch outcome {
    case .notMatched: text = "not executed, the image matches none of its matchImages"
    case .gated(let gate): text = "not executed, \(gate)"
    case .cached(let count): text = "not executed, its answer was kept: \(count) credentials"
    case .answered(let count): text = "executed: \(count) credentials"
    case .failed(let error): return error.description
    }
    return "credential provider \(provider): \(text)"
  }
}

extension ProviderStep.Gate: CustomStringConvertible {
  /// Such as `ServiceAccount app lacks the annotation example.com/role`.
  public var description: String {
    switch self {
    case .noServiceAccount: "the Pod has no ServiceAccount"
    case .serviceAccountNotFound(let name): "no ServiceAccount \(name) is known"
    case .missingAnnotation(let key, let name): "ServiceAccount \(name) lacks the annotation \(key)"
    case .noToken(let audience): "there is no ServiceAccount token for the audience \(audience)"
    }
  }
}
