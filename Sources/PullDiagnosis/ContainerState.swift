import ImagePullCredentials

/// What the cluster said of a container's image, in one Pod or in several that are alike.
struct ContainerState {
  /// The reports, in the order said.
  private(set) var reports: [PullReport] = []
  /// Whether a container has the image.
  private(set) var isInUse = false
  /// Whether a container waits for the image.
  private(set) var isMissing = false

  /// Takes in what was said of a like container.
  mutating func merge(_ other: ContainerState) {
    reports += other.reports
    isInUse = isInUse || other.isInUse
    isMissing = isMissing || other.isMissing
  }

  /// The state of a container of which nothing was said: it runs if its Pod does.
  static func silent(in pod: Pod) -> ContainerState {
    var state = ContainerState()
    state.isInUse = pod.hasRun
    return state
  }

  /// The states of the containers of `pod` that wait or that Events are about, by their names.
  static func all(of pod: Pod, events: [Event]) -> [String: ContainerState] {
    var states: [String: ContainerState] = [:]
    for container in pod.status.waiting {
      let report = PullReport(container)
      var state = ContainerState()
      state.reports = report.map { [$0] } ?? []
      state.isInUse = report?.kind == .afterPull
      state.isMissing = !state.isInUse
      states[container.name] = state
    }
    let isSilent = pod.status.waiting.isEmpty && !pod.hasRun
    for report in events.compactMap({ PullReport($0) }) {
      // An Event outlives what it tells of: it counts as long as the container waits for its image.
      guard states[report.container]?.isMissing ?? isSilent else { continue }
      states[report.container, default: ContainerState()].add(report)
    }
    return states
  }

  private mutating func add(_ report: PullReport) {
    isMissing = true
    reports.append(report)
  }
}

extension Pod {
  /// Whether the containers that do not wait have run.
  fileprivate var hasRun: Bool { ["Running", "Succeeded"].contains(status.phase) }
}
