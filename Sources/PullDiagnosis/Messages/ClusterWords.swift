package import ImagePullCredentials

/// What the cluster says of containers that wait, as it is shown beside them.
package struct ClusterWords {
  private let pods: [Pod]
  private let events: [Event]

  /// What is said of a Pod, or of the Pods of a workload.
  package init(of subject: PullResolution.Subject, in objects: KubernetesObjects) {
    let pods: [Pod]
    switch subject {
    case .pod(let pod): pods = [pod]
    case .workload(let workload):
      let owner = WorkloadOwner(workload)
      pods = objects.pods.filter { WorkloadOwner(of: $0, in: objects) == owner }
    }
    self.pods = pods.filter { !$0.status.waiting.isEmpty }
    events = objects.events.filter { $0.involvedObject.kind == "Pod" && $0.reason == "Failed" }
  }

  /// Why a container waits: a word such as `ErrImagePull`, and the decisive part of the message, which
  /// is empty where nothing more is said. The kubelet's word is from the first Pod in which the container
  /// waits, the message from its status or else its newest Event.
  package func words(of container: ContainerImage) -> (reason: String, message: String)? {
    for pod in pods {
      let waiting = pod.status.waiting.first {
        $0.role == container.role && $0.name.utf8.elementsEqual(container.name.utf8)
      }
      guard let waiting else { continue }
      let field = "{\(container.name)}"
      let said = events.filter { event in
        event.involvedObject.name.utf8.elementsEqual(pod.name.utf8)
          && event.involvedObject.namespace.utf8.elementsEqual(pod.namespace.utf8)
          && event.involvedObject.fieldPath?.hasSuffix(field) == true
      }.sorted { one, other in
        guard let one = one.lastTimestamp, let other = other.lastTimestamp else { return false }
        return one > other
      }
      let messages = [waiting.message] + said.map(\.message)
      let text = messages.lazy.compactMap { PullMessage($0).decisive?.text }.first
      return (waiting.reason, text ?? "")
    }
    return nil
  }
}
