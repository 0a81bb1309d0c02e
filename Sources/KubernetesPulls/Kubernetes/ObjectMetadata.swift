import ImagePullCredentials

/// The parts of an object's `metadata` that are related to pulls.
public struct ObjectMetadata: Sendable, Hashable {
  /// The namespace. If a manifest names none, the default that the decoder got.
  public var namespace: String
  /// The name; empty in a manifest that leaves naming to the API server (`generateName`).
  public var name: String
  /// The unique identifier from the API server; nil in a manifest.
  public var uid: String?
  /// When the API server created the object; nil in a manifest.
  public var creationTimestamp: Timestamp?
  /// The newest time in `metadata`: the creation, or a later change in `managedFields`, unless that changed only
  /// labels and other metadata.
  ///
  /// `kubectl` omits `managedFields` unless it runs with `--show-managed-fields`.
  public var newestTimestamp: Timestamp?
  /// The objects that this one belongs to, in order.
  public var ownerReferences: [OwnerReference]
  /// The labels that identify what created the object: those of ``decodedLabels``.
  public var labels: [String: String]
  /// Annotations that are related to pulls: all of a ServiceAccount's except the last applied manifest, since
  /// credential providers may use any; for other objects, those of ``decodedAnnotations``. The last applied manifest
  /// repeats a Secret's data and is never kept.
  public var annotations: [String: String]

  /// Metadata as in a manifest.
  ///
  /// - Parameters:
  ///   - namespace: the namespace.
  ///   - name: the name; empty if the API server has to choose it.
  ///   - uid: the unique identifier; nil in a manifest.
  ///   - creationTimestamp: when the API server created the object; nil in a manifest.
  ///   - ownerReferences: the objects that this one belongs to.
  ///   - labels: its labels.
  ///   - annotations: its annotations.
  public init(
    namespace: String, name: String, uid: String? = nil, creationTimestamp: Timestamp? = nil,
    ownerReferences: [OwnerReference] = [], labels: [String: String] = [:],
    annotations: [String: String] = [:]
  ) {
    self.namespace = namespace
    self.name = name
    self.uid = uid
    self.creationTimestamp = creationTimestamp
    self.newestTimestamp = creationTimestamp
    self.ownerReferences = ownerReferences
    self.labels = labels
    self.annotations = annotations
  }

  /// The owner that manages the object, such as the ReplicaSet of a Pod; at most one is marked as such.
  public var controller: OwnerReference? { ownerReferences.first(where: \.isController) }

  /// The labels that are decoded. All others are dropped, which keeps ten thousand Pods small.
  public static let decodedLabels = [
    // A ReplicaSet's Pods: of a Deployment, or of an Argo Rollout.
    "pod-template-hash", "rollouts-pod-template-hash",
    "serving.knative.dev/service", "batch.kubernetes.io/job-name",
    // The tool that applies the object again and so reverts manual edits.
    "app.kubernetes.io/managed-by", "app.kubernetes.io/instance", "helm.sh/chart",
    "argocd.argoproj.io/instance", "kustomize.toolkit.fluxcd.io/name",
    "kustomize.toolkit.fluxcd.io/namespace", "helm.toolkit.fluxcd.io/name",
    "helm.toolkit.fluxcd.io/namespace", "addonmanager.kubernetes.io/mode", "olm.owner",
    "olm.owner.kind", "kapp.k14s.io/app",
    // What copied a Secret from another namespace.
    "kubed.appscode.com/origin.name", "kubed.appscode.com/origin.namespace",
    "hnc.x-k8s.io/inherited-from", "generate.kyverno.io/policy-name",
  ]

