import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import PullDiagnosis

extension Subcommand {
  /// `pullcreds explain`.
  static let explain = Subcommand(
    name: "explain",
    summary: "Why a Pod's pulls get no credential, or the wrong one, and what to do.",
    usage: ["[pod/NAME | deploy/NAME | NAME] [-n NAME] [-f FILE]… [--image IMAGE]…"],
    about: [
      "Reads Pods, workloads, ServiceAccounts and Secrets as kubectl get -o json prints them. First "
        + "come the findings, most decisive first, each with what to do; then what the kubelet does: "
        + "the Pod's list, the ServiceAccount's, each Secret, each registry key; never a password. "
        + "Events and ExternalSecrets in the input are used too. Where the command line names no Pod "
        + "or workload, the only one is meant, or the only Pod that fails to pull.",
      "Docs/Findings.md describes all findings.",
      "The node's own credentials (config files, credential providers) are looked at only as far as "
        + "options ask for it. Without these options nothing is executed.",
    ],
    options: [.filename, .recursive] + SubjectSelector.options + [.image, .at]
      + NodeSelector.options + NodeImageAccess.options + [.output],
    examples: [
      Example(
        purpose: "Why is this Pod in ImagePullBackOff?",
        command: """
          kubectl get pods,deployments,sa,secrets,events -n payments -o json |
            pullcreds explain pod/payment-api-7d9f4-xkp2m
          """),
      Example(
        purpose: "Will tonight's deployment be able to pull?",
        command: """
          pullcreds explain -f payments.json deploy/payment-api \\
            --at 2026-11-20T22:00:00Z
          """),
    ],
    exitStatus: [
      (.success, "No finding says that a pull will or may fail."),
      (.negative, "Some finding does."),
      (.unusable, "The arguments or the input cannot be used; the message says where and why."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      try arguments.allowOperands(1, advice: "write --image IMAGE or -f FILE")
      let selector = try SubjectSelector(arguments, operand: arguments.operands.first)
      let images = try arguments.images(arguments.values(of: .image))
      let now = try arguments.time()
      let node = try NodeSelector(arguments)
      let access = try NodeImageAccess(arguments)
      let objects = try ObjectInput(arguments).read()
      let selection = try selector.select(from: objects)
      let report = ExplainReport(
        objects.resolve(selection.subject, merging: .admission), in: Cluster(objects),
        note: selection.note, only: images, at: now, asking: node, access: access)
      return CommandResult(report, in: format)
    })
}

// MARK: - The report

/// The kubelet's steps from a Pod to its images' credentials, and the findings.
struct ExplainReport: Report, Sendable {
  let resolution: PullResolution
  /// Why the Pod or workload is selected, if the command line does not name it.
  let note: SafeText?
  let now: Timestamp
  let images: [ResolveReport.Image]
  /// Most decisive first.
  let findings: [Finding]
  /// The cluster's reports about the images.
  let messages: ClusterMessages
  /// Who may use the images on the node; nil without the options for it.
  private let access: NodeImageAccess?

  /// Explains the images of a Pod or workload; or only `wanted`, which need not be its images.
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
      : resolution.diagnose(only: wanted, at: now, in: cluster)
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

  /// Whether the Pod may use an image on the node; nil if that is not known.
  func decision(about image: ResolveReport.Image) -> ImageAccessDecision? {
    access?.decision(about: image, of: resolution)
  }

  /// Success unless a finding says that a pull will or may fail, or there is nothing to pull; the
  /// API server rejects such a Pod.
  var status: ExitStatus {
    let fails = findings.contains { $0.severity > .worthKnowing }
    return fails || images.isEmpty ? .negative : .success
  }

  /// What affects pulls but is not in the input.
  var notExamined: [String] {
    let nodes = images.compactMap(\.node)
    return NotExamined.things(
      files: nodes.contains { $0.files != nil }, providers: nodes.contains { $0.providers != nil })
  }
}

extension MatchListing {
  /// At most `limit` of the keys that are tried for an image, and of the others; none for an
  /// invalid reference.
  func first(_ limit: Int, for image: ResolveReport.Image) -> Part? {
    (try? image.reference.get()).map { first(limit, for: $0) }
  }
}

extension NodeImageAccess {
  fileprivate func decision(
    about image: ResolveReport.Image, of resolution: PullResolution
  ) -> ImageAccessDecision? {
    image.use.flatMap { decision(about: $0, of: resolution) }
  }
}

/// What affects pulls but was not examined.
enum NotExamined {
  /// The list, depending on whether a node's files and providers were examined.
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

// MARK: - JSON

extension ExplainReport {
  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    // Every image has every key.
    var room = ReportRoom()
    let matches = resolution.matchListing
    return SafeText(jsonObject: { writer in
      writer.member("at", "\(now)")
      writer.members(of: resolution)
      if let files = images.lazy.compactMap(\.node?.files).first {
        writer.member("nodeFiles", files)
      }
      writer.member("images", objects: images) { writer, image in
        writer.members(of: image, in: &room)
        if let answer = image.node { writer.members(of: answer) }
        writer.member("messages", strings: image.use.map { messages.texts(about: $0) } ?? [])
        if let decision = decision(about: image) {
          writer.member("onNode") { writer in
            writer.member("mustPull", decision.mustPull)
            writer.member("rule", decision.rule.rawValue)
            writer.member("explanation", decision.rule.explanation)
          }
        }
        let keys = matches.first(room.elements, for: image)
        writer.member(
          "keys", objects: (keys?.tried ?? []) + (keys?.others ?? []),
          count: (keys?.triedCount ?? 0) + (keys?.otherCount ?? 0), more: "moreKeys", in: &room
        ) { $0.members(of: $1) }
      }
      writer.member("findings", objects: findings) { $0.members(of: $1) }
      writer.member("notExamined", strings: notExamined)
    })
  }
}

extension JSONWriter {
  fileprivate mutating func members(of result: MatchResult) {
    member("registryKey", result.credential.displayKey)
    if case .secret(_, let name, _, let listPosition) = result.credential.source {
      member("secret", name)
      if let listPosition { member("listPosition", listPosition) }
    }
    member("outcome", result.outcome.name)
    name("place")
    if let index = result.index { integer(index) } else { null() }
    member("explanation", result.description)
  }

  /// Writes the members of a finding.
  mutating func members(of finding: Finding) {
    member("code", finding.code.description)
    member("severity", finding.severity.code)
    member("images", strings: finding.images.lazy.map(ImageReference.displayText))
    member("objects", objects: finding.objects) { writer, object in
      writer.member("kind", object.kind)
      writer.member("namespace", object.namespace)
      writer.member("name", object.name)
      writer.member("registryKey", object.registryKey)
      writer.member("container", object.container)
      writer.member("field", object.field)
    }
    member("messages", strings: finding.messages)
    member("problem", finding.problem)
    member("advice", finding.advice)
    member("command", finding.command)
  }
}

extension MatchResult.Outcome {
  /// The name in JSON.
  fileprivate var name: String {
    switch self {
    case .tried: "tried"
    case .triedForDockerHub: "tried-for-docker-hub"
    case .mismatch: "mismatch"
    case .invalidKey: "invalid-key"
    case .unmatchable: "unmatchable"
    }
  }
}

extension Finding.Severity {
  /// The name in JSON.
  var code: String {
    switch self {
    case .worthKnowing: "worthKnowing"
    case .mayFail: "mayFail"
    case .willFail: "willFail"
    }
  }
}
