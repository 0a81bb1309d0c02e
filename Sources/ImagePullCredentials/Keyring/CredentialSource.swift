/// Where a credential came from.
///
/// The kubelet keeps the same for each credential (`CredentialSource` in its `keyring.go`), to decide later who may use
/// an image that is already on the node. Complete: a kubelet has Secrets, files and plugins, Docker files and helpers;
/// a credential from elsewhere is ``literal``.
public enum CredentialSource: Sendable, Hashable {
  /// A pull secret.
  ///
  /// - Parameters:
  ///   - namespace: the Secret's namespace, which is the Pod's.
  ///   - name: the Secret's name.
  ///   - uid: the Secret's `metadata.uid`, if it is known.
  ///   - listPosition: which list names the Secret, and where in it.
  case secret(
    namespace: String, name: String, uid: String? = nil, listPosition: ListPosition? = nil)
  /// A credential file, such as a node's `config.json`.
  case file(path: String)
  /// A kubelet exec credential provider.
  case provider(name: String)
  /// A Docker credential helper, without the prefix `docker-credential-`. The kubelet itself uses none.
  case helper(name: String)
  /// Given by the program, as in tests.
  case literal

  /// Which list of `imagePullSecrets` names a Secret, and where in it.
  public struct ListPosition: Sendable, Hashable {
    /// Whose list it is.
    public let owner: Owner
    /// The place in that list, from 0.
    public let index: Int

    /// Who has a list of `imagePullSecrets`. Complete: the API has the field in these two.
    public enum Owner: Sendable, Hashable {
      /// The Pod, or a workload's pod template.
      case pod
      /// The ServiceAccount of this name that the Pod runs as.
      case serviceAccount(String)
    }

    /// A place in a list of `imagePullSecrets`.
    ///
    /// - Parameters:
    ///   - owner: whose list it is.
    ///   - index: the place in the list, from 0.
    public init(owner: Owner, index: Int) {
      self.owner = owner
      self.index = index
    }
  }
}

extension CredentialSource {
  /// Whether both have the same names, byte for byte: with Unicode equivalence, different files could be equal.
  public static func == (one: CredentialSource, other: CredentialSource) -> Bool {
    switch (one, other) {
    case (
      .secret(let namespace, let name, let uid, let listPosition),
      .secret(let otherNamespace, let otherName, let otherUID, let otherPosition)
    ):
      namespace.hasSameBytes(as: otherNamespace) && name.hasSameBytes(as: otherName)
        && (uid == nil) == (otherUID == nil) && (uid ?? "").hasSameBytes(as: otherUID ?? "")
        && listPosition == otherPosition
    case (.file(let text), .file(let other)), (.provider(let text), .provider(let other)),
      (.helper(let text), .helper(let other)):
      text.hasSameBytes(as: other)
    case (.literal, .literal): true
    case (.secret, _), (.file, _), (.provider, _), (.helper, _), (.literal, _): false
    }
  }

  /// Feeds the names into `hasher`.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .secret(let namespace, let name, let uid, _):
      for text in [namespace, name, uid ?? ""] { hasher.combine(bytesOf: text) }
    case .file(let text), .provider(let text), .helper(let text): hasher.combine(bytesOf: text)
    case .literal: hasher.combine(0)
    }
  }
}

extension CredentialSource: CustomStringConvertible, SafelyDescribed {
  /// Such as `Secret payments/ecr-pull-secret`, `file /root/.docker/config.json`.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    switch self {
    case .secret(let namespace, let name, _, _): "Secret \(name: namespace)/\(name: name)"
    case .file(let path): "file \(word: path)"
    case .provider(let name): "credential provider \(word: name)"
    case .helper(let name): "credential helper \(word: name)"
    case .literal: "literal"
    }
  }
}

extension CredentialSource.ListPosition: CustomStringConvertible, SafelyDescribed {
  /// Such as `imagePullSecrets[0] of the Pod`.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    switch owner {
    case .pod: "imagePullSecrets[\(index)] of the Pod"
    case .serviceAccount(let name): "imagePullSecrets[\(index)] of ServiceAccount \(name: name)"
    }
  }
}
