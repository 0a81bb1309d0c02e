import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import PullDiagnosis

extension ResolveReport {
  /// The report for people.
  var text: SafeText {
    var page = TextPage()
    page.paragraph(title)
    if let refusal { page.add(refusal) }
    for image in images {
      page.blank()
      page.add(image, isRefused: refusal != nil)
      if let answer = image.node { page.add(answer) }
    }
    if let files = images.lazy.compactMap(\.node?.files).first {
      page.blank()
      page.add(files)
    }
    if case .secrets(let resolution) = origin, needsExplanation(resolution) {
      page.blank()
      page.add(stepsOf: resolution)
    }
    for finding in nodeFindings {
      page.blank()
      page.add(finding, indent: 0)
    }
    page.blank()
    page.paragraph(summary)
    return page.text
  }

  private var title: SafeText {
    switch origin {
    case .secrets(let resolution):
      resolution.subject.safeText + (resolution.merge == .union ? " (merge: union)" : "")
        + (note.map { ", \($0)" } ?? "")
    case .configFile(let file, _): "docker config file \(file)"
    }
  }

  /// Whether there is a surprising result that is not reported yet.
  private func needsExplanation(_ resolution: PullResolution) -> Bool {
    guard refusal == nil, !images.isEmpty else { return false }
    return status != .success
      || resolution.references.contains { if case .read = $0.outcome { false } else { true } }
  }

  private var summary: SafeText {
    guard !images.isEmpty else { return "There are no images." }
    guard refusal == nil else { return "No image can be pulled until the Secret is fixed." }
    let invalid = images.count { $0.reference.isFailure }
    let without = images.count { !$0.hasCredentials } - invalid
    guard invalid + without > 0 else {
      return images.count == 1
        ? "The image has credentials." : "All \(images.count) images have credentials."
    }
    var sentences: [SafeText] = []
    if invalid > 0 { sentences.append("\(portion(invalid, "is not", "are not")) valid.") }
    if without > 0 {
      sentences.append("\(portion(without, "has", "have")) no credentials here. \(advice)")
    }
    return sentences.joined(separator: " ")
  }

  /// Other possible sources for an image without credentials.
  private var advice: SafeText {
    switch origin {
    case .secrets where images.contains { $0.node != nil }:
      "Without any the pull is anonymous."
    case .secrets(let resolution):
      "The node's own, from its config files and credential providers, were not looked at; "
        + "without those the pull is anonymous."
        + (!resolution.hasSecrets
          ? " The input holds no Secrets at all; get those too (kubectl get pods,sa,secrets)." : "")
    case .configFile(_, let config) where config.usesHelpers:
      "The file leaves some to credential helpers (credsStore, credHelpers), which a kubelet does "
        + "not ask."
    case .configFile:
      "Without any the pull is anonymous."
    }
  }

  /// Such as `2 of 3 images have`.
  private func portion(_ count: Int, _ singular: SafeText, _ plural: SafeText) -> SafeText {
    guard images.count > 1 else { return "The image \(singular)" }
    return "\(count) of \(images.count) images \(count == 1 ? singular : plural)"
  }
}

extension TextPage {
  fileprivate mutating func add(_ image: ResolveReport.Image, isRefused: Bool) {
    line(image.title)
    switch image.reference {
    case .failure where image.originalText.isEmpty: line("no image is named", indent: 2)
    case .failure(let error): add(image.originalText, error, indent: 2)
    case .success:
      reference(image.originalText, indent: 2)
      if isRefused {
        line("refused", indent: 2)
      } else if image.credentials.isEmpty {
        line("no credentials", indent: 2)
      }
    }
    for (index, credential) in image.credentials.prefix(Self.credentialLimit).enumerated() {
      let username =
        image.isIdentityTokenForDocker(credential)
        ? "(none: an identity token)" : credential.shownUsername
      add(credential, username: username, number: index + 1)
    }
    let rest = image.credentialCount - Self.credentialLimit
    if rest > 0 { line("… and \(rest) more", indent: 2) }
  }

  /// The most credentials of an image that are listed.
  private static let credentialLimit = 50

  private mutating func add(_ credential: Credential, username: SafeText, number: Int) {
    let number: SafeText = "\(number). "
    let indent = 2 + number.width
    field(
      number + "key", "\(word: credential.displayKey)", column: number.width + 10, indent: 2)
    field("username", username, column: 10, indent: indent)
    field("from", credential.source.shown, column: 10, indent: indent)
  }

  fileprivate mutating func add(_ refusal: PullResolution.Refusal) {
    blank()
    paragraph("Every pull is refused, of public images too, because a Secret is malformed:")
    line("Secret \(name: refusal.namespace)/\(name: refusal.secretName)", indent: 2)
    line("named by \(refusal.listPosition)", indent: 2)
    paragraph("\(sentence: refusal.error.description)", indent: 2)
    paragraph("Fix the Secret, or take it off that list.")
  }

  /// The most keys of a Secret that are listed.
  private static let keyLimit = 10

