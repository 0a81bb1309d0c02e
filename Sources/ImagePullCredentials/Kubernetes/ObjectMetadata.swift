/// What `metadata` says of an object, as far as pulls are concerned.
public struct ObjectMetadata: Sendable, Hashable {
  /// The namespace. Where a manifest names none, the default given to the decoder.
  public var namespace: String
  /// The name; empty in a manifest that leaves naming to the API server (`generateName`).
  public var name: String
  /// The unique identifier that the API server gave; nil in a manifest.
  public var uid: String?
  /// When the API server made the object; nil in a manifest.
  public var creationTimestamp: Timestamp?
  /// The newest time that `metadata` mentions: the creation, or a later change in `managedFields`.
  ///
  /// `kubectl` leaves `managedFields` out unless it runs with `--show-managed-fields`.
  public var newestTimestamp: Timestamp?
  /// The objects that this one belongs to, in order.
  public var ownerReferences: [OwnerReference]
  /// Annotations that have to do with pulls: all of a ServiceAccount's except the last applied
  /// manifest, since credential providers may ask for any; of other objects only those that mark
  /// static Pods. A Secret's may repeat its data and are never kept.
  public var annotations: [String: String]

  /// Metadata as a manifest has it.
  public init(
    namespace: String, name: String, uid: String? = nil, creationTimestamp: Timestamp? = nil,
    ownerReferences: [OwnerReference] = [], annotations: [String: String] = [:]
  ) {
    self.namespace = namespace
    self.name = name
    self.uid = uid
    self.creationTimestamp = creationTimestamp
    self.newestTimestamp = creationTimestamp
    self.ownerReferences = ownerReferences
    self.annotations = annotations
  }

  /// The owner that manages the object, such as the ReplicaSet of a Pod; at most one is marked so.
  public var controller: OwnerReference? { ownerReferences.first(where: \.isController) }
}

/// An object that another one belongs to: an item of `metadata.ownerReferences`.
public struct OwnerReference: Sendable, Hashable {
  /// The owner's API group and version, such as `apps/v1`.
  public var apiVersion: String
  /// The owner's kind, such as `ReplicaSet` or `ExternalSecret`.
  public var kind: String
  /// The owner's name; its namespace is the owned object's, if it has one.
  public var name: String
  /// Whether the owner manages the object.
  public var isController: Bool

  /// A reference to an owner.
  public init(apiVersion: String, kind: String, name: String, isController: Bool = false) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
    self.isController = isController
  }
}

/// Annotation keys that Kubernetes gives a meaning for pulls.
enum AnnotationKey {
  /// On the API server's copy of a static Pod. Source: `ConfigMirrorAnnotationKey`,
  /// pkg/kubelet/types.
  static let mirror = "kubernetes.io/config.mirror"
  /// Where the kubelet read a Pod: `api`, `file` or `http`. Source: `ConfigSourceAnnotationKey`,
  /// pkg/kubelet/types.
  static let source = "kubernetes.io/config.source"
  /// On a ServiceAccount. Source: `EnforceMountableSecretsAnnotation`, the ServiceAccount admission
  /// plugin.
  static let enforceMountableSecrets = "kubernetes.io/enforce-mountable-secrets"
  /// The manifest that `kubectl apply` sent: of a Secret, all of its data.
  static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
}
