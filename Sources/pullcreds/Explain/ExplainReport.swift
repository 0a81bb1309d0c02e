import ImagePullCredentials
import PullDiagnosis
import NodeCredentials

/// The way of the kubelet from a Pod to its images' credentials, and what is wrong on it.
struct ExplainReport: Sendable {
  let resolution: PullResolution
  let now: Timestamp
  let images: [ResolveReport.Image]
  /// Most decisive first.
  let findings: [Finding]
  /// What the cluster said of the images.
  let messages: ClusterMessages

  /// Explains the images of a Pod or workload; or only `wanted`, which may be its images or not.
  init(
    _ resolution: PullResolution, in cluster: Cluster, only wanted: [ImageReference],
    at now: Timestamp, asking node: NodeSelector? = nil
  ) {
    self.resolution = resolution
    self.now = now
    var resolved = ResolveReport(resolution, only: wanted)
    if let node { resolved.ask(node) }
    images = resolved.images
    messages = ClusterMessages(about: resolution.subject, in: cluster)
    let diagnosis =
      wanted.isEmpty
      ? resolution.diagnose(at: now, in: cluster)
      : wanted.flatMap { resolution.diagnose($0, at: now, in: cluster) }
    let helped = Set(resolved.images.filter(\.hasNodeCredentials).map(\.asWritten))
    var findings = FindingList()
    findings.append(diagnosis.map { $0.madeUpFor(in: helped) })
    findings.append(resolved.nodeFindings)
    self.findings = findings.sorted
  }

  /// Every key that is held against `image`; those that are tried first, in the order tried.
  ///
  /// Made for one image at a time: all of them together would be images times keys.
  func trials(of image: ResolveReport.Image) -> [KeyTrial] {
    guard case .success(let reference) = image.reference else { return [] }
    return resolution.trials(for: reference).inOrderTried
  }

  /// Success unless a finding says that a pull will or may fail, or there is nothing to pull, which
  /// the API server does not take for a Pod.
  var status: ExitStatus {
    let fails = findings.contains { $0.severity > .worthKnowing }
    return fails || images.isEmpty ? .negative : .success
  }

  /// What has a part in pulls and is not in the input.
  var notExamined: [String] {
    let nodes = images.compactMap(\.node)
    return NotExamined.things(
      files: nodes.contains { $0.files != nil }, providers: nodes.contains { $0.providers != nil })
  }
}

extension [KeyTrial] {
  /// Those that are tried, by place, then the others as they are.
  fileprivate var inOrderTried: [KeyTrial] {
    let tried = filter(\.isTried).sorted { ($0.place ?? 0) < ($1.place ?? 0) }
    return tried + filter { !$0.isTried }
  }
}

extension KeyTrial {
  /// The place in the order tried, from 0.
  var place: Int? {
    switch outcome {
    case .tried(let place), .triedForDockerHub(let place): place
    case .mismatch, .skipped, .unmatchable: nil
    }
  }
}
