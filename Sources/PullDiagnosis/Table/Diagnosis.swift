// Applies the table of rules, and creates findings from their claims.

public import ImagePullCredentials
public import KubernetesPulls

extension PullResolution {
  /// Why the pull of `image` gets no credential, or the wrong one, and what to do: the findings,
  /// most decisive first.
  ///
  /// - Parameters:
  ///   - image: an image, of this Pod or not.
  ///   - now: the present time; tokens that end before are expired.
  ///   - cluster: the objects of the resolution, or newer ones.
  /// - Returns: the findings; empty if these objects show no problem. The node's own credentials,
  ///   credential providers and mirrors are not examined.
  public func diagnose(
    _ image: ImageReference, at now: Timestamp, in cluster: Cluster
  ) -> [Finding] {
    diagnose(only: [image], at: now, in: cluster)
  }

  /// The same for several images. A finding about several is there once.
  package func diagnose(
    only images: [ImageReference], at now: Timestamp, in cluster: Cluster
  ) -> [Finding] {
    Diagnosis.findings(in: PodContext(self, only: images, index: cluster, now: now))
  }

  /// The same for all images of the Pod or template. A finding about several is there once.
  ///
  /// Takes time proportional to the images, the lists and the keys of their Secrets, not to their
  /// products.
  ///
  /// - Parameters:
  ///   - now: the present time; tokens that end before are expired.
  ///   - cluster: the objects of the resolution, or newer ones.
  /// - Returns: the findings, most decisive first; empty if these objects show no problem.
  public func diagnose(at now: Timestamp, in cluster: Cluster) -> [Finding] {
    diagnose(at: now, in: cluster, ClusterFacts())
  }

  /// The same with known facts about the cluster's Secrets and ServiceAccounts.
  func diagnose(at now: Timestamp, in cluster: Cluster, _ facts: ClusterFacts) -> [Finding] {
    Diagnosis.findings(in: PodContext(self, index: cluster, now: now, facts: facts))
  }
}

/// Applies the rules and creates findings from their claims.
struct Diagnosis {
  private let pod: PodContext
  private let images: [ImageContext]
  /// What is known about each image, in their order.
  private var states: [State]
  private var findings = FindingList()

  /// The number of claims of a rule about a Pod, and about each of its images. A Pod can have
  /// thousands of images and Secrets with thousands of keys that are wrong in the same way: the first
  /// few show what is wrong.
  static let claimLimit = 16
  /// The number of different findings of a rule about all images of a Pod.
  static let findingLimit = 64

  private struct State {
    /// The row of the rule that claimed a subject.
    var claims: [Claim.Subject: Int] = [:]
    /// Whether the reason for the failure, or possible failure, is known.
    var isExplained = false
  }

  private init(_ pod: PodContext) {
    self.pod = pod
    images = pod.images.map { ImageContext($0, of: pod) }
    states = Array(repeating: State(), count: images.count)
  }

  /// The findings about the images of `pod`, by severity, and of equal severity in the order of the
  /// table.
  static func findings(in pod: PodContext) -> [Finding] {
    var diagnosis = Diagnosis(pod)
    for (row, rule) in Rule.table.enumerated() { diagnosis.apply(rule, row: row) }
    return diagnosis.findings.sorted
  }

  private mutating func apply(_ rule: Rule, row: Int) {
    switch rule.find {
    case .pod(let find):
      let claims = find(pod).prefix(Self.claimLimit)
      guard !claims.isEmpty else { return }
      let positions = states.indices.filter { applies(rule, at: $0) }
      for claim in claims { add(claim, to: positions, row: row) }
    case .image(let find):
      let limit = findings.count + Self.findingLimit
      for position in states.indices where findings.count < limit && applies(rule, at: position) {
        for claim in find(images[position]).prefix(Self.claimLimit) {
          add(claim, to: [position], row: row)
        }
      }
    }
  }

  private func applies(_ rule: Rule, at position: Int) -> Bool {
    rule.condition == .always || !states[position].isExplained
  }

  /// Adds a claim about the images at `positions`, unless an earlier rule claimed its subject. The
  /// finding is about the images with the highest severity.
  private mutating func add(_ claim: Claim, to positions: [Int], row: Int) {
    guard claim.containers == nil else {
      findings.append(Finding(claim, of: pod.resolution.subject))
      return
    }
    var concerned: [ImageContext] = []
    var worst: Finding.Severity?
    for position in positions where isFree(claim.subject, at: position, for: row) {
      let severity = images[position].severity(of: claim.weight)
      if severity > .worthKnowing { states[position].isExplained = true }
      if let worst, severity < worst { continue }
      if severity != worst { concerned = [] }
      worst = severity
      concerned.append(images[position])
    }
    guard let worst else { return }
    var claim = claim
    // A pull that works without the credential needs no command to create one.
    if case .absence = claim.weight, worst == .worthKnowing { claim.command = nil }
    var finding = Finding(claim, worst, about: concerned, of: pod.resolution.subject)
    if claim.messages.isEmpty, worst > .worthKnowing || claim.subject == .image {
      finding.messages = Finding.messages(of: concerned.flatMap(\.reports))
    }
    finding.isLastResort = Rule.table[row].condition == .unexplained
    findings.append(finding)
  }

