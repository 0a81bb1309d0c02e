import ImagePullCredentials
public import KubernetesPulls

/// The findings of a whole cluster, grouped by cause.
///
/// Objects may come in any order. Memory grows with the Secrets, the ServiceAccounts, the different
/// workloads and the Pods with warning Events, not with the number of Pods.
///
/// ```swift
/// var audit = ClusterAudit()
/// var stream = ObjectStream(defaultNamespace: "default")
/// while let piece = … { try stream.append(piece) { audit.apply($0) } }
/// try stream.finish { audit.apply($0) }
/// let report = audit.report(at: now)
/// ```
public struct ClusterAudit: Sendable {
  /// All objects except Events; only the first of equal Pods.
  private var cluster = Cluster()
  private var pods = PodShapes()
  private var events = PullEvents()
  private var podCount = 0
  private let namespace: String?

  /// Creates an audit without objects.
  ///
  /// - Parameter namespace: the namespace whose Pods and workloads are checked; nil for all. Objects of
  ///   other namespaces are still used, to find out where a Secret is.
  public init(namespace: String? = nil) { self.namespace = namespace }

  /// Adds an object from a list or a watch. Deleted objects are skipped: the audit is about existing
  /// ones.
  ///
  /// - Parameter event: a line of a watch.
  public mutating func apply(_ event: WatchEvent) {
    guard let object = event.object, event.type != .deleted else { return }
    insert(object)
  }

  /// Adds an object.
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

  /// The findings at the time `now`.
  ///
  /// Takes time proportional to the kept objects. You can add more objects afterwards for another
  /// report.
  ///
  /// - Parameter now: the time of the audit, for the expiry of tokens.
  /// - Returns: the groups of findings, and the number of checked Pods.
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
  /// The findings of a cluster.
  public struct Report: Sendable {
    /// The number of checked Pods.
    public let podCount: Int
    /// The number of workloads, and of Pods without one.
    public let workloadCount: Int
    /// The number of different images, as written.
    public let imageCount: Int
    /// The number of Secrets.
    public let secretCount: Int
    /// The kinds of findings, worst first; of equal severity, those with the most Pods first. A kind
    /// occurs once for each of its severities.
    public let groups: [Group]
  }

  /// All findings of one kind and severity.
  public struct Group: Sendable {
    /// The kind of the findings.
    public let code: Finding.Code
    /// Their severity.
    public let severity: Finding.Severity
    /// The causes, those with the most Pods first.
    public fileprivate(set) var causes: [Cause] = []
    /// The workloads, and Pods without one, that are affected.
    public fileprivate(set) var workloads: Set<WorkloadOwner> = []
    /// How many Pods are affected.
    public fileprivate(set) var podCount = 0
  }

  /// One cause, and everything that it affects.
  public struct Cause: Sendable {
    /// The finding of the only workload, or in words for all workloads.
    public fileprivate(set) var finding: Finding
    /// The affected images, as written.
    public fileprivate(set) var images: [String] = []
    /// The workloads, and Pods without one, that are affected.
    public fileprivate(set) var workloads: [WorkloadOwner] = []
    /// How many Pods are affected.
    public fileprivate(set) var podCount = 0
  }
}

extension Workload {
  /// Whether no other workload creates it; the ReplicaSets of a Deployment add nothing, and old ones
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
  /// Whether both are about the same objects.
  fileprivate func saysTheSame(as other: Finding) -> Bool {
    problemText == other.problemText && adviceText == other.adviceText
      && shellCommand == other.shellCommand
  }
}

/// Findings by code, severity and content.
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

  /// A workload or an image of a cause, which is listed once.
  private struct Sighting: Hashable {
    let group: Int
    let cause: Int
    let workload: WorkloadOwner?
    let image: ExactText?
  }

  /// Adds the findings for equal Pods, or for a template.
  mutating func insert(_ all: [Finding], of workload: WorkloadOwner, podCount: Int) {
    for finding in all { insert(finding, of: workload, podCount: podCount) }
    // A Pod counts once, however many of its images have findings.
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

  /// Worst first; of equal severity, by the number of Pods, then in the order found.
  var sorted: [ClusterAudit.Group] {
    var groups = groups
    for position in groups.indices {
      groups[position].causes = inOrder(groups[position].causes) {
        ($0.finding.severity, $0.podCount, $0.workloads.count)
      }
    }
    return inOrder(groups) { ($0.severity, $0.podCount, $0.workloads.count) }
  }

  /// `elements` by descending rank; those of equal rank keep their order.
  private func inOrder<Element>(
    _ elements: [Element], rank: (Element) -> (Finding.Severity, Int, Int)
  ) -> [Element] {
    elements.enumerated().sorted { one, other in
      let (left, right) = (rank(one.element), rank(other.element))
      return left == right ? one.offset < other.offset : left > right
    }.map(\.element)
  }
}
