import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import NodeCredentials

extension ExplainReport {
  /// The report for a person: findings, then what the kubelet does. ✓ is a step that leads on, ✗ one
  /// that does not, and – one that does not matter.
  var text: SafeText {
    var page = TextPage()
    page.paragraph("\(resolution.subject)" + (note.map { ", \($0)" } ?? ""))
    page.line("at \(word: now.description)")
    page.blank()
    page.add(findings)
    page.blank()
    page.line("What the kubelet does")
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
    page.blank()
    page.line("Not examined")
    for thing in notExamined { page.paragraph("– \(sentence: thing)", indent: 2, hanging: 2) }
    return page.text
  }
}

extension TextPage {
  /// The most findings that are shown.
  private static let findingLimit = 20

  fileprivate mutating func add(_ findings: [Finding]) {
    guard !findings.isEmpty else { return line("Nothing wrong was found.") }
    line("Findings, most decisive first")
    var said: Set<String> = []
    for finding in findings.prefix(Self.findingLimit) {
      blank()
      add(finding, messages: finding.messages.filter { said.insert($0).inserted })
    }
    guard findings.count > Self.findingLimit else { return }
    blank()
    line("… and \(findings.count - Self.findingLimit) more findings; -o json has all", indent: 2)
  }
}

// MARK: - What the kubelet does

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
        ? "on the node, but not to be used as it is: \(sentence: decision.rule.explanation)"
        : "on the node, and may be used without a pull: \(sentence: decision.rule.explanation)",
      indent: 2)
  }

  private mutating func addPodList(_ count: Int, of resolution: PullResolution) {
    let owner: SafeText =
      if case .pod = resolution.subject { "the Pod" } else { "the template" }
    if count == 0 {
      mark("✗", "imagePullSecrets of \(owner): empty", indent: 0)
    } else {
      mark(
        "✓", "imagePullSecrets of \(owner): \(count) \(count == 1 ? "item" : "items")", indent: 0)
    }
  }

  private mutating func addServiceAccount(_ name: String, _ use: PullResolution.ServiceAccountUse) {
    let sign: SafeText =
      switch use {
      case .copied, .appended: "✓"
      case .hiddenByPodList, .alreadyAdmitted: "–"
      case .staticPod, .emptyList, .notFound: "✗"
      }
    mark(
      sign, "imagePullSecrets of ServiceAccount \(name: name): \(sentence: use.description)",
      indent: 0)
  }

  private mutating func add(_ reference: PullResolution.Reference) {
    guard let name = reference.item.name else {
      return mark("✗", reference.safeText, indent: 2)
    }
    let secret: SafeText = "Secret \(name: name)"
    switch reference.outcome {
    case .read(let config):
      let count = config.entries.count
      mark(
        count > 0 ? "✓" : "✗", "\(secret): \(count) registry \(count == 1 ? "key" : "keys")",
        indent: 2)
    case .repeated: mark("–", "\(secret): named before", indent: 2)
    case .notReached:
      mark("✗", "\(secret): not reached, since a Secret before it is malformed", indent: 2)
    case .missing: mark("✗", "\(secret): not in this namespace", indent: 2)
    case .unnamed, .ignored, .malformed:
      mark("✗", "\(secret): \(reference.outcome)", indent: 2)
    }
  }

  /// The most keys of an image that match, and of those that do not, which are listed.
  private static let keyLimit = 10

  fileprivate mutating func add(
    _ image: ResolveReport.Image, _ trials: [KeyTrial], of resolution: PullResolution,
    _ messages: ClusterMessages
  ) {
    line(image.title)
    switch image.reference {
    case .failure where image.asWritten.isEmpty: return line("no image is named", indent: 2)
    case .failure(let error):
      reference(image.asWritten, indent: 2)
      mark("✗", "not an image reference: \(sentence: error.description)", indent: 2)
      if let use = image.use { addMessages(messages, about: use) }
      return
    case .success: reference(image.asWritten, indent: 2)
    }
    if let use = image.use { addMessages(messages, about: use) }
    let tried = trials.prefix(while: \.isTried)
    for trial in tried.prefix(Self.keyLimit) { addTried(trial, of: tried.count) }
    if tried.count > Self.keyLimit {
      mark("✓", "and \(tried.count - Self.keyLimit) more that are tried", indent: 2)
    }
    addOthers(
      trials.dropFirst(tried.count), sign: image.hasKubeletCredentials ? "–" : "✗")
    addOutcome(of: image, resolution)
    for credential in image.nodeCredentials { addNode(credential) }
    if let answer = image.node { add(answer) }
  }

  /// The keys that do not match: no harm where others do.
  private mutating func addOthers(_ trials: ArraySlice<KeyTrial>, sign: SafeText) {
    for trial in trials.prefix(Self.keyLimit) {
      mark(sign, "\(title(of: trial)): \(sentence: trial.description)", indent: 2)
    }
    if trials.count > Self.keyLimit {
      mark(sign, "and \(trials.count - Self.keyLimit) more that do not match", indent: 2)
    }
  }

  private func title(of trial: KeyTrial) -> SafeText {
    "key \(word: trial.displayKey) of Secret \(name: trial.secretName)"
  }

  private mutating func addTried(_ trial: KeyTrial, of count: Int) {
    let place: SafeText = count > 1 ? " as number \((trial.place ?? 0) + 1)" : ""
    let password: SafeText = trial.entry.hasPassword ? "" : ", no password"
    mark(
      trial.entry.hasPassword ? "✓" : "✗",
      """
      \(title(of: trial)): \(sentence: trial.description), tried\(place) \
      (\(user(of: trial.entry))\(password))
      """, indent: 2)
  }

  private func user(of entry: DockerConfig.Entry) -> SafeText {
    entry.username.isEmpty ? "no user" : "user \(word: entry.displayUsername)"
  }

  private mutating func addNode(_ credential: Credential) {
    let entry = credential.entry
    let secret: SafeText =
      entry.hasPassword ? "" : entry.hasIdentityToken ? ", identity token" : ", no password"
    let (sign, outcome): (SafeText, SafeText) =
      credential.isOfKubelet
      ? ("✓", "tried")
      : credential.isOfHelper ? ("–", "Docker's, not the kubelet's") : ("✗", "tried")
    mark(
      sign,
      """
      key \(word: credential.displayKey) of \(credential.source): \(outcome) \
      (\(user(of: entry))\(secret))
      """, indent: 2)
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

  /// What the cluster says of a container: why it waits, and the decisive part of each message.
  private mutating func addMessages(
    _ messages: ClusterMessages, about container: ContainerImage
  ) {
    let reason: SafeText =
      messages.reason(about: container).map { "\(word: $0.isEmpty ? "waiting" : $0)" } ?? ""
    let texts = messages.texts(about: container)
    for text in texts {
      paragraph(
        "– the cluster says: \(reason)\(reason.isEmpty ? "" : ": ")\(sentence: text)", indent: 2,
        hanging: 8)
    }
    if texts.isEmpty, !reason.isEmpty { mark("–", "the cluster says: \(reason)", indent: 2) }
  }

  private mutating func mark(_ sign: SafeText, _ text: SafeText, indent: Int) {
    paragraph("\(sign) \(text)", indent: indent, hanging: 2)
  }
}
