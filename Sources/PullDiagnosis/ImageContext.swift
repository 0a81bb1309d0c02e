import ImagePullCredentials

/// All that the rules of diagnosis look at: one image of one Pod or workload. Made once; the rules
/// are functions of it.
struct ImageContext {
  let pod: PodContext
  let image: ImageReference
  /// What in the Pod names the image; empty for an image that is none of the Pod's.
  let containers: [ContainerImage]
  /// What the keyring gives, in order.
  let credentials: [Credential]
  /// Every key, held against the image.
  let trials: [KeyTrial]
  /// What the cluster said of the containers.
  let reports: [PullReport]
  /// Whether the image is in use: all containers have it.
  let isInUse: Bool
  /// Whether some credential is tried that could succeed.
  let isCovered: Bool

  init(_ image: ImageReference, of pod: PodContext, containers: [ContainerImage]) {
    self.pod = pod
    self.image = image
    self.containers = containers
    credentials = Array(pod.resolution.credentials(for: image))
    trials = pod.resolution.trials(for: image)
    reports = pod.reports(of: containers)
    isInUse = pod.areInUse(containers)
    isCovered = credentials.contains(where: \.hasPassword)
  }

  var resolution: PullResolution { pod.resolution }
  var index: Cluster { pod.index }
  var now: Timestamp { pod.now }
  var target: EditTarget { pod.target }

  func hasReport(_ kind: PullReport.Kind) -> Bool { reports.contains { $0.kind == kind } }
}

// MARK: - How much things matter

extension ImageContext {
  /// The credentials that have a password.
  var usableCredentials: [Credential] { credentials.filter(\.hasPassword) }

  /// How much it matters that a credential is not tried which should be.
  var severityOfAbsence: Finding.Severity {
    guard !isCovered else { return .worthKnowing }
    return hasReport(.refused) ? .willFail : .mayFail
  }

  /// How much it matters that a credential which is tried looks wrong.
  var severityOfSuspicion: Finding.Severity { hasReport(.refused) ? .willFail : .mayFail }
}

// MARK: - Names

extension ImageContext {
  var namespace: String { resolution.namespace }

  /// `Pod` or the workload's kind, for sentences.
  var subjectKind: String { resolution.subject.kindName }

  /// Such as `Pod payments/api-7d9f4`.
  var subject: String {
    "\(subjectKind) \(printable(namespace))/\(printable(resolution.subject.metadata.name))"
  }

  /// The image's registry, as a key would name it.
  var registry: String { image.registry }

  /// The Secret `name` of the Pod's namespace.
  func secret(_ name: String) -> Secret? {
    index.objects.secret(namespace: namespace, name: name)
  }

  /// Such as `Secret payments/ecr`.
  func title(ofSecret name: String) -> String {
    "Secret \(printable(namespace))/\(printable(name))"
  }

  /// A sentence that names who makes a Secret, where that is known: an edit of the Secret itself
  /// would not last.
  func makerNote(_ secretName: String) -> String {
    if let maker = index.maker(ofSecret: secretName, in: namespace) {
      return " \(maker.kind) \(printable(maker.metadata.name)) makes this Secret; fix it there."
    }
    guard let owner = secret(secretName)?.metadata.ownerReferences.first else { return "" }
    return " \(printable(owner.kind)) \(printable(owner.name)) makes this Secret; fix it there."
  }

  /// Whether something makes the Secret anew, so that a command that edits it is no help.
  func hasMaker(_ secretName: String) -> Bool { !makerNote(secretName).isEmpty }

  /// How many findings a rule makes about an image. A Pod can have thousands of images, list thousands
  /// of Secrets, and they hold thousands of keys that are wrong in the same way: all of their pairs
  /// would fill the memory, and the first few tell what is wrong.
  static let maximumFindingCount = 16

  /// What a rule finds about keys, in their order, at most ``maximumFindingCount`` times.
  func findings(aboutKeys find: (KeyTrial) -> Finding?) -> [Finding] {
    Self.first(of: trials, find)
  }

  /// What a rule finds about the items of the lists, likewise.
  func findings(aboutReferences find: (PullResolution.Reference) -> Finding?) -> [Finding] {
    Self.first(of: resolution.references, find)
  }

  private static func first<Subject>(
    of subjects: [Subject], _ find: (Subject) -> Finding?
  ) -> [Finding] {
    var findings: [Finding] = []
    for subject in subjects {
      guard findings.count < maximumFindingCount else { break }
      if let finding = find(subject) { findings.append(finding) }
    }
    return findings
  }

  /// A finding about this image.
  func finding(
    _ code: Finding.Code, _ severity: Finding.Severity, _ objects: [Finding.Object] = [],
    problem: String, advice: String, command: ShellCommand? = nil
  ) -> Finding {
    let subjects =
      containers.isEmpty
      ? [Finding.Object.subject(resolution.subject)]
      : containers.map { .subject(resolution.subject, container: $0.name) }
    return Finding(
      code: code, severity: severity, images: [image.asWritten], objects: objects + subjects,
      problem: problem, advice: advice, command: command)
  }
}

extension PullResolution.Subject {
  /// `Pod`, or the workload's kind.
  var kindName: String {
    switch self {
    case .pod: "Pod"
    case .workload(let workload): workload.kind.rawValue
    }
  }
}