  fileprivate mutating func add(stepsOf resolution: PullResolution) {
    line("pull secrets")
    for step in resolution.steps {
      guard case .reference(let reference) = step, case .read(let config) = reference.outcome else {
        paragraph(step.safeText, indent: 2, hanging: 2)
        continue
      }
      let keys = config.entries.prefix(Self.keyLimit).map(\.displayKey)
      let name: SafeText = "\(reference.listPosition): Secret \(name: reference.item.name ?? "")"
      paragraph(name + (keys.isEmpty ? " has no keys" : " has the keys"), indent: 2, hanging: 2)
      for key in keys { line("\(word: key)", indent: 4) }
      let rest = config.entries.count - keys.count
      if rest > 0 { line("… and \(rest) more", indent: 4) }
    }
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}

extension Credential {
  fileprivate var shownUsername: SafeText {
    switch (username.isEmpty, hasPassword) {
    case (true, false): "(none: an anonymous pull)"
    case (true, true): "(empty)"
    case (false, false): "\(word: displayUsername) (the password is empty)"
    case (false, true): "\(word: displayUsername)"
    }
  }
}

extension CredentialSource {
  /// The source, and the list that names it.
  fileprivate var shown: [SafeText] {
    guard case .secret(_, _, _, let listPosition?) = self else { return [safeText] }
    return [safeText, listPosition.safeText]
  }
}

// MARK: - JSON

extension ResolveReport {
  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    var room = ReportRoom()
    return SafeText(jsonObject: { writer in
      switch origin {
      case .secrets(let resolution): writer.members(of: resolution)
      case .configFile(let file, _): writer.member("configFile", file.text)
      }
      if let files = images.lazy.compactMap(\.node?.files).first {
        writer.member("nodeFiles", files)
      }
      writer.member("images", objects: images) { writer, image in
        writer.members(of: image, in: &room)
        if let answer = image.node { writer.members(of: answer) }
      }
      writer.member("findings", objects: nodeFindings) { $0.members(of: $1) }
    })
  }
}

extension JSONWriter {
  mutating func members(of resolution: PullResolution) {
    let subject = resolution.subject
    member("subject") { writer in
      writer.member("kind", subject.kind.name)
      writer.member("namespace", subject.metadata.namespace)
      writer.member("name", subject.metadata.name)
    }
    member("merge", resolution.merge.rawValue)
    for case .serviceAccount(let name, let use) in resolution.steps {
      member("serviceAccount") { writer in
        writer.member("name", name)
        writer.member("use", use.rawValue)
      }
    }
    member("pullSecrets", objects: resolution.references) { writer, reference in
      writer.member("listPosition", reference.listPosition)
      writer.member("name", reference.item.name)
      writer.member("outcome", reference.code)
    }
    name("refusal")
    if let refusal = resolution.refusal { object { $0.members(of: refusal) } } else { null() }
  }

  private mutating func members(of refusal: PullResolution.Refusal) {
    member("namespace", refusal.namespace)
    member("name", refusal.secretName)
    member("listPosition", refusal.listPosition)
    member("error") { writer in
      writer.member("code", refusal.error.code.description)
      writer.member("offset", refusal.error.offset)
      writer.member("line", refusal.error.line)
      writer.member("column", refusal.error.column)
      writer.member("path", refusal.error.path)
      writer.member("message", refusal.error.explanation)
    }
  }

  mutating func members(of image: ResolveReport.Image, in room: inout ReportRoom) {
    member("role", image.use?.role.rawValue)
    member("container", image.use?.name)
    member("image", ImageReference.displayText(of: image.originalText))
    switch image.reference {
    case .success(let reference): member("name", reference.name)
    case .failure(let error):
      member("name", nil)
      member("error", error)
    }
    member(
      "credentials", objects: image.credentials, count: image.credentialCount,
      more: "moreCredentials", in: &room
    ) { writer, credential in
      writer.member("registryKey", credential.displayKey)
      writer.member("username", credential.displayUsername)
      writer.member("hasPassword", credential.hasPassword)
      writer.member("hasIdentityToken", credential.entry.hasIdentityToken)
      writer.member("source") { $0.members(of: credential.source) }
    }
  }

  private mutating func members(of source: CredentialSource) {
    switch source {
    case .secret(let namespace, let name, let uid, let listPosition):
      member("kind", "secret")
      member("namespace", namespace)
      member("name", name)
      member("uid", uid)
      if let listPosition { member("listPosition", listPosition) }
    case .file(let path):
      member("kind", "file")
      member("path", path)
    case .provider(let name):
      member("kind", "provider")
      member("name", name)
    case .helper(let name):
      member("kind", "helper")
      member("name", name)
    case .literal:
      member("kind", "literal")
    }
  }

  mutating func member(_ name: String, _ listPosition: CredentialSource.ListPosition) {
    member(name) { writer in
      switch listPosition.owner {
      case .pod:
        writer.member("owner", "pod")
      case .serviceAccount(let account):
        writer.member("owner", "serviceAccount")
        writer.member("serviceAccount", account)
      }
      writer.member("index", listPosition.index)
    }
  }
}

extension PullResolution.Reference {
  /// The name of the item's outcome in JSON.
  fileprivate var code: String {
    switch item {
    case .named, .unnamed: outcome.code
    case .bareString: "plain-string"
    case .malformed: "no-object"
    case .notAList: "not-a-list"
    }
  }
}

extension PullResolution.Outcome {
  /// The name in JSON.
  fileprivate var code: String {
    switch self {
    case .unnamed: "unnamed"
    case .repeated: "repeated"
    case .missing: "missing"
    case .ignored(.wrongType): "wrong-type"
    case .ignored(.missingKey): "missing-key"
    case .ignored(.masked): "masked"
    case .ignored(.emptyValue): "empty-value"
    case .read: "read"
    case .malformed: "malformed"
    case .notReached: "not-reached"
    }
  }
}