  /// The annotations that are decoded for objects other than ServiceAccounts.
  public static let decodedAnnotations = [
    AnnotationKey.mirror, AnnotationKey.source, "deployment.kubernetes.io/revision",
    "meta.helm.sh/release-name", "meta.helm.sh/release-namespace",
    "argocd.argoproj.io/tracking-id", "objectset.rio.cattle.io/owner-gvk",
    "objectset.rio.cattle.io/owner-name", "objectset.rio.cattle.io/id",
    "configmanagement.gke.io/managed",
    // What copies a Secret to other namespaces, and to which ones.
    "reflector.v1.k8s.emberstack.com/reflects",
    "reflector.v1.k8s.emberstack.com/reflection-allowed",
    "reflector.v1.k8s.emberstack.com/reflection-allowed-namespaces",
    "reflector.v1.k8s.emberstack.com/reflection-auto-enabled",
    "reflector.v1.k8s.emberstack.com/reflection-auto-namespaces",
    "replicator.v1.mittwald.de/replicate-from", "replicator.v1.mittwald.de/replicate-to",
    "replicator.v1.mittwald.de/replicate-to-matching", "replicator.v1.mittwald.de/replicated-from",
    "kubed.appscode.com/sync",
    "k8s.titansoft.com/imagepullsecret-patcher",
    // The scope of a SealedSecret.
    "sealedsecrets.bitnami.com/cluster-wide",
  ]
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
  ///
  /// - Parameters:
  ///   - apiVersion: the owner's API group and version.
  ///   - kind: the owner's kind.
  ///   - name: the owner's name.
  ///   - isController: whether the owner manages the object.
  public init(apiVersion: String, kind: String, name: String, isController: Bool = false) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
    self.isController = isController
  }
}

/// Annotation keys that affect pulls.
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
  /// The manifest that `kubectl apply` sent: for a Secret, all of its data.
  static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
}

// MARK: - Decoding

extension ObjectMetadata {
  /// Reads the next `metadata`.
  init(
    _ reader: inout ManifestReader, defaultNamespace: String, keepsAllAnnotations: Bool = false
  ) throws(ManifestFailure) {
    var hasPullSecrets = false
    try self.init(
      &reader, defaultNamespace: defaultNamespace, keepsAllAnnotations: keepsAllAnnotations,
      hasPullSecrets: &hasPullSecrets)
  }

  /// Reads the next `metadata`. `hasPullSecrets` reports a list that does not belong there.
  init(
    _ reader: inout ManifestReader, defaultNamespace: String, keepsAllAnnotations: Bool = false,
    hasPullSecrets: inout Bool
  ) throws(ManifestFailure) {
    self.init(namespace: defaultNamespace, name: "")
    guard var members = try reader.beginObject() else { return }
    var newestChange: Timestamp?
    while let name = try reader.nextName(&members) {
      if reader.names(name, "name") {
        self.name = try reader.string() ?? ""
      } else if reader.names(name, "namespace") {
        namespace = try reader.nonEmptyString() ?? defaultNamespace
      } else if reader.names(name, "uid") {
        uid = try reader.nonEmptyString()
      } else if reader.names(name, "creationTimestamp") {
        creationTimestamp = try reader.timestamp()
      } else if reader.names(name, "managedFields") {
        newestChange = try Self.newestChange(&reader)
      } else if reader.names(name, "ownerReferences") {
        ownerReferences = try OwnerReference.list(&reader)
      } else if reader.names(name, "labels") {
        labels = try Self.texts(&reader) { $1.names($0, oneOf: Self.decodedLabels) }
      } else if reader.names(name, "annotations") {
        annotations =
          keepsAllAnnotations
          ? try Self.texts(&reader) { key, reader in
            !reader.names(key, AnnotationKey.lastApplied)
          } : try Self.usualAnnotations(&reader)
      } else {
        if reader.names(name, "imagePullSecrets") { hasPullSecrets = true }
        try reader.skip()
      }
    }
    newestTimestamp = [creationTimestamp, newestChange].compactMap(\.self).max()
  }

  /// Reads `managedFields` for the newest `time` of a change that affects more than `metadata`.
  private static func newestChange(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> Timestamp? {
    var newest: Timestamp?
    try reader.readArray { reader throws(ManifestFailure) in
      var time: Timestamp?
      var isOfContent = true
      try reader.readObject { name, reader throws(ManifestFailure) in
        if reader.names(name, "time") {
          time = try reader.timestamp()
        } else if reader.names(name, "fieldsV1") {
          isOfContent = try changesContent(&reader)
        } else {
          try reader.skip()
        }
      }
      if isOfContent, let time { newest = max(newest ?? time, time) }
    }
    return newest
  }

  /// Whether the next `fieldsV1` names more than fields of `metadata`, or cannot be interpreted.
  private static func changesContent(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> Bool {
    var isOfMetadata = false
    var isOfMore = false
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "f:metadata") { isOfMetadata = true } else { isOfMore = true }
      try reader.skip()
    }
    return isOfMore || !isOfMetadata
  }

