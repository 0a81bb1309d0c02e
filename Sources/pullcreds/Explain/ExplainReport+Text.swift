import ImagePullCredentials
import PullDiagnosis
import NodeCredentials

extension ExplainReport {
  /// The report for a person, at 80 columns. ✓ is a step that leads on, ✗ one that does not, and –
  /// one that does not matter.
  var text: String {
    var page = TextPage()
    page.line("\(resolution.subject)")
    page.line("at \(now)")
    page.blank()
    page.addLists(of: resolution)
    for image in images {
      page.blank()
      page.add(image, trials(of: image), of: resolution, messages)
      if let decision = decision(about: image) { page.add(decision) }
    }
    if images.isEmpty {
      page.blank()
      page.line("There are no images.")
    }
    if let files = images.lazy.compactMap(\.node?.files).first {
      page.blank()
      page.add(files)
    }
    if !images.isEmpty || !findings.isEmpty {
      page.blank()
      page.add(findings)
    }
    page.blank()
    page.line("Not examined")
    for thing in notExamined { page.paragraph("– \(thing)", indent: 2, hanging: 2) }
    return page.text
  }
}

// MARK: - The ladder

extension TextPage {
  fileprivate mutating func addLists(of resolution: PullResolution) {
    for step in resolution.steps {
      switch step {
      case .podList(let count):
        addPodList(count, of: resolution)
        for reference in resolution.references where reference.listing.owner == .pod {
          add(reference)
        }
      case .serviceAccount(let name, let use):
        addServiceAccount(name, use)
        for reference in resolution.references where reference.listing.owner != .pod {
          add(reference)
        }
      case .reference: break
      }
    }
  }

  /// Whether what is on the node may be used.
  fileprivate mutating func add(_ decision: ImageAccessDecision) {
    mark(
      decision.mustPull ? "✗" : "✓",
      decision.mustPull
        ? "on the node, but not to be used as it is: \(decision.rule.explanation)"
        : "on the node, and may be used without a pull: \(decision.rule.explanation)", indent: 2)
  }

  private mutating func addPodList(_ count: Int, of resolution: PullResolution) {
    let owner = if case .pod = resolution.subject { "the Pod" } else { "the template" }
    if count == 0 {
      mark("✗", "imagePullSecrets of \(owner): empty", indent: 0)
    } else {
      mark(
        "✓", "imagePullSecrets of \(owner): \(count) \(count == 1 ? "item" : "items")", indent: 0)
    }
  }

  private mutating func addServiceAccount(_ name: String, _ use: PullResolution.ServiceAccountUse) {
    let sign =
      switch use {
      case .copied, .appended: "✓"
      case .hiddenByPodList, .alreadyAdmitted: "–"
      case .staticPod, .emptyList, .notFound: "✗"
      }
    mark(sign, "imagePullSecrets of ServiceAccount \(name): \(use)", indent: 0)
  }

  private mutating func add(_ reference: PullResolution.Reference) {
    guard let name = reference.item.name else {
      return mark("✗", "\(reference)", indent: 2)
    }
    switch reference.outcome {
    case .read(let config):
      let count = config.entries.count
      mark(
        count > 0 ? "✓" : "✗", "Secret \(name): \(count) registry \(count == 1 ? "key" : "keys")",
        indent: 2)
    case .repeated: mark("–", "Secret \(name): named before", indent: 2)
    case .notReached:
      mark("✗", "Secret \(name): not reached, since a Secret before it is malformed", indent: 2)
    case .missing: mark("✗", "Secret \(name): not in this namespace", indent: 2)
    case .unnamed, .ignored, .malformed:
      mark("✗", "Secret \(name): \(reference.outcome)", indent: 2)
    }
  }

  /// The most keys of an image that do not match which are listed.
  private static let otherKeyLimit = 10

