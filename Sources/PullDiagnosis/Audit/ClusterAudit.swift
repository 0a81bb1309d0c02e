import ImagePullCredentials
public import KubernetesPulls

/// The findings of a whole cluster, grouped by cause.
///
/// Objects come in any order. Memory grows with the Secrets, the ServiceAccounts and the workloads
/// that differ, and with the Pods that Events complain of, not with the number of Pods.
///
/// ```swift
/// var audit = ClusterAudit()
/// var stream = ObjectStream(defaultNamespace: "default")
/// while let piece = … { try stream.append(piece) { audit.apply($0) } }
/// try stream.finish { audit.apply($0) }
/// let report = audit.report(at: now)
/// ```
public struct ClusterAudit: Sendable {
  /// All objects but Events, and of Pods that are alike the first.
  private var cluster = Cluster()
  private var pods = PodShapes()
  private var events = PullEvents()
  private var podCount = 0
  private let namespace: String?

  /// An audit of nothing yet.
  ///
  /// - Parameter namespace: the namespace whose Pods and workloads are looked at; nil is all. Objects
  ///   of the others are used all the same, to find out where a Secret is.
  public init(namespace: String? = nil) { self.namespace = namespace }

  /// Takes note of an object in a list or a watch. What was deleted is skipped: the audit is of what is
  /// there.
  ///
  /// - Parameter event: a line of a watch.
  public mutating func apply(_ event: WatchEvent) {
    guard let object = event.object, event.type != .deleted else { return }
    insert(object)
  }

  /// Takes note of an object.
  ///
  /// - Parameter object: the object.
  public mutating func insert(_ object: KubernetesObject) {
    switch object.content {
    case .pod(let pod):
      guard isWanted(pod.metadata) else { return }
      if pods.insert(pod) { cluster.insert(object) }
      podCount += 1
    case .event(let event): events.insert(event)
    case .workload, .secret, .serviceAccount, .secretMaker, .node: cluster.insert(object)
    }
  }

  private func isWanted(_ metadata: ObjectMetadata) -> Bool {
    namespace.map { ExactText($0) == ExactText(metadata.namespace) } ?? true
  }

  /// What is found by the time `now`.
  ///
  /// Takes time in proportion to what is kept. More objects may be added afterwards, for another report.
  ///
  /// - Parameter now: the time of the audit, by which tokens have expired or not.
  /// - Returns: the groups of findings, and how many Pods were looked at.
  public func report(at now: Timestamp) -> Report {
    var cluster = cluster
    for element in pods.elements {
      for event in events.events(about: element) { cluster.insert(KubernetesObject(event)) }
    }
    for event in events.aboutWorkloads { cluster.insert(KubernetesObject(event)) }
    let objects = cluster.objects
    let facts = ClusterFacts()
    var groups = CauseGroups()
    var imageNames: Set<ExactText> = []
    var workloads: Set<WorkloadOwner> = []
    func add(_ resolution: PullResolution, podCount: Int) {
      let target = EditTarget(resolution.subject, in: objects)
      workloads.insert(target.owner)
      for image in resolution.images { imageNames.insert(ExactText(image.image)) }
      groups.insert(
        resolution.diagnose(at: now, in: cluster, facts), of: target.owner, podCount: podCount)
    }
    for workload in objects.workloads where workload.isTopmost && isWanted(workload.metadata) {
      add(objects.resolve(workload, merging: .admission), podCount: 0)
    }
    for element in pods.elements {
      add(objects.resolve(element.pod, merging: .admission), podCount: element.count)
    }
    return Report(
      podCount: podCount, workloadCount: workloads.count, imageCount: imageNames.count,
      secretCount: objects.secrets.count, groups: groups.sorted)
  }
}

extension ClusterAudit {
  /// What was found in a cluster.
  public struct Report: Sendable {
    /// How many Pods were looked at.
    public let podCount: Int
    /// How many workloads, and Pods without one.
    public let workloadCount: Int
    /// How many different images, as written.
    public let imageCount: Int
    /// How many Secrets.
    public let secretCount: Int
    /// The kinds of findings, worst first, and of equal severity those that concern most. A kind
    /// that is worse for some than for others is there once for each severity.
    public let groups: [Group]
  }

  /// All findings of one kind and severity.
  public struct Group: Sendable {
    /// What kind of reason the findings are.
    public let code: Finding.Code
    /// How much they matter.
    public let severity: Finding.Severity
    /// The causes, those that concern most first.
    public fileprivate(set) var causes: [Cause] = []
    /// The workloads, and Pods without one, that are concerned.
    public fileprivate(set) var workloads: Set<WorkloadOwner> = []
    /// How many Pods are concerned.
    public fileprivate(set) var podCount = 0
  }

