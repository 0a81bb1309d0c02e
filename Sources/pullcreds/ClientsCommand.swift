import ImagePullCredentials

extension Subcommand {
  /// `pullcreds clients`.
  static let clients = Subcommand(
    name: "clients",
    summary: "Which clients would use a registry key for an image.",
    usage: ["KEY… --image IMAGE [-o text|json]"],
    about: [
      "Kubelet, docker, podman and skopeo, crane, k8schain, and oras read the same files by "
        + "different rules. Shows for each KEY whether each of them would use a credential under it "
        + "for IMAGE, if it were the only one, and why. Docs/Clients.md has the rules and where "
        + "they come from."
    ],
    options: [.clientsImage, .output],
    examples: [
      Example(
        purpose: "Why does it work for podman, and not in the cluster?",
        command: "pullcreds clients registry-1.docker.io docker.io --image nginx"),
      Example(
        purpose: "Who understands a wildcard?",
        command: "pullcreds clients '*.example.com' --image r.example.com/app"),
    ],
    exitStatus: [
      (.success, "Every client would use every KEY."),
      (.negative, "Some client would not use some KEY."),
      (.unusable, "The arguments cannot be used."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      let keys = try arguments.requiredOperands("KEY")
      guard let image = try arguments.images(arguments.values(of: .clientsImage)).first else {
        throw ArgumentError.missingOperand("--image IMAGE")
      }
      let report = ClientsReport(keys, for: image)
      return CommandResult(report, in: format)
    })
}

extension Option {
  fileprivate static let clientsImage = Option(
    "image", value: "IMAGE", help: "The image that is pulled.")
}

/// Which clients would use registry keys for an image.
struct ClientsReport: Report, Sendable {
  let image: ImageReference
  let keys: [Key]

  /// One key.
  struct Key: Sendable {
    /// Without userinfo.
    let displayKey: String
    let uses: [KeyUse]
  }

  init(_ keys: [String], for image: ImageReference) {
    self.image = image
    self.keys = keys.map {
      Key(
        displayKey: RegistryPattern.displayKey(of: $0),
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
  var text: SafeText {
    var page = TextPage()
    page.reference(image.description)
    for key in keys {
      page.blank()
      page.line("\(word: key.displayKey)", indent: 2)
      for use in key.uses {
        page.definition(
          "\(sentence: use.client.name)",
          "\(use.isUsed ? "yes" : "no"): \(sentence: use.rule.explanation)", column: 35, indent: 4)
      }
    }
    return page.text
  }
}

// MARK: - JSON

extension ClientsReport {
  var json: SafeText {
    SafeText(jsonObject: { writer in
      writer.member("image", image.description)
      writer.member("keys", objects: keys) { writer, key in
        writer.member("key", key.displayKey)
        writer.member("uses", objects: key.uses) { writer, use in
          writer.member("client", use.client.rawValue)
          writer.member("isUsed", use.isUsed)
          writer.member("rule", use.rule.rawValue)
          writer.member("reason", use.rule.explanation)
          writer.member("source", use.client.source)
        }
      }
    })
  }
}
