import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import NodeCredentials

extension ExplainReport {
  /// The report for people: findings, then what the kubelet does. ✓ is a step that succeeds, ✗ one
  /// that fails, and – one that does not matter.
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
    let matches = resolution.matchListing
    for image in images {
      page.blank()
      page.add(image, matches, of: resolution, messages)
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
        for reference in resolution.references where reference.listPosition.owner == .pod {
          add(reference)
        }
      case .serviceAccount(let name, let use):
        addServiceAccount(name, use)
        for reference in resolution.references where reference.listPosition.owner != .pod {
          add(reference)
        }
      case .reference: break
      }
    }
  }

  /// Whether the image on the node may be used.
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
      default: "✗"
      }
    mark(
      sign, "imagePullSecrets of ServiceAccount \(name: name): \(sentence: use.explanation)",
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

  /// The most matching keys of an image, and the most others, that are listed.
  private static let keyLimit = 10

  fileprivate mutating func add(
    _ image: ResolveReport.Image, _ matches: MatchListing, of resolution: PullResolution,
    _ messages: ClusterMessages
  ) {
    line(image.title)
    switch image.reference {
    case .failure where image.originalText.isEmpty: return line("no image is named", indent: 2)
    case .failure(let error):
      reference(image.originalText, indent: 2)
      mark("✗", "not an image reference: \(sentence: error.description)", indent: 2)
      if let use = image.use { addMessages(messages, about: use) }
      return
    case .success: reference(image.originalText, indent: 2)
    }
    if let use = image.use { addMessages(messages, about: use) }
    if let keys = matches.first(Self.keyLimit, for: image) {
      for result in keys.tried { addTried(result, of: keys.triedCount) }
      let rest = keys.triedCount - keys.tried.count
      if rest > 0 { mark("✓", "and \(rest) more that are tried", indent: 2) }
      addOthers(keys, sign: image.hasKubeletCredentials ? "–" : "✗")
    }
    addOutcome(of: image, resolution)
    for credential in image.nodeCredentials { addNode(credential) }
    if let answer = image.node { add(answer) }
  }

  /// The keys that do not match, which do not matter if others do.
  private mutating func addOthers(_ keys: MatchListing.Part, sign: SafeText) {
    for result in keys.others {
      mark(sign, "\(title(of: result.credential)): \(sentence: result.description)", indent: 2)
    }
    let rest = keys.otherCount - keys.others.count
    if rest > 0 { mark(sign, "and \(rest) more that do not match", indent: 2) }
  }

  private func title(of credential: Credential) -> SafeText {
    guard case .secret(_, let name, _, _) = credential.source else {
      return "key \(word: credential.displayKey)"
    }
    return "key \(word: credential.displayKey) of Secret \(name: name)"
  }

  private mutating func addTried(_ result: MatchResult, of count: Int) {
    let entry = result.credential.entry
    let place: SafeText = count > 1 ? " as number \((result.index ?? 0) + 1)" : ""
    let password: SafeText = entry.hasPassword ? "" : ", no password"
    mark(
      entry.hasPassword ? "✓" : "✗",
      """
      \(title(of: result.credential)): \(sentence: result.description), tried\(place) \
      (\(user(of: entry))\(password))
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

  /// The cluster's report about a container: why it waits, and the decisive part of each message.
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
