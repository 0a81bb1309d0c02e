import ImagePullCredentials

/// What each client makes of registry keys for an image.
struct ClientsReport: Sendable {
  let image: ImageReference
  let keys: [Key]

  /// One key.
  struct Key: Sendable {
    /// Without userinfo.
    let displayName: String
    let uses: [KeyUse]
  }

  init(_ keys: [String], for image: ImageReference) {
    self.image = image
    self.keys = keys.map {
      Key(
        displayName: RegistryPattern.displayName(ofKey: $0),
        uses: RegistryClient.uses(ofKey: $0, for: image))
    }
  }

  /// Success if every client uses every key.
  var status: ExitStatus {
    keys.allSatisfy { $0.uses.allSatisfy(\.isUsed) } ? .success : .negative
  }
}

// MARK: - Text

extension ClientsReport {
  var text: String {
    var page = TextPage()
    page.reference(image.description)
    for key in keys {
      page.blank()
      page.line(key.displayName, indent: 2)
      for use in key.uses {
        page.definition(
          use.client.name, "\(use.isUsed ? "yes" : "no"): \(use.rule)", column: 35, indent: 4)
      }
    }
    return page.text
  }
}

// MARK: - JSON

extension ClientsReport {
  var json: String {
    var writer = JSONWriter(.indented(2))
    writer.object { writer in
      writer.member("image", image.description)
      writer.member("keys", objects: keys) { writer, key in
        writer.member("key", key.displayName)
        writer.member("uses", objects: key.uses) { writer, use in
          writer.member("client", use.client.rawValue)
          writer.member("isUsed", use.isUsed)
          writer.member("rule", use.rule.rawValue)
          writer.member("reason", use.rule.description)
          writer.member("source", use.client.source)
        }
      }
    }
    return writer.text + "\n"
  }
}
