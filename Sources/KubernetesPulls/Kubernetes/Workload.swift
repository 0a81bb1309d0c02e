/// An object that makes Pods from a template: a Deployment, a CronJob and the like.
public struct Workload: Sendable, Hashable {
  /// What kind of object it is.
  public var kind: Kind
  /// Namespace, name, times and owners. The owner of a Deployment's ReplicaSet is the Deployment.
  public var metadata: ObjectMetadata
  /// The template's pod spec.
  public var podSpec: PodSpec
  /// How many Pods there shall be, `spec.replicas`; nil where the field is absent, which means 1, or the kind has none.
  public var replicas: Int?
  /// Whether a Job or CronJob makes no Pods for now: `spec.suspend`.
  public var isSuspended: Bool
  /// What its controller says, such as `ReplicaFailure` where it cannot make Pods.
  public var conditions: [ObjectCondition]

  /// A workload.
  ///
  /// - Parameters:
  ///   - kind: what kind of object it is.
  ///   - metadata: namespace, name and the rest.
  ///   - podSpec: the template's pod spec.
  ///   - replicas: how many Pods there shall be; nil where the kind has no such number.
  ///   - isSuspended: whether it makes no Pods for now.
  ///   - conditions: what its controller says.
  public init(
    kind: Kind, metadata: ObjectMetadata, podSpec: PodSpec, replicas: Int? = nil,
    isSuspended: Bool = false, conditions: [ObjectCondition] = []
  ) {
    self.kind = kind
    self.metadata = metadata
    self.podSpec = podSpec
    self.replicas = replicas
    self.isSuspended = isSuspended
    self.conditions = conditions
  }

  /// The workload's namespace.
  public var namespace: String { metadata.namespace }
  /// The workload's name.
  public var name: String { metadata.name }

  /// The kinds of objects that have a pod template. Complete: Kubernetes itself has no other.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// `apps`: makes ReplicaSets.
    case deployment = "Deployment"
    /// `apps`: Pods with lasting names.
    case statefulSet = "StatefulSet"
    /// `apps`: a Pod on each node.
    case daemonSet = "DaemonSet"
    /// `apps`: a number of like Pods.
    case replicaSet = "ReplicaSet"
    /// The core group's elder form of a ReplicaSet.
    case replicationController = "ReplicationController"
    /// `batch`: Pods that end.
    case job = "Job"
    /// `batch`: makes Jobs at set times.
    case cronJob = "CronJob"
    /// The core group's template that stands alone.
    case podTemplate = "PodTemplate"
  }
}

extension Workload {
  init(
    _ kind: Kind, _ reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    var conditions: [ObjectCondition] = []
    let manifest = try PodManifest(
      &reader, podSpecAt: kind.podSpecPath, defaultNamespace: defaultNamespace
    ) { reader throws(ManifestFailure) in
      conditions = try ObjectCondition.listInStatus(&reader)
    }
    self.init(
      kind: kind, metadata: manifest.metadata, podSpec: manifest.spec,
      replicas: manifest.replicas, isSuspended: manifest.isSuspended, conditions: conditions)
  }
}

extension Workload.Kind {
  /// The API groups that have the kind; the core group's name is empty.
  var groups: [String] {
    switch self {
    // Deployments and their like began in `extensions`, which old manifests still name.
    case .deployment, .daemonSet, .replicaSet: ["apps", "extensions"]
    case .statefulSet: ["apps"]
    case .job, .cronJob: ["batch"]
    case .replicationController, .podTemplate: [""]
    }
  }

  /// Where the pod spec stands in an object of the kind.
  package var podSpecPath: [String] {
    switch self {
    case .podTemplate: ["template", "spec"]
    case .cronJob: ["spec", "jobTemplate", "spec", "template", "spec"]
    default: ["spec", "template", "spec"]
    }
  }
}
