// What the cluster said of the images of a Pod or workload.

import ImagePullCredentials
package import KubernetesPulls

/// What the cluster said of the images of a Pod, or of the first Pods of a workload.
package struct ClusterMessages: Sendable {
  private var states: [ContainerImage: PodReports.ImageState] = [:]
  /// What was said of the image of a Pod's sandbox.
  let sandbox: PullReport?
  /// The reasons for which the containers of a Pod wait, by their names.
  private var reasons: [String: [ContainerImage.Role: String]] = [:]

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
      reasons[status.name, default: [:]][status.role] = status.reason
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
    reasons[container.name]?[container.role]
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

/// What the cluster said of the images of one Pod.
struct PodReports: Sendable {
  private var states: [ContainerImage: ImageState] = [:]
  /// What was said of the image of the Pod's sandbox.
  private(set) var sandbox: PullReport?

  /// What is known of a container's image.
  struct ImageState: Sendable {
    /// What was said last, in each of the Pods that are alike.
    fileprivate(set) var reports: [PullReport] = []
    /// Whether a container has the image.
    fileprivate(set) var isInUse = false
    /// Whether a container waits for the image.
    fileprivate(set) var isMissing = false

    /// How many reports are kept: of Pods that are alike, all say the same.
    private static let reportLimit = 16

    /// Takes in what was said of a like container.
    mutating func merge(_ other: ImageState) {
      for report in other.reports where reports.count < Self.reportLimit {
        if !reports.contains(report) { reports.append(report) }
      }
      isInUse = isInUse || other.isInUse
      isMissing = isMissing || other.isMissing
    }
  }

  init(_ pod: Pod, events: [Event]) {
    let images = PodImages(pod)
    let waiting = pod.status.waiting
    let hasRun = ["Running", "Succeeded"].contains(pod.status.phase)
    for image in images.all {
      states[image] = ImageState()
      // What nothing is reported of is in use if the Pod has run.
      states[image]?.isInUse = hasRun
    }
    for status in pod.status.containers {
      for image in images.of(status.name) {
        states[image]?.isInUse = status.state == .running || status.state == .terminated
      }
    }
    for status in waiting {
      guard let report = PullReport(status) else {
        for image in images.of(status.name) { states[image]?.isMissing = true }
        continue
      }
      for image in images.subjects(of: report) {
        states[image]?.add(report)
        states[image]?.isInUse = report.failure == .afterPull
        states[image]?.isMissing = report.failure != .afterPull
      }
    }
    let waited = Set(
      images.all.filter { image in
        if waiting.isEmpty { return !hasRun }
        return image.role == .imageVolume || states[image]?.isMissing == true
      })
    for report in events.sortedByTime.compactMap({ PullReport($0) }) {
      if report.message.isSandboxImage {
        if !hasRun { sandbox = report }
        continue
      }
      // An Event outlives what it tells of: it counts as long as the image is waited for.
      for image in images.subjects(of: report) where waited.contains(image) {
        states[image]?.isMissing = true
        states[image]?.isInUse = false
        states[image]?.add(report)
      }
    }
  }

  subscript(image: ContainerImage) -> ImageState { states[image] ?? ImageState() }
}

/// The images of a Pod, to find what a report is about.
private struct PodImages {
  let all: [ContainerImage]
  private var byReference: [ImageReference: [ContainerImage]] = [:]
  private var byContainer: [String: [ContainerImage]] = [:]

  init(_ pod: Pod) {
    all = pod.spec.images
    for image in all {
      if image.role != .imageVolume { byContainer[image.name, default: []].append(image) }
      guard let reference = try? ImageReference(image.image) else { continue }
      byReference[reference, default: []].append(image)
    }
  }

  /// The image of the container `name`.
  func of(_ name: String?) -> [ContainerImage] { name.flatMap { byContainer[$0] } ?? [] }

  /// What a report is about: the image that it names, whoever reports it; or else the reporter's.
  func subjects(of report: PullReport) -> [ContainerImage] {
    guard let name = report.message.image, let reference = try? ImageReference(name) else {
      return of(report.container)
    }
    // What an Event says of an image that the Pod does not have any more is of no concern.
    return byReference[reference] ?? (report.isStatus ? of(report.container) : [])
  }
}

extension PodReports.ImageState {
  /// Adds what was said later. A status says how things are, and is dated by an Event that says the
  /// same; of Events the last counts that says something.
  fileprivate mutating func add(_ report: PullReport) {
    guard let last = reports.last, last.failure != .unsaid else {
      reports = [report]
      return
    }
    guard report.failure != .unsaid else { return }
    if !last.isStatus {
      reports = [report]
    } else if last.attempt == report.attempt {
      reports = [last.at(report.time)]
    }
  }
}

extension [Event] {
  /// In the order of their times; those without one first.
  fileprivate var sortedByTime: [Event] {
    enumerated().sorted { one, other in
      let times = (
        one.element.lastTimestamp?.secondsSince1970 ?? .min,
        other.element.lastTimestamp?.secondsSince1970 ?? .min
      )
      return times.0 == times.1 ? one.offset < other.offset : times.0 < times.1
    }.map(\.element)
  }
}
