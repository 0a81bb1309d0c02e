import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import NodeCredentials

/// The way of the kubelet from a Pod to its images' credentials, and what is wrong on it.
struct ExplainReport: Sendable {
  let resolution: PullResolution
  /// Why the Pod or workload is meant, where the command line does not say so.
  let note: SafeText?
  let now: Timestamp
  let images: [ResolveReport.Image]
  /// Most decisive first.
  let findings: [Finding]
  /// What the cluster said of the images.
  let messages: ClusterMessages
  /// Whether images that are on the node may be used; nil if the node was not asked.
  private let access: NodeImageAccess?

  /// Explains the images of a Pod or workload; or only `wanted`, which may be its images or not.
  init(
    _ resolution: PullResolution, in cluster: Cluster, note: SafeText? = nil,
    only wanted: [ImageReference], at now: Timestamp, asking node: NodeSelector? = nil,
    access: NodeImageAccess? = nil
  ) {
    self.resolution = resolution
    self.note = note
    self.access = access
    self.now = now
    var resolved = ResolveReport(resolution, only: wanted)
    if let node { resolved.query(node) }
    images = resolved.images
    messages = ClusterMessages(about: resolution.subject, in: cluster)
    let diagnosis =
      wanted.isEmpty
      ? resolution.diagnose(at: now, in: cluster)
      : wanted.flatMap { resolution.diagnose($0, at: now, in: cluster) }
    let helped = Set(
      resolved.images.filter { image in
        image.hasNodeCredentials
          || access?.decision(about: image, of: resolution)?.mustPull == false
      }.map(\.originalText))
    var findings = FindingList()
    findings.append(diagnosis.map { $0.madeUpFor(in: helped) })
    findings.append(resolved.nodeFindings)
    if let access {
      findings.append(access.findings(for: resolution, images: images.map(\.originalText)))
    }
    self.findings = findings.sorted
  }

  /// Whether the Pod may use an image that is on the node; nil if that is not known.
  func decision(about image: ResolveReport.Image) -> ImageAccessDecision? {
    access?.decision(about: image, of: resolution)
  }

  /// How every key matches `image`; those that are tried first, in the order tried.
  ///
  /// Made for one image at a time: all of them together would be images times keys.
  func matchResults(for image: ResolveReport.Image) -> [MatchResult] {
    guard case .success(let reference) = image.reference else { return [] }
    return resolution.matchResults(for: reference)
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

extension NodeImageAccess {
  fileprivate func decision(
    about image: ResolveReport.Image, of resolution: PullResolution
  ) -> ImageAccessDecision? {
    image.use.flatMap { decision(about: $0, of: resolution) }
  }
}

/// What has a part in pulls and was not looked at.
enum NotExamined {
  /// The things, where a node's files and its providers were looked at or not.
  static func things(files: Bool, providers: Bool) -> [String] {
    var things: [String] = []
    if !files { things.append("the node's credential files (config.json, .dockercfg)") }
    if !providers { things.append("the kubelet's credential providers") }
    return things + [
      "registry mirrors and credentials of the container runtime",
      "whether a user or password is right, and the image public",
    ]
  }
}