  /// One thing that is wrong, and everybody whom it concerns.
  public struct Cause: Sendable {
    /// The finding of the one workload, or in words that fit all.
    public fileprivate(set) var finding: Finding
    /// The images concerned, as written.
    public fileprivate(set) var images: [String] = []
    /// The workloads, and Pods without one, that are concerned.
    public fileprivate(set) var workloads: [WorkloadOwner] = []
    /// How many Pods are concerned.
    public fileprivate(set) var podCount = 0
  }
}

extension Workload {
  /// Whether no other workload makes it; the ReplicaSets of a Deployment say nothing more, and old ones
  /// have no Pods.
  fileprivate var isTopmost: Bool {
    metadata.controller.map { Kind(rawValue: $0.kind) == nil } ?? true
  }
}

extension EditTarget {
  fileprivate var owner: WorkloadOwner {
    WorkloadOwner(kind: kind, namespace: namespace, name: name)
  }
}

extension Finding {
  /// Whether both name the same things.
  fileprivate func saysTheSame(as other: Finding) -> Bool {
    problemText == other.problemText && adviceText == other.adviceText
      && shellCommand == other.shellCommand
  }
}

/// Findings by code and severity, and by what they say.
private struct CauseGroups {
  private var groups: [ClusterAudit.Group] = []
  private var positions: [GroupKey: Int] = [:]
  private var causePositions: [CauseKey: Int] = [:]
  private var seen: Set<Sighting> = []

  private struct GroupKey: Hashable {
    let code: Finding.Code
    let severity: Finding.Severity

    init(_ finding: Finding) { (code, severity) = (finding.code, finding.severity) }
  }

  private struct CauseKey: Hashable {
    let group: Int
    let problem: SafeText
    let advice: SafeText
  }

  /// A workload or an image under a cause, to be listed once.
  private struct Sighting: Hashable {
    let group: Int
    let cause: Int
    let workload: WorkloadOwner?
    let image: ExactText?
  }

  /// Adds the findings for alike Pods, or for a template.
  mutating func insert(_ all: [Finding], of workload: WorkloadOwner, podCount: Int) {
    for finding in all { insert(finding, of: workload, podCount: podCount) }
    // A Pod counts once, whatever is found about its images.
    for key in Set(all.map(GroupKey.init)) {
      if let group = positions[key] { groups[group].podCount += podCount }
    }
  }

  private mutating func insert(_ finding: Finding, of workload: WorkloadOwner, podCount: Int) {
    let group = position(of: finding)
    groups[group].workloads.insert(workload)
    let cause = position(of: finding, in: group)
    groups[group].causes[cause].podCount += podCount
    let sighting = Sighting(group: group, cause: cause, workload: workload, image: nil)
    if seen.insert(sighting).inserted {
      groups[group].causes[cause].workloads.append(workload)
    }
    let first = groups[group].causes[cause].finding
    if !first.saysTheSame(as: finding) { groups[group].causes[cause].finding = first.inSharedWords }
    for image in finding.images {
      let sighting = Sighting(group: group, cause: cause, workload: nil, image: ExactText(image))
      if seen.insert(sighting).inserted { groups[group].causes[cause].images.append(image) }
    }
  }

  private mutating func position(of finding: Finding) -> Int {
    let key = GroupKey(finding)
    if let position = positions[key] { return position }
    positions[key] = groups.count
    groups.append(ClusterAudit.Group(code: finding.code, severity: finding.severity))
    return groups.count - 1
  }

  private mutating func position(of finding: Finding, in group: Int) -> Int {
    let key = CauseKey(
      group: group, problem: finding.shared?.problem ?? finding.problemText,
      advice: finding.shared?.advice ?? finding.adviceText)
    if let position = causePositions[key] { return position }
    causePositions[key] = groups[group].causes.count
    groups[group].causes.append(ClusterAudit.Cause(finding: finding))
    return groups[group].causes.count - 1
  }

  /// Worst first; of equal severity by how many are concerned, then as found.
  var sorted: [ClusterAudit.Group] {
    var groups = groups
    for position in groups.indices {
      groups[position].causes = inOrder(groups[position].causes) {
        ($0.finding.severity, $0.podCount, $0.workloads.count)
      }
    }
    return inOrder(groups) { ($0.severity, $0.podCount, $0.workloads.count) }
  }

  /// `elements` by descending rank, those of equal rank in the order given.
  private func inOrder<Element>(
    _ elements: [Element], rank: (Element) -> (Finding.Severity, Int, Int)
  ) -> [Element] {
    elements.enumerated().sorted { one, other in
      let (left, right) = (rank(one.element), rank(other.element))
      return left == right ? one.offset < other.offset : left > right
    }.map(\.element)
  }
}
