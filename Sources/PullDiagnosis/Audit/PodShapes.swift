import ImagePullCredentials

/// The Pods of a cluster, those that are alike kept once with their number.
///
/// Pods are alike when they have one owner and pull the same images with the same lists, and the
/// cluster says the same of them. So ten thousand Pods of a hundred Deployments need no more memory
/// than some hundreds.
struct PodShapes {
  private(set) var elements: [(pod: Pod, count: Int)] = []
  private var positions: [Shape: Int] = [:]

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

  /// Counts `pod`. The first of its shape stands for all.
  mutating func insert(_ pod: Pod) {
    var spec = pod.spec
    spec.nodeName = nil
    let shape = Shape(
      namespace: pod.namespace, owner: WorkloadOwner(of: pod, in: KubernetesObjects()),
      spec: spec, isAdmitted: pod.isAdmitted, annotations: pod.metadata.annotations,
      phase: pod.status.phase, waiting: pod.status.waiting.map(\.name),
      reports: pod.status.waiting.compactMap { PullReport($0) })
    if let position = positions[shape] {
      elements[position].count += 1
    } else {
      positions[shape] = elements.count
      elements.append((pod, 1))
    }
  }
}