  /// Reads the next annotations and keeps ``decodedAnnotations``.
  static func usualAnnotations(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [String: String] {
    try texts(&reader) { key, reader in reader.names(key, oneOf: decodedAnnotations) }
  }

  /// Reads the labels or annotations that are next and keeps those that `isKept` selects.
  private static func texts(
    _ reader: inout ManifestReader,
    where isKept: (JSONString, borrowing ManifestReader) -> Bool
  ) throws(ManifestFailure) -> [String: String] {
    var texts: [String: String] = [:]
    try reader.readObject { key, reader throws(ManifestFailure) in
      if isKept(key, reader) {
        texts[reader.text(key)] = try reader.string() ?? ""
      } else {
        try reader.skip()
      }
    }
    return texts
  }
}

extension OwnerReference {
  fileprivate static func list(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [OwnerReference] {
    var owners: [OwnerReference] = []
    try reader.readArray { reader throws(ManifestFailure) in
      var owner = OwnerReference(apiVersion: "", kind: "", name: "")
      try reader.readObject { name, reader throws(ManifestFailure) in
        if reader.names(name, "apiVersion") {
          owner.apiVersion = try reader.string() ?? ""
        } else if reader.names(name, "kind") {
          owner.kind = try reader.string() ?? ""
        } else if reader.names(name, "name") {
          owner.name = try reader.string() ?? ""
        } else if reader.names(name, "controller") {
          owner.isController = try reader.bool()
        } else {
          try reader.skip()
        }
      }
      owners.append(owner)
    }
    return owners
  }
}

// MARK: - Conditions

/// An item of `status.conditions`: what a controller reports about an object's state, such as `ReplicaFailure` of a
/// Deployment or `Ready` of an ExternalSecret.
public struct ObjectCondition: Sendable, Hashable {
  /// The type of the condition, such as `Ready`.
  public var type: String
  /// `True`, `False` or `Unknown`.
  public var status: String
  /// A word such as `FailedCreate`; often empty.
  public var reason: String
  /// The text for people; often empty.
  public var message: String
  /// The time of the last transition; nil if the controller sets none.
  public var lastTransitionTime: Timestamp?

  /// A condition.
  ///
  /// - Parameters:
  ///   - type: the type of the condition, such as `Ready`.
  ///   - status: `True`, `False` or `Unknown`.
  ///   - reason: a word such as `FailedCreate`.
  ///   - message: the text for people.
  ///   - lastTransitionTime: the time of the last transition; nil if there is none.
  public init(
    type: String, status: String, reason: String = "", message: String = "",
    lastTransitionTime: Timestamp? = nil
  ) {
    self.type = type
    self.status = status
    self.reason = reason
    self.message = message
    self.lastTransitionTime = lastTransitionTime
  }
}

extension ObjectCondition {
  /// Reads the next list `conditions`.
  static func list(_ reader: inout ManifestReader) throws(ManifestFailure) -> [ObjectCondition] {
    var conditions: [ObjectCondition] = []
    try reader.readArray { reader throws(ManifestFailure) in
      conditions.append(try ObjectCondition(&reader))
    }
    return conditions
  }

  /// Reads the `conditions` of the next `status`.
  static func listInStatus(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [ObjectCondition] {
    var conditions: [ObjectCondition] = []
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "conditions") {
        conditions = try list(&reader)
      } else {
        try reader.skip()
      }
    }
    return conditions
  }

  private init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init(type: "", status: "")
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "type") {
        type = try reader.string() ?? ""
      } else if reader.names(name, "status") {
        status = try reader.string() ?? ""
      } else if reader.names(name, "reason") {
        reason = try reader.string() ?? ""
      } else if reader.names(name, "message") {
        message = try reader.string() ?? ""
      } else if reader.names(name, "lastTransitionTime") {
        lastTransitionTime = try reader.timestamp()
      } else {
        try reader.skip()
      }
    }
  }
}
