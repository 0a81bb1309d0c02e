import ImagePullCredentials

/// The object whose pod spec an operator edits: the workload that a Pod belongs to, or the Pod
/// itself.
struct EditTarget {
  let kind: String
  let namespace: String
  let name: String
  /// Where its pod spec stands; nil for a kind that is not known here.
  private let specPath: [String]?
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
        self.init(kind: "Pod", pod.namespace, pod.name, specPath: ["spec"])
        isFixed = pod.isAdmitted
      }
    }
  }

  private init(_ owner: WorkloadOwner) {
    self.init(
      kind: owner.kind, owner.namespace, owner.name,
      specPath: Workload.Kind(rawValue: owner.kind)?.podSpecPath)
  }

  private init(kind: String, _ namespace: String, _ name: String, specPath: [String]?) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.specPath = specPath
  }

  var isPod: Bool { kind == "Pod" }

  /// A sentence to add to advice about a list that cannot be edited in place.
  var editNote: String { isFixed ? " A live \(kind) cannot be edited: make it again." : "" }

  /// Such as `Deployment payments/api`.
  var description: String { "\(kind) \(printable(namespace))/\(printable(name))" }

  /// Where `field` of its pod spec stands, such as `spec.template.spec.imagePullSecrets`.
  func path(_ field: String) -> String {
    ((specPath ?? ["the pod template"]) + [field]).joined(separator: ".")
  }

  /// Adds a Secret to the list; nil where that cannot be done in place.
  func adding(secret: String) -> ShellCommand? {
    guard isPatchable, secret.isObjectName, let specPath else { return nil }
    var patch = JSONWriter()
    for member in specPath {
      patch.beginObject()
      patch.name(member)
    }
    patch.beginObject()
    patch.name("imagePullSecrets")
    patch.beginArray()
    patch.beginObject()
    patch.name("name")
    patch.string(secret)
    patch.endObject()
    patch.endArray()
    patch.endObject()
    for _ in specPath { patch.endObject() }
    return kubectl("patch", .name(kind.lowercased()), .name(name), "-p", .argument(patch.text))
  }

  /// Makes its Pods run as a ServiceAccount; nil where that cannot be done in place.
  func running(as serviceAccount: String) -> ShellCommand? {
    guard isPatchable, kind != "CronJob" else { return nil }
    return kubectl(
      "set", "serviceaccount", .name(kind.lowercased()), .name(name), .name(serviceAccount))
  }

  /// Makes its Pods anew.
  var restarting: ShellCommand? {
    switch kind {
    case "Pod": nil
    case "Deployment", "StatefulSet", "DaemonSet":
      kubectl("rollout", "restart", .name(kind.lowercased()), .name(name))
    default: nil
    }
  }

  /// Whether its template can be changed and the change reaches its Pods. A Job's cannot; what is
  /// changed in a ReplicaSet changes no Pod that it has.
  private var isPatchable: Bool {
    ["Deployment", "StatefulSet", "DaemonSet", "CronJob"].contains(kind)
  }

  private func kubectl(_ words: ShellCommand.Word?...) -> ShellCommand? {
    ShellCommand(["kubectl", "-n", .name(namespace)] + words)
  }
}
