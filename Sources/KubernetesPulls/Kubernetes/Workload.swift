/// An object that creates Pods from a template, such as a Deployment or a CronJob.
public struct Workload: Sendable, Hashable {
  /// The kind of the object.
  public var kind: Kind
  /// Namespace, name, times and owners. The owner of a Deployment's ReplicaSet is the Deployment.
  public var metadata: ObjectMetadata
  /// The template's pod spec.
  public var podSpec: PodSpec
  /// The desired number of Pods, `spec.replicas`; nil if the field is absent, which means 1, or the
  /// kind has none.
  public var replicas: Int?
  /// Whether a Job or CronJob is suspended: `spec.suspend`.
  public var isSuspended: Bool
  /// What its controller reports, such as `ReplicaFailure` if it cannot create Pods.
  public var conditions: [ObjectCondition]

  /// A workload.
  ///
  /// - Parameters:
  ///   - kind: the kind of the object.
  ///   - metadata: namespace, name and the rest.
  ///   - podSpec: the template's pod spec.
  ///   - replicas: the desired number of Pods; nil if the kind has no such number.
  ///   - isSuspended: whether it is suspended.
  ///   - conditions: what its controller reports.
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
    /// `apps`: creates ReplicaSets.
    case deployment = "Deployment"
    /// `apps`: Pods with stable names.
    case statefulSet = "StatefulSet"
    /// `apps`: a Pod on each node.
    case daemonSet = "DaemonSet"
    /// `apps`: a number of identical Pods.
    case replicaSet = "ReplicaSet"
    /// The core group's predecessor of a ReplicaSet.
    case replicationController = "ReplicationController"
    /// `batch`: Pods that run to completion.
    case job = "Job"
    /// `batch`: creates Jobs on a schedule.
    case cronJob = "CronJob"
    /// The core group's standalone template.
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
    // Deployments, DaemonSets and ReplicaSets began in `extensions`, which old manifests still use.
    case .deployment, .daemonSet, .replicaSet: ["apps", "extensions"]
    case .statefulSet: ["apps"]
    case .job, .cronJob: ["batch"]
    case .replicationController, .podTemplate: [""]
    }
  }

  /// The path of the pod spec in an object of the kind.
  package var podSpecPath: [String] {
    switch self {
    case .podTemplate: ["template", "spec"]
    case .cronJob: ["spec", "jobTemplate", "spec", "template", "spec"]
    default: ["spec", "template", "spec"]
    }
  }
}
