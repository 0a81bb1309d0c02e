package import ImagePullCredentials
package import KubernetesPulls

/// What the cluster said of the images of a Pod, or of the first Pods of a workload.
package struct ClusterMessages: Sendable {
  private var states: [ContainerImage: PodReports.ImageState] = [:]
  /// What was said of the image of a Pod's sandbox.
  let sandbox: PullReport?
  /// The reasons for which the containers of a Pod wait, by their names.
  private var reasons: [ExactText: [ContainerImage.Role: String]] = [:]

  /// How many Pods of a workload are listened to: they all say the same.
  private static let podLimit = 16

  /// What was said of the images that `subject` has now. A Pod of an earlier template says nothing of a
  /// later one's.
  package init(about subject: PullResolution.Subject, in index: Cluster) {
    var sandbox: PullReport?
    for pod in Self.pods(of: subject, in: index) {
      let reports = PodReports(pod, events: index.events(about: pod))
      sandbox = sandbox ?? reports.sandbox
      for image in pod.spec.images {
        states[image.withoutPolicy, default: PodReports.ImageState()].merge(reports[image])
      }
    }
    self.sandbox = sandbox
    guard case .pod(let pod) = subject else { return }
    for status in pod.status.containers where status.state == .waiting {
      reasons[ExactText(status.name), default: [:]][status.role] = status.reason
    }
  }

  /// The Pod itself; of a workload, the first few Pods.
  static func pods(of subject: PullResolution.Subject, in index: Cluster) -> [Pod] {
    switch subject {
    case .pod(let pod): [pod]
    case .workload(let workload): index.pods(of: workload, limit: podLimit)
    }
  }

  /// What is known of a container's image.
  subscript(image: ContainerImage) -> PodReports.ImageState? { states[image.withoutPolicy] }

  /// The word for which a Pod's container waits, such as `ImagePullBackOff`, which may be empty; nil if
  /// it does not wait.
  package func reason(about container: ContainerImage) -> String? {
    reasons[ExactText(container.name)]?[container.role]
  }

  /// The decisive part of each message about a container's image: one line each, safe to show.
  package func texts(about image: ContainerImage) -> [String] {
    Finding.messages(of: self[image]?.reports ?? [])
  }
}

extension Finding {
  /// How many messages of the cluster are repeated.
  static let messageLimit = 4

  /// The first few texts of `reports`, each once.
  static func messages(of reports: [PullReport]) -> [String] {
    var messages: [String] = []
    for text in reports.lazy.flatMap(\.texts) where messages.count < messageLimit {
      if !messages.contains(text) { messages.append(text) }
    }
    return messages
  }
}

extension ContainerImage {
  /// The container without its pull policy, which the API server writes into a Pod and which may
  /// be missing in a manifest of the same.
  fileprivate var withoutPolicy: ContainerImage {
    var container = self
    container.pullPolicy = nil
    return container
  }
}

extension Pod {
  /// Whether one of the containers waits. ``Pod/Status/waiting`` makes a list of them.
  var isWaiting: Bool { status.containers.contains { $0.state == .waiting } }
}
