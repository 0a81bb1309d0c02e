import ImagePullCredentials
import PullDiagnosis

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
    /// The token for the audience was refused.
    case noToken(audience: String)
    /// Nobody was given to ask for a token. The kubelet would ask the API server.
    case noTokenSource(audience: String)
  }
}

extension ProviderStep: CustomStringConvertible {
  /// Such as `credential provider ecr: not executed, the image matches none of its matchImages`.
  public var description: String {
    let text: String
    switch outcome {
    case .notMatched: text = "not executed, the image matches none of its matchImages"
    case .gated(let gate): text = "not executed, \(gate)"
    case .cached(let count): text = "not executed, its answer was kept: \(counted(count))"
    case .answered(let count): text = "executed: \(counted(count))"
    case .failed(let error): return error.description
    }
    return "credential provider \(printable(provider)): \(text)"
  }

  private func counted(_ count: Int) -> String {
    count == 1 ? "1 credential" : "\(count) credentials"
  }
}

extension ProviderStep.Gate: CustomStringConvertible {
  /// Such as `ServiceAccount app lacks the annotation example.com/role`.
  public var description: String {
    switch self {
    case .noServiceAccount: "the Pod has no ServiceAccount"
    case .serviceAccountNotFound(let name): "no ServiceAccount \(printable(name)) is known"
    case .missingAnnotation(let key, let name):
      "ServiceAccount \(printable(name)) lacks the annotation \(printable(key))"
    case .noToken(let audience):
      "a ServiceAccount token for the audience \(printable(audience)) was refused"
    case .noTokenSource(let audience):
      "it wants a ServiceAccount token for the audience \(printable(audience)), which only the "
        + "kubelet can request"
    }
  }
}
