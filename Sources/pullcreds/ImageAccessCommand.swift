import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

extension Subcommand {
  /// `pullcreds image-access`.
  static let imageAccess = Subcommand(
    name: "image-access",
    summary: "Who may use the images on a node without the registry being asked.",
    usage: ["--node-root DIR [--image IMAGE]… [--images FILE] [-o text|json]"],
    about: [
      "Since 1.35 a kubelet lets a Pod use an image on the node only if it has recorded that the "
        + "Pod could pull it. Reads these records below DIR, which is / or a copy of a node's file "
        + "system, with the policy of its KubeletConfiguration, and lists for each image who may use "
        + "it: Secrets, ServiceAccounts, everyone. For others the kubelet asks the registry again, "
        + "or fails the container where imagePullPolicy is Never.",
      "Only the container runtime knows which images are on the node. With --images, the output of crictl images "
        + "-o json, images are listed that the kubelet did not pull, and tags are known.",
    ],
    options: [.accessNodeRoot, .accessImage] + NodeImageAccess.options + [.output],
    examples: [
      Example(
        purpose: "Who may use what on this node?",
        command: """
          crictl images -o json > images.json
          pullcreds image-access --node-root / --images images.json
          """),
      Example(
        purpose: "Who may use this image?",
        command: "pullcreds image-access --node-root / --image registry.example.com/team/app:v1"),
    ],
    exitStatus: [
      (.success, "Every image may be used by somebody, and every file can be read."),
      (.negative, "Nobody may use some image, or some file is odd."),
      (.unusable, "The arguments or some file cannot be used; the message says which and why."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      try arguments.allowOperands(advice: "write --image IMAGE")
      guard let root = try arguments.directory(of: .accessNodeRoot) else {
        throw ArgumentError.missingOperand("--node-root DIR")
      }
      let access = try NodeImageAccess(root: root, arguments)
      let report = ImageAccessReport(access, images: arguments.values(of: .accessImage))
      return CommandResult(report, in: format)
    })
}

extension Option {
  fileprivate static let accessNodeRoot = Option(
    "node-root", value: "DIR",
    help: "Read the kubelet's records below DIR, which is / or a copy of a node's file system.")

  fileprivate static let accessImage = Option(
    "image", value: "IMAGE", isRepeatable: true,
    help: "List this image only, written as in a container. May be repeated.")

  fileprivate static let nodeImages = Option(
    "images", value: "FILE",
    help: "The images on the node, as crictl images -o json prints them; - for standard input.")

  fileprivate static let kubeletConfig = Option(
    "kubelet-config", value: "FILE",
    help: "The kubelet's KubeletConfiguration, in JSON or YAML, instead of the node's own.")

  static let kubeletVersion = Option(
    "kubelet-version", value: "VERSION", help: "The kubelet's version, such as 1.36 or v1.35.2.")
}

extension NodeImageAccess {
  /// The additional options about a node's images.
  static let options: [Option] = [.nodeImages, .kubeletConfig, .kubeletVersion]

  /// Reads the node of the options of `explain`; nil without a node, or if its kubelet keeps no
  /// records.
  init?(_ arguments: Arguments) throws {
    guard let root = try arguments.directory(of: .nodeRoot),
      NodeImageRecords.exist(in: NodeFileSystem(root: root))
    else { return nil }
    try self.init(root: root, arguments)
  }

  /// Reads the node of the options.
  init(root: String, _ arguments: Arguments) throws {
    var images: [ImagePullRecords.NodeImage] = []
    if let path = arguments.value(of: .nodeImages) {
      let advice: SafeText =
        "crictl images -o json | pullcreds image-access --node-root / --images -"
      let file = try Input.read(path, advice: advice)
      do throws(FieldViolation) {
        images = try ImagePullRecords.NodeImage.list(crictl: file.bytes.span)
      } catch {
        throw InputError.images(file.name, error)
      }
    }
    try self.init(
      in: NodeFileSystem(root: root), images: images,
      configuration: arguments.value(of: .kubeletConfig),
      release: try arguments.kubeletRelease(default: .v135))
  }
}

extension Arguments {
  /// The value of `--kubelet-version`.
  func kubeletRelease(default release: KubeletRelease) throws(ArgumentError) -> KubeletRelease {
    guard let version = value(of: .kubeletVersion) else { return release }
    guard let release = KubeletRelease(version) else { throw .invalidVersion }
    return release
  }
}

// MARK: - The report

/// Who may use the images of a node.
struct ImageAccessReport: Report, Sendable {
  let access: NodeImageAccess
  let entries: [NodeImageAccess.Entry]
  /// Images that are being pulled, or were when the kubelet stopped.
  let pulling: [String]

  /// All images; or only `images`.
  init(_ access: NodeImageAccess, images: [String]) {
    self.access = access
    let wanted = Set(images.map(ExactText.init))
    pulling = access.node.records.intents.map(\.image).filter {
      wanted.isEmpty || wanted.contains(ExactText($0))
    }
    entries = images.isEmpty ? access.entries() : images.flatMap(access.entries(for:))
  }

  /// Success if somebody may use every image, and no file is unexpected.
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
    SafeText(jsonObject: { writer in
      writer.member(
        "policy",
        object: { writer in
          writer.member("verification", access.policy.verification?.rawValue)
          writer.member("allowlist", strings: access.policy.allowlist.patterns)
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
      writer.member("pulling", strings: pulling.map { ImageReference.displayText(of: $0) })
      writer.member("oddFiles", objects: access.node.oddFiles) { writer, file in
        writer.member("path", file.path)
        writer.member("reason", file.reason)
      }
    })
  }
}

extension JSONWriter {
  fileprivate mutating func members(of identity: PullIdentity) {
    member("namespace", identity.namespace)
    member("name", identity.name)
    member("uid", identity.uid)
  }
}
