public import ImagePullCredentials

/// A Secret or a ServiceAccount, as in the kubelet's records.
///
/// Identities are equal, and are sorted, by the bytes of namespace, name and uid.
public struct PullIdentity: Sendable {
  /// The object's `metadata.uid`.
  public var uid: String
  /// Its namespace.
  public var namespace: String
  /// Its name.
  public var name: String

  /// The object of this namespace and name.
  ///
  /// - Parameters:
  ///   - uid: the object's `metadata.uid`.
  ///   - namespace: its namespace.
  ///   - name: its name.
  public init(uid: String, namespace: String, name: String) {
    self.uid = uid
    self.namespace = namespace
    self.name = name
  }

  /// The identifying parts, in the sort order of records.
  private var parts: [String] { [namespace, name, uid] }
}

extension PullIdentity: Hashable, Comparable {
  /// Whether all parts have the same bytes.
  public static func == (one: Self, other: Self) -> Bool {
    one.uid.hasSameBytes(as: other.uid) && one.name.hasSameBytes(as: other.name)
      && one.namespace.hasSameBytes(as: other.namespace)
  }

  /// Feeds the bytes of all parts into `hasher`.
  public func hash(into hasher: inout Hasher) {
    for part in parts { hasher.combine(bytesOf: part) }
  }

  /// Whether `one` is recorded before `other`: by namespace, then name, then uid.
  public static func < (one: Self, other: Self) -> Bool {
    for (left, right) in zip(one.parts, other.parts) where !left.hasSameBytes(as: right) {
      return left.precedes(right)
    }
    return false
  }
}

extension PullIdentity: CustomStringConvertible {
  /// Such as `team-a/pull`.
  public var description: String { "\(namespace)/\(name)" }
}

/// A Secret with the hash of its credential for an image.
///
/// Anyone who knows the hash can test guesses of the password, so no rendering shows it.
public struct PullSecretIdentity: Sendable {
  /// The Secret.
  public var secret: PullIdentity
  /// ``Credential/kubeletHash``; empty in a record if the kubelet could not compute it.
  public var credentialHash: String

  /// A Secret and the hash of its credential.
  ///
  /// - Parameters:
  ///   - secret: the Secret.
  ///   - credentialHash: ``Credential/kubeletHash`` of its credential.
  public init(_ secret: PullIdentity, credentialHash: String) {
    self.secret = secret
    self.credentialHash = credentialHash
  }

  /// What the kubelet records about a credential; nil unless it is from a Secret.
  ///
  /// - Parameter credential: a credential.
  /// - Complexity: O(length of the credential), for the hash.
  public init?(_ credential: Credential) {
    guard case .secret(let namespace, let name, let uid, _) = credential.source else { return nil }
    self.init(
      PullIdentity(uid: uid ?? "", namespace: namespace, name: name),
      credentialHash: credential.kubeletHash)
  }
}

extension PullSecretIdentity: Hashable {
  /// Whether Secret and hash have the same bytes.
  public static func == (one: Self, other: Self) -> Bool {
    one.secret == other.secret && one.credentialHash.hasSameBytes(as: other.credentialHash)
  }

  /// Feeds the Secret into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(secret) }
}

extension PullSecretIdentity: CustomStringConvertible, CustomReflectable {
  /// The Secret, such as `team-a/pull`; not the hash.
  public var description: String { secret.description }

  /// The Secret; not the hash.
  public var customMirror: Mirror {
    Mirror(self, children: ["secret": secret], displayStyle: .struct)
  }
}
