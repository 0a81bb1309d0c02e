import ImagePullCredentials
import KubernetesPulls

/// The Pods of a cluster; equal Pods are kept once with their count.
///
/// Pods are equal if they have the same owner, pull the same images with the same lists, and have
/// the same status messages. So ten thousand Pods of a hundred Deployments need no more memory than
/// some hundreds.
struct PodShapes {
  private(set) var elements: [Element] = []
  private var positions: [Shape: Int] = [:]

  /// Equal Pods.
  struct Element {
    /// The first of them; without a node if they are on several.
    fileprivate(set) var pod: Pod
    fileprivate(set) var count = 1
    /// The names of the first few, including the first.
    fileprivate(set) var names: [String]
  }

  /// The number of names that are kept: an Event about one Pod applies to all.
  private static let nameLimit = 8

  /// What equal Pods have in common.
  private struct Shape: Hashable {
    let namespace: ExactText
    let owner: WorkloadOwner?
    let spec: PodSpec
    let isAdmitted: Bool
    let annotations: [String: String]
    /// The names and images of the spec, which compares by Unicode equivalence.
    let exact: [ExactText]
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
      namespace: ExactText(pod.namespace), owner: WorkloadOwner(of: pod, in: KubernetesObjects()),
      spec: spec, isAdmitted: pod.isAdmitted, annotations: pod.metadata.annotations,
      exact: spec.names.map(ExactText.init),
      phase: pod.status.phase, waiting: pod.status.waiting.map(\.name),
      reports: pod.status.waiting.compactMap { PullReport($0) })
    if let position = positions[shape] {
      elements[position].count += 1
      if elements[position].pod.spec.nodeName != pod.spec.nodeName {
        elements[position].pod.spec.nodeName = nil
      }
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

/// Events about pulls, by their object.
///
/// Only warnings about failing pulls or Pods that cannot be created are kept, a few for each object,
/// and each text once.
struct PullEvents {
  private var events: [ObjectKey: [Event]] = [:]
  private var texts: Set<ExactText> = []

  private static let reasons = ["Failed", "FailedToRetrieveImagePullSecret", "FailedCreate"]
  /// The number of Events that are kept for an object.
  private static let limit = 8

  mutating func insert(_ event: Event) {
    let object = event.involvedObject
    guard event.type != "Normal", Self.reasons.contains(event.reason) else { return }
    let subject = ObjectKey(
      kind: object.kind, namespace: object.namespace, name: object.name)
    guard events[subject, default: []].count < Self.limit else { return }
    var kept = event
    kept.metadata = ObjectMetadata(namespace: event.metadata.namespace, name: "")
    kept.message = texts.insert(ExactText(event.message)).memberAfterInsert.text
    events[subject, default: []].append(kept)
  }

  /// The Events about the first of `pods` that has any, with the kept Pod as their object.
  func events(about pods: PodShapes.Element) -> [Event] {
    let pod = pods.pod
    for name in pods.names {
      let subject = ObjectKey(kind: "Pod", namespace: pod.namespace, name: name)
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
    events.lazy.filter { Workload.Kind(rawValue: $0.key.kind.text) != nil }.flatMap(\.value)
  }
}

extension PodSpec {
  /// The names of Secrets, the ServiceAccount, containers and images.
  fileprivate var names: [String] {
    imagePullSecrets.compactMap(\.name) + [serviceAccountName ?? ""]
      + images.flatMap { [$0.name, $0.image] }
  }
}