  fileprivate mutating func add(
    _ image: ResolveReport.Image, _ trials: [KeyTrial], of resolution: PullResolution,
    _ messages: ClusterMessages
  ) {
    line(image.title)
    switch image.reference {
    case .failure where image.asWritten.isEmpty: return line("no image is named", indent: 2)
    case .failure(let error):
      reference(image.asWritten, indent: 2)
      return mark("✗", "no image reference: \(error)", indent: 2)
    case .success: reference(image.asWritten, indent: 2)
    }
    let tried = trials.prefix(while: \.isTried)
    for trial in tried { addTried(trial, of: tried.count) }
    addOthers(
      trials.dropFirst(tried.count), sign: image.hasKubeletCredentials ? "–" : "✗")
    addOutcome(of: image, resolution)
    for credential in image.nodeCredentials { addNode(credential) }
    if let answer = image.node { add(answer) }
    if let use = image.use { addStatus(of: use, resolution, messages) }
  }

  /// The keys that do not match: no harm where others do.
  private mutating func addOthers(_ trials: ArraySlice<KeyTrial>, sign: String) {
    for trial in trials.prefix(Self.otherKeyLimit) {
      mark(sign, "key \(trial.displayName) of Secret \(trial.secretName): \(trial)", indent: 2)
    }
    if trials.count > Self.otherKeyLimit {
      mark(sign, "and \(trials.count - Self.otherKeyLimit) more that do not match", indent: 2)
    }
  }

  private mutating func addTried(_ trial: KeyTrial, of count: Int) {
    let place = count > 1 ? " as number \((trial.place ?? 0) + 1)" : ""
    let user = trial.entry.username.isEmpty ? "no user" : "user \(trial.entry.displayUsername)"
    let password = trial.entry.hasPassword ? "" : ", no password"
    mark(
      trial.entry.hasPassword ? "✓" : "✗",
      "key \(trial.displayName) of Secret \(trial.secretName): \(trial), tried\(place) "
        + "(\(user)\(password))", indent: 2)
  }

  private mutating func addNode(_ credential: Credential) {
    let key = RegistryPattern.displayName(ofKey: credential.registryKey)
    let entry = credential.entry
    let user = entry.username.isEmpty ? "no user" : "user \(entry.displayUsername)"
    let secret =
      entry.hasPassword ? "" : entry.hasIdentityToken ? ", identity token" : ", no password"
    let (sign, outcome) =
      credential.isOfKubelet
      ? ("✓", "tried")
      : credential.isOfHelper ? ("–", "Docker's, not the kubelet's") : ("✗", "tried")
    mark(sign, "key \(key) of \(credential.source): \(outcome) (\(user)\(secret))", indent: 2)
  }

  private mutating func addOutcome(
    of image: ResolveReport.Image, _ resolution: PullResolution
  ) {
    if resolution.refusal != nil {
      mark("✗", "refused: the kubelet does not even try to pull it", indent: 2)
    } else if !image.hasKubeletCredentials {
      mark("✗", "no credential is tried: the pull is anonymous", indent: 2)
    }
  }

  /// What the cluster said of the container.
  private mutating func addStatus(
    of use: ContainerImage, _ resolution: PullResolution, _ messages: ClusterMessages
  ) {
    for text in messages.texts(about: use) { mark("–", "the cluster says: \(text)", indent: 2) }
    guard case .pod(let pod) = resolution.subject else { return }
    for waiting in pod.status.waiting where waiting.name == use.name && waiting.role == use.role {
      mark("–", "the cluster says: waiting, \(waiting.reason)", indent: 2)
    }
  }

  private mutating func mark(_ sign: String, _ text: String, indent: Int) {
    paragraph("\(sign) \(text)", indent: indent, hanging: 2)
  }
}

// MARK: - Findings

extension TextPage {
  fileprivate mutating func add(_ findings: [Finding]) {
    guard !findings.isEmpty else { return line("Nothing wrong was found.") }
    line("Findings, most decisive first")
    var said: Set<String> = []
    for finding in findings {
      blank()
      add(finding, messages: finding.messages.filter { said.insert($0).inserted })
    }
  }

  /// A finding: severity and code, what is wrong, what the cluster says of it, what to do.
  mutating func add(_ finding: Finding, messages: [String] = [], indent: Int = 2) {
    line("\(finding.severity): \(finding.code)", indent: indent)
    paragraph(finding.problem, indent: indent + 2)
    for message in messages {
      paragraph("The cluster says: \(message)", indent: indent + 2, hanging: 2)
    }
    paragraph("→ \(finding.advice)", indent: indent + 2, hanging: 2)
    if let command = finding.shellCommand { self.command(command, indent: indent + 2) }
  }
}
