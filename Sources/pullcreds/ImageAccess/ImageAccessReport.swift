import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

/// Who may use the images of a node.
struct ImageAccessReport: Sendable {
  let access: NodeImageAccess
  let entries: [NodeImageAccess.Entry]
  /// Images whose pull is under way, or was when the kubelet ended.
  let pulling: [String]

  /// All images; or only `images`.
  init(_ access: NodeImageAccess, images: [String]) {
    self.access = access
    let wanted = Set(images.map { Array($0.utf8) })
    pulling = access.node.records.intents.map(\.image).filter {
      wanted.isEmpty || wanted.contains(Array($0.utf8))
    }
    entries = images.isEmpty ? access.entries() : images.flatMap(access.entries(for:))
  }

  /// Success if every image may be used by somebody, and no file is odd.
  var status: ExitStatus {
    access.node.oddFiles.isEmpty && !entries.contains(where: \.isForNobody) ? .success : .negative
  }
}

// MARK: - Text

extension ImageAccessReport {
  var text: SafeText {
    var page = TextPage()
    page.definition("policy", policy, column: 10, indent: 0)
    page.definition(
      "from", access.configurationPath.map { "\(word: $0)" } ?? "the kubelet's defaults",
      column: 10,
      indent: 0)
    for pattern in access.policy.allowlist.patterns {
      page.definition("allowed", "\(word: pattern)", column: 10, indent: 0)
    }
    if entries.isEmpty {
      page.blank()
      page.line(access.node.exists ? "there is no such image" : "the kubelet has no records")
    }
    for entry in entries {
      page.blank()
      if entry.image.isEmpty {
        page.line("an image without a recorded name")
      } else {
        page.reference(entry.image)
      }
      if !entry.imageRef.isEmpty { page.reference(entry.imageRef, indent: 2) }
      for line in entry.lines { page.paragraph(line, indent: 2, hanging: 2) }
    }
    for image in pulling {
      page.blank()
      page.reference(image)
      page.paragraph("its pull is under way, or was when the kubelet ended", indent: 2)
    }
    for file in access.node.oddFiles {
      page.blank()
      page.line("\(word: file.path)")
      page.paragraph("\(sentence: file.reason)", indent: 2)
    }
    return page.text
  }

  private var policy: SafeText {
    """
    \(word: access.policy.verification?.rawValue ?? "off"), kubelet \
    \(word: access.policy.release.description)
    """
  }
}

extension NodeImageAccess.Entry {
  /// Who may use the image, and why.
  fileprivate var lines: [SafeText] {
    if isForEveryone { return ["everyone: \(sentence: rule.explanation)"] }
    if isForNobody { return ["nobody: \(sentence: rule.explanation)"] }
    return recorded.secrets.map { "Secret \(sentence: $0.secret.description)" }
      + recorded.serviceAccounts.map { "ServiceAccount \(sentence: $0.description)" }
  }
}

// MARK: - JSON

extension ImageAccessReport {
  var json: SafeText {
    var writer = JSONWriter(.indented(2))
    writer.object { writer in
      writer.member(
        "policy",
        object: { writer in
          writer.member("verification", access.policy.verification?.rawValue)
          writer.name("allowlist")
          writer.beginArray()
          for pattern in access.policy.allowlist.patterns { writer.string(pattern) }
          writer.endArray()
          writer.member("kubelet", access.policy.release.description)
          writer.member("file", access.configurationPath)
        })
      writer.member("images", objects: entries) { writer, entry in
        writer.member("image", ImageReference.displayText(of: entry.image))
        writer.member("imageRef", entry.imageRef)
        writer.member("isForEveryone", entry.isForEveryone)
        writer.member("rule", entry.rule.rawValue)
        writer.member("secrets", objects: entry.recorded.secrets) { $0.members(of: $1.secret) }
        writer.member("serviceAccounts", objects: entry.recorded.serviceAccounts) {
          $0.members(of: $1)
        }
      }
      writer.name("pulling")
      writer.beginArray()
      for image in pulling { writer.string(ImageReference.displayText(of: image)) }
      writer.endArray()
      writer.member("oddFiles", objects: access.node.oddFiles) { writer, file in
        writer.member("path", file.path)
        writer.member("reason", file.reason)
      }
    }
    return SafeText(json: writer.text + "\n")
  }
}

extension JSONWriter {
  fileprivate mutating func members(of identity: PullIdentity) {
    member("namespace", identity.namespace)
    member("name", identity.name)
    member("uid", identity.uid)
  }
}
