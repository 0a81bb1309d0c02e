import ImagePullCredentials

/// The object whose pod spec an operator edits: the workload that a Pod belongs to, or the Pod
/// itself.
struct EditTarget {
  let kind: String
  let namespace: String
  let name: String
  /// The kind, where it is one of Kubernetes' own.
  private let workloadKind: Workload.Kind?
  /// Whether it is a Pod or a Job that has been made, whose pod spec cannot be edited any more.
  private var isFixed = false

  init(_ subject: PullResolution.Subject, in objects: KubernetesObjects) {
    switch subject {
    case .workload(let workload):
      self.init(WorkloadOwner(workload))
      isFixed = workload.kind == .job && workload.metadata.creationTimestamp != nil
    case .pod(let pod):
      if let owner = WorkloadOwner(of: pod, in: objects) {
        self.init(owner)
        isFixed = owner.kind == Workload.Kind.job.rawValue
      } else {
        self.init(WorkloadOwner(kind: "Pod", namespace: pod.namespace, name: pod.name))
        isFixed = pod.isAdmitted
      }
    }
  }

  private init(_ owner: WorkloadOwner) {
    kind = owner.kind
    namespace = owner.namespace
    name = owner.name
    workloadKind = Workload.Kind(rawValue: owner.kind)
  }

  var isPod: Bool { kind == "Pod" }

  /// Whether where its pod spec stands is not known: an object of somebody's own kind.
  var isForeign: Bool { workloadKind == nil && !isPod }

  /// A sentence to add to advice about a list that cannot be edited in place.
  var editNote: String { isFixed ? " A live \(kind) cannot be edited: make it again." : "" }

  /// Such as `Deployment payments/api`.
  var description: String { "\(printable(kind)) \(printable(namespace))/\(printable(name))" }

  /// Where `field` of its pod spec stands, such as `spec.template.spec.imagePullSecrets`.
  func path(_ field: String) -> String {
    guard let workloadKind else { return isPod ? "spec.\(field)" : field }
    return (workloadKind.podSpecPath + [field]).joined(separator: ".")
  }

  /// Adds a Secret to the list; nil where that cannot be done in place.
  func adding(secret: String) -> ShellCommand? {
    guard let workloadKind else { return nil }
    return Kubectl(namespace).addPullSecret(secret, to: workloadKind, name)
  }

  /// Makes its Pods run as a ServiceAccount; nil where that cannot be done in place.
  func running(as serviceAccount: String) -> ShellCommand? {
    guard let workloadKind else { return nil }
    return Kubectl(namespace).setServiceAccount(of: workloadKind, name, to: serviceAccount)
  }

  /// Makes its Pods anew; nil where no command does.
  var restarting: ShellCommand? {
    guard let workloadKind else { return nil }
    return Kubectl(namespace).restart(workloadKind, name)
  }
}
