/// The Pod for which an image is pulled, as far as plugins are told about it.
public struct PodIdentity: Sendable, Hashable {
  /// The Pod's namespace, which is also its ServiceAccount's.
  public var namespace: String
  /// The Pod's name.
  public var name: String
  /// The Pod's UID.
  public var uid: String
  /// The name of its ServiceAccount; empty for a static Pod, which has none.
  public var serviceAccountName: String
  /// The ServiceAccount; nil when there is none of that name.
  public var serviceAccount: ServiceAccountIdentity?

  /// A Pod that runs as `serviceAccount`; without one it is like a static Pod.
  public init(
    namespace: String, name: String, uid: String = "", serviceAccount: ServiceAccountIdentity? = nil
  ) {
    self.namespace = namespace
    self.name = name
    self.uid = uid
    self.serviceAccountName = serviceAccount?.name ?? ""
    self.serviceAccount = serviceAccount
  }
}

/// A ServiceAccount, as far as plugins are told about it.
public struct ServiceAccountIdentity: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Its UID.
  public var uid: String
  /// All its annotations; plugins are told those that their configuration names.
  public var annotations: [String: String]

  /// A ServiceAccount in the namespace of the Pod that runs as it.
  public init(name: String, uid: String = "", annotations: [String: String] = [:]) {
    self.name = name
    self.uid = uid
    self.annotations = annotations
  }
}

/// A request for a token of a Pod's ServiceAccount, bound to the Pod.
///
/// Source: `getServiceAccountToken`, pkg/credentialprovider/plugin/plugin.go.
public struct ServiceAccountTokenRequest: Sendable, Hashable {
  /// For whom the token is.
  public let audience: String
  /// The Pod to which it is bound.
  public let pod: PodIdentity
}
