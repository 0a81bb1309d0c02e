import ImagePullCredentials
import KubernetesPulls

/// The object whose pod spec an operator edits: the workload that a Pod belongs to, or the Pod
/// itself.
struct EditTarget {
  let kind: String
  let namespace: String
  let name: String
  /// The workload, where it is among the objects.
  let workload: Workload?
  /// What applies it again and again; nil if nothing is known to.
  private let manager: ObjectManager?
  /// Whether it is a Pod or a Job that has been made, whose pod spec cannot be edited any more.
  private let isFixed: Bool

  init(_ subject: PullResolution.Subject, in objects: KubernetesObjects) {
    let owner: WorkloadOwner
    switch subject {
    case .workload(let workload):
      owner = WorkloadOwner(workload)
      self.workload = workload
      isFixed = workload.kind == .job && workload.metadata.creationTimestamp != nil
    case .pod(let pod):
      let maker = WorkloadOwner(of: pod, in: objects)
      owner = maker ?? WorkloadOwner(kind: "Pod", namespace: pod.namespace, name: pod.name)
      workload = Workload.Kind(rawValue: owner.kind).flatMap {
        objects.workload($0, namespace: owner.namespace, name: owner.name)
      }
      isFixed = maker == nil ? pod.isAdmitted : owner.kind == Workload.Kind.job.rawValue
    }
    kind = owner.kind
    namespace = owner.namespace
    name = owner.name
    // A Pod has the labels of its template, which those who apply the workload put there too.
    manager = ObjectManager(of: workload?.metadata ?? subject.metadata)
  }

  private var workloadKind: Workload.Kind? { Workload.Kind(rawValue: kind) }

  var isPod: Bool { kind == "Pod" }

  /// Whether it is an object of somebody's own kind, where the pod spec stands wherever its author
  /// likes.
  var isForeign: Bool { workloadKind == nil && !isPod }

  /// Sentences to add to advice about its pod spec: that it cannot be edited in place, or by hand.
  var editNote: SafeText {
    (isFixed ? " A live \(word: kind) cannot be edited: make it again." : "")
      + (manager?.note(on: description) ?? "")
  }

  /// Such as `Deployment payments/api`.
  var description: SafeText { "\(word: kind) \(word: namespace)/\(word: name)" }

  /// Where `field` of its pod spec stands, such as `spec.template.spec.imagePullSecrets`.
  func path(_ field: String) -> SafeText {
    let place = workloadKind?.podSpecPath ?? (isPod ? ["spec"] : [])
    return "\(word: (place + [field]).joined(separator: "."))"
  }

  /// Adds a Secret to the list; nil where that cannot be done in place.
  func adding(secret: String) -> ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).addPullSecret(secret, to: $0, name) }
  }

  /// Makes its Pods run as a ServiceAccount; nil where that cannot be done in place.
  func running(as serviceAccount: String) -> ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).setServiceAccount(of: $0, name, to: serviceAccount) }
  }

  /// Makes its Pods anew; nil where no command does.
  var restarting: ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).restart($0, name) }
  }
}
