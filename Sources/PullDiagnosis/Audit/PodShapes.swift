import KubernetesPulls

/// The Pods of a cluster, those that are alike kept once with their number.
///
/// Pods are alike when they have one owner and pull the same images with the same lists, and the
/// cluster says the same of them. So ten thousand Pods of a hundred Deployments need no more memory
/// than some hundreds.
struct PodShapes {
  private(set) var elements: [Element] = []
  private var positions: [Shape: Int] = [:]

  /// Pods that are alike.
  struct Element {
    /// The first of them.
    let pod: Pod
    fileprivate(set) var count = 1
    /// The names of the first few, the first among them.
    fileprivate(set) var names: [String]
  }

  /// How many names of alike Pods are kept: what an Event says of one is so of all.
  private static let nameLimit = 8

  /// What alike Pods have in common.
  private struct Shape: Hashable {
    let namespace: String
    let owner: WorkloadOwner?
    let spec: PodSpec
    let isAdmitted: Bool
    let annotations: [String: String]
    let phase: String?
    let waiting: [String]
    let reports: [PullReport]
  }

  /// Counts `pod`. The first of its shape is kept for all.
  ///
  /// - Returns: whether it is the first.
  mutating func insert(_ pod: Pod) -> Bool {
    var spec = pod.spec
    spec.nodeName = nil
    let shape = Shape(
      namespace: pod.namespace, owner: WorkloadOwner(of: pod, in: KubernetesObjects()),
      spec: spec, isAdmitted: pod.isAdmitted, annotations: pod.metadata.annotations,
      phase: pod.status.phase, waiting: pod.status.waiting.map(\.name),
      reports: pod.status.waiting.compactMap { PullReport($0) })
    if let position = positions[shape] {
      elements[position].count += 1
      if elements[position].names.count < Self.nameLimit {
        elements[position].names.append(pod.name)
      }
      return false
    }
    positions[shape] = elements.count
    elements.append(Element(pod: pod, names: [pod.name]))
    return true
  }
}

/// What Events say of pulls, by the object that they are about.
///
/// Only warnings that tell why a pull fails or a Pod is not made are kept, a few of each object, and
/// each text once.
struct PullEvents {
  private var events: [Subject: [Event]] = [:]
  private var texts: Set<String> = []

  private struct Subject: Hashable {
    let kind: String
    let namespace: String
    let name: String
  }

  private static let reasons = ["Failed", "FailedToRetrieveImagePullSecret", "FailedCreate"]
  /// How many Events of one object are kept.
  private static let limit = 8

  mutating func insert(_ event: Event) {
    let object = event.involvedObject
    guard event.type != "Normal", Self.reasons.contains(event.reason) else { return }
    let subject = Subject(kind: object.kind, namespace: object.namespace, name: object.name)
    guard events[subject, default: []].count < Self.limit else { return }
    var kept = event
    kept.metadata = ObjectMetadata(namespace: event.metadata.namespace, name: "")
    kept.message = texts.insert(event.message).memberAfterInsert
    events[subject, default: []].append(kept)
  }

  /// The Events about the first of `pods` that has any, as if they were about the one that is kept.
  func events(about pods: PodShapes.Element) -> [Event] {
    let pod = pods.pod
    for name in pods.names {
      let subject = Subject(kind: "Pod", namespace: pod.namespace, name: name)
      guard let events = events[subject] else { continue }
      return events.map { event in
        var event = event
        event.involvedObject.name = pod.name
        event.involvedObject.uid = pod.metadata.uid
        return event
      }
    }
    return []
  }

  /// The Events about workloads.
  var aboutWorkloads: [Event] {
    events.lazy.filter { Workload.Kind(rawValue: $0.key.kind) != nil }.flatMap(\.value)
  }
}