  /// Whether the rule in `row` may claim `subject`; if so, it does.
  private mutating func isFree(_ subject: Claim.Subject?, at position: Int, for row: Int) -> Bool {
    guard let subject else { return true }
    if let holder = states[position].claims[subject] { return holder == row }
    states[position].claims[subject] = row
    return true
  }
}

extension Finding {
  /// The number of images, and of objects, in a finding.
  static let subjectLimit = 256

  /// The finding of a claim about `images`.
  fileprivate init(
    _ claim: Claim, _ severity: Severity, about images: [ImageContext],
    of subject: PullResolution.Subject
  ) {
    let containers = images.lazy.flatMap { image -> [String?] in
      image.containers.isEmpty ? [nil] : image.containers.map(\.name)
    }
    self.init(
      claim, severity, images: images.prefix(Self.subjectLimit).map(\.image.originalText),
      containers: Array(containers.prefix(Self.subjectLimit)), of: subject)
  }

  /// The finding of a claim about an object without known images.
  init(_ claim: Claim) {
    self.init(
      code: claim.code, severity: claim.weight.severityWithoutImage, objects: claim.objects,
      messages: claim.messages, problem: claim.problem, advice: claim.advice,
      command: claim.command)
    field = claim.field
  }

  /// The finding of a claim about specific containers.
  fileprivate init(_ claim: Claim, of subject: PullResolution.Subject) {
    let containers = claim.containers ?? []
    self.init(
      claim, claim.weight.severityWithoutImage, images: containers.map(\.image),
      containers: containers.isEmpty ? [nil] : containers.map(\.name), of: subject)
  }

  private init(
    _ claim: Claim, _ severity: Severity, images: [String], containers: [String?],
    of subject: PullResolution.Subject
  ) {
    self.init(
      code: claim.code, severity: severity, images: images,
      objects: claim.objects + containers.map { .subject(subject, container: $0) },
      messages: claim.messages, problem: claim.problem, advice: claim.advice, command: claim.command
    )
    shared = claim.shared
    field = claim.field
  }
}

// MARK: - Lists of findings

/// Findings of several images, or from several sources; equal ones are merged.
package struct FindingList {
  private var entries: [Entry] = []
  private var positions: [Key: Int] = [:]

  private struct Key: Hashable {
    let code: Finding.Code
    let problem: SafeText
    let advice: SafeText
  }

  private struct Entry {
    var finding: Finding
    /// The images of the finding, as soon as another is merged into it.
    private var images: Set<ExactText> = []
    private var objects: Set<Finding.Object> = []

    init(_ finding: Finding) { self.finding = finding }

    mutating func merge(_ other: Finding) {
      if images.isEmpty { images = Set(finding.images.lazy.map(ExactText.init)) }
      if objects.isEmpty { objects = Set(finding.objects) }
      finding.severity = max(finding.severity, other.severity)
      for image in other.images where finding.images.count < Finding.subjectLimit {
        if images.insert(ExactText(image)).inserted { finding.images.append(image) }
      }
      for message in other.messages where finding.messages.count < Finding.messageLimit {
        if !finding.messages.contains(message) { finding.messages.append(message) }
      }
      for object in other.objects where finding.objects.count < Finding.subjectLimit {
        if objects.insert(object).inserted { finding.objects.append(object) }
      }
    }
  }

  /// A list without findings.
  package init() {}

  /// The number of different findings.
  var count: Int { entries.count }

  /// Adds a finding; it is merged with an equal one.
  mutating func append(_ finding: Finding) { append([finding]) }

  /// Adds findings; each is merged with an equal one.
  package mutating func append(_ findings: [Finding]) {
    for finding in findings {
      let key = Key(
        code: finding.code, problem: finding.problemText, advice: finding.adviceText)
      if let position = positions[key] {
        entries[position].merge(finding)
      } else {
        positions[key] = entries.count
        entries.append(Entry(finding))
      }
    }
  }

  /// By severity; of equal severity, in the order found, with last resorts at the end.
  package var sorted: [Finding] {
    Finding.Severity.allCases.reversed().flatMap { severity in
      let findings = entries.lazy.map(\.finding).filter { $0.severity == severity }
      return findings.filter { !$0.isLastResort } + findings.filter(\.isLastResort)
    }
  }
}
