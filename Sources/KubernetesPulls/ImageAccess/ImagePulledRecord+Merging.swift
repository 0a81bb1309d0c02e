public import ImagePullCredentials

/// With what an image was pulled, as far as a kubelet remembers it.
public enum ImagePullCredential: Sendable, Hashable {
  /// Without a credential, with one of the node's files, or of a plugin that was given no token.
  case node
  /// With the credential of a Secret.
  case secret(PullSecretIdentity)
  /// With a plugin's that was given a token of the Pod's ServiceAccount.
  case serviceAccount(PullIdentity)

  /// What the kubelet remembers of a credential that pulled an image.
  public init(_ credential: Credential) {
    self = PullSecretIdentity(credential).map(Self.secret) ?? .node
  }
}

extension ImagePulledRecord {
  /// Adds that the image was pulled under a name with a credential; tells whether that changed
  /// anything.
  ///
  /// Where all Pods of the node may use the name, it stays so. Of one Secret the newer hash is kept.
  /// (pkg/kubelet/images/pullmanager/image_pull_manager.go, `pulledRecordMergeNewCreds`)
  @discardableResult
  public mutating func merge(_ credential: ImagePullCredential, forName name: String) -> Bool {
    let old = self[name]
    var new = old ?? Credentials()
    guard !new.isNodeAccessible else { return false }
    switch credential {
    case .node:
      new = Credentials(isNodeAccessible: true)
    case .secret(let secret):
      new.secrets.removeAll { $0.secret == secret.secret }
      new.secrets.append(secret)
      new.secrets.sort { $0.secret < $1.secret }
    case .serviceAccount(let account):
      new.serviceAccounts.removeAll { $0 == account }
      new.serviceAccounts.append(account)
      new.serviceAccounts.sort()
    }
    guard new != old else { return false }
    self[name] = new
    return true
  }
}
