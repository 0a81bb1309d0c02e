public import ImagePullCredentials
public import KubernetesPulls

/// The Pod for which an image is pulled, as far as plugins are told about it.
public struct PodIdentity: Sendable, Hashable {
  /// The Pod's namespace, which is also its ServiceAccount's.
  public var namespace: String
  /// The Pod's name; empty where it is not known yet.
  public var name: String
  /// The Pod's UID; empty where it is not known yet.
  public var uid: String
  /// The name of its ServiceAccount; empty for a static Pod, which has none.
  public var serviceAccountName: String
  /// The ServiceAccount; nil when none of that name is known.
  public var serviceAccount: ServiceAccount?

  /// A Pod.
  ///
  /// - Parameters:
  ///   - namespace: Its namespace, and its ServiceAccount's.
  ///   - name: Its name; empty where it is not known yet.
  ///   - uid: Its UID; empty where it is not known yet.
  ///   - serviceAccount: The ServiceAccount that it runs as; without one it is like a static Pod.
  public init(
    namespace: String, name: String, uid: String = "", serviceAccount: ServiceAccount? = nil
  ) {
    self.namespace = namespace
    self.name = name
    self.uid = uid
    self.serviceAccountName = serviceAccount?.name ?? ""
    self.serviceAccount = serviceAccount
  }

  /// The Pod of a resolution, or a future Pod of its workload.
  ///
  /// - Parameter resolution: The resolution, whose ServiceAccount is taken over.
  public init(_ resolution: PullResolution) {
    let metadata = resolution.subject.metadata
    self.init(namespace: metadata.namespace, name: "")
    if case .pod(let pod) = resolution.subject {
      name = pod.name
      uid = metadata.uid ?? ""
      if pod.isStatic { return }
    }
    serviceAccountName = resolution.subject.podSpec.effectiveServiceAccountName
    serviceAccount = resolution.serviceAccount
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
