import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import NodeCredentials

extension ResolveReport {
  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    var writer = JSONWriter(.indented(2))
    writer.beginObject()
    switch origin {
    case .secrets(let resolution): writer.members(of: resolution)
    case .configFile(let file, _): writer.member("configFile", file.text)
    }
    if let files = images.lazy.compactMap(\.node?.files).first {
      writer.member("nodeFiles", files)
    }
    writer.member("images", objects: images) { writer, image in
      writer.members(of: image)
      if let answer = image.node { writer.members(of: answer) }
    }
    writer.member("findings", objects: nodeFindings) { $0.members(of: $1) }
    writer.endObject()
    return SafeText(json: writer.text + "\n")
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

  mutating func members(of image: ResolveReport.Image) {
    member("role", image.use?.role.rawValue)
    member("container", image.use?.name)
    member("image", image.originalText)
    switch image.reference {
    case .success(let reference): member("name", reference.name)
    case .failure(let error):
      member("name", nil)
      member("error", error)
    }
    member("credentials", objects: image.credentials) { writer, credential in
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
  /// The name in JSON of what became of the item.
  fileprivate var code: String {
    switch item {
    case .named, .unnamed: outcome.code
    case .bareString: "plainString"
    case .malformed: "noObject"
    case .notAList: "notAList"
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
    case .ignored(.wrongType): "wrongType"
    case .ignored(.missingKey): "missingKey"
    case .ignored(.masked): "masked"
    case .ignored(.emptyValue): "emptyValue"
    case .read: "read"
    case .malformed: "malformed"
    case .notReached: "notReached"
    }
  }
}
