// The cluster's reports about the images of a Pod or workload.

import ImagePullCredentials
package import KubernetesPulls

/// The cluster's reports about the images of a Pod, or of the first Pods of a workload.
package struct ClusterMessages: Sendable {
  private var states: [ContainerImage: PodReports.ImageState] = [:]
  /// The report about the image of a Pod's sandbox.
  let sandbox: PullReport?
  /// The reasons why the containers of a Pod wait, by their names.
  private var reasons: [ExactText: [ContainerImage.Role: String]] = [:]

  /// The number of Pods of a workload that are read: they all report the same.
  private static let podLimit = 16

  /// The reports about the current images of `subject`. A Pod of an earlier template says nothing about
  /// the current one.
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

  /// The Pod itself; for a workload, its first few Pods.
  static func pods(of subject: PullResolution.Subject, in index: Cluster) -> [Pod] {
    switch subject {
    case .pod(let pod): [pod]
    case .workload(let workload): index.pods(of: workload, limit: podLimit)
    }
  }

  /// What is known about a container's image.
  subscript(image: ContainerImage) -> PodReports.ImageState? { states[image.withoutPolicy] }

  /// The reason why a Pod's container waits, such as `ImagePullBackOff`, which may be empty; nil if it
  /// does not wait.
  package func reason(about container: ContainerImage) -> String? {
    reasons[ExactText(container.name)]?[container.role]
  }

  /// The decisive part of each message about a container's image: one line each, safe to show.
  package func texts(about image: ContainerImage) -> [String] {
    Finding.messages(of: self[image]?.reports ?? [])
  }
}

extension Finding {
  /// The number of messages that are shown.
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
  /// The container without its pull policy, which the API server sets in a Pod and which may be missing
  /// in its manifest.
  fileprivate var withoutPolicy: ContainerImage {
    var container = self
    container.pullPolicy = nil
    return container
  }
}

extension Pod {
  /// Whether one of the containers waits. Unlike ``Pod/Status/waiting``, this creates no list.
  var isWaiting: Bool { status.containers.contains { $0.state == .waiting } }
}

/// The cluster's reports about the images of one Pod.
struct PodReports: Sendable {
  private var states: [ContainerImage: ImageState] = [:]
  /// What was said of the image of the Pod's sandbox.
  private(set) var sandbox: PullReport?

  /// What is known about a container's image.
  struct ImageState: Sendable {
    /// The last report of each equal Pod.
    fileprivate(set) var reports: [PullReport] = []
    /// Whether a container has the image.
    fileprivate(set) var isInUse = false
    /// Whether a container waits for the image.
    fileprivate(set) var isMissing = false

    /// The number of reports that are kept: equal Pods report the same.
    private static let reportLimit = 16

    /// Merges the reports about an equal container.
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
      // A container without a report is in use if the Pod has run.
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
      // Events outlive their cause: they count only while a container waits for the image.
      for image in images.subjects(of: report) where waited.contains(image) {
        states[image]?.isMissing = true
        states[image]?.isInUse = false
        states[image]?.add(report)
      }
    }
  }

  subscript(image: ContainerImage) -> ImageState { states[image] ?? ImageState() }
}

/// The images of a Pod, to find the subjects of a report.
private struct PodImages {
  let all: [ContainerImage]
  private var byReference: [ImageReference: [ContainerImage]] = [:]
  private var byContainer: [ExactText: [ContainerImage]] = [:]

  /// The number of containers with one name that are checked; the API server rejects duplicate names.
  private static let namesakeLimit = 16

  init(_ pod: Pod) {
    all = pod.spec.images
    for image in all {
      let name = ExactText(image.name)
      if image.role != .imageVolume, byContainer[name, default: []].count < Self.namesakeLimit {
        byContainer[name, default: []].append(image)
      }
      guard let reference = try? ImageReference(image.image) else { continue }
      byReference[reference, default: []].append(image)
    }
  }

  /// The image of the container `name`.
  func of(_ name: String?) -> [ContainerImage] { name.flatMap { byContainer[ExactText($0)] } ?? [] }

  /// The subjects of a report: the image that it names, or else the reporter's own.
  func subjects(of report: PullReport) -> [ContainerImage] {
    guard let name = report.message.image, let reference = try? ImageReference(name) else {
      return of(report.container)
    }
    // An Event about an image that the Pod no longer has is ignored.
    return byReference[reference] ?? (report.isStatus ? of(report.container) : [])
  }
}

extension PodReports.ImageState {
  /// Adds a later report. A status is the current state, and gets its time from an Event with the same
  /// report; of Events, the last informative one counts.
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
