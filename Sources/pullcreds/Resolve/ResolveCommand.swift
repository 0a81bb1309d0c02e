import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import PullDiagnosis

extension Subcommand {
  /// `pullcreds resolve`.
  static let resolve = Subcommand(
    name: "resolve",
    summary: "The credentials for each image of a Pod, in the order tried.",
    usage: [
      "[pod/NAME | deploy/NAME | NAME] [-n NAME] [-f FILE]… [--image IMAGE]…",
      "IMAGE… --config FILE",
    ],
    about: [
      "Reads Pods, workloads, ServiceAccounts and Secrets as kubectl get -o json prints them, and "
        + "shows what the kubelet would pull each image of a Pod with: registry key, username, and "
        + "the Secret with the list that names it; never a password. Where the command "
        + "line names no Pod or workload, the only one is meant, or the only Pod that fails to pull. "
        + "For a workload it is the next Pod created from its template.",
      "With --config, the keys of a docker config file are looked up instead.",
      "The node's own credentials are looked at only as far as options ask for it: config files "
        + "(--node-root), credential providers, Docker credential helpers. Without these options "
        + "nothing is executed.",
    ],
    options: [.filename, .recursive] + SubjectSelector.options + [.merge, .image, .config]
      + NodeSelector.options + [.output],
    examples: [
      Example(
        purpose: "What can this Pod pull with?",
        command: """
          kubectl get pods,sa,secrets -n payments -o json |
            pullcreds resolve --pod payment-api-7d9f4-xkp2m
          """),
      Example(
        purpose: "Would a Deployment's next Pod be able to pull another image?",
        command: """
          pullcreds resolve -f payments.json --deployment payment-api \\
            --image ghcr.io/example-payments/ledger:2
          """),
      Example(
        purpose: "Which entry of this file matches?",
        command: "pullcreds resolve nginx --config ~/.docker/config.json"),
    ],
    exitStatus: [
      (.success, "Every image has credentials; empty ones do not count."),
      (.negative, "Some image has none."),
      (.unusable, "The arguments or the input cannot be used; the message says where and why."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      let report =
        arguments.has(.config)
        ? try resolveConfigFile(arguments) : try resolveSubject(arguments)
      return CommandResult(report, in: format)
    })
}

extension Option {
  static let merge = Option(
    "merge", value: "RULE",
    help: "How the lists of Pod and ServiceAccount are put together. admission (default) is what a "
      + "cluster does: the ServiceAccount's is copied when a Pod with an empty list is created, so a "
      + "live Pod's own list is all that counts. union, Pod first, then ServiceAccount, is what "
      + "some client libraries do.")

  static let image = Option(
    "image", value: "IMAGE", isRepeatable: true,
    help: "Show this image only, which need not be one of the Pod's. May be repeated.")

  fileprivate static let config = Option(
    "config", value: "FILE",
    help: "Look IMAGE up in this docker config file, such as ~/.docker/config.json; - for standard "
      + "input.")
}

/// The images of a Pod or workload of the input.
private func resolveSubject(_ arguments: Arguments) throws -> ResolveReport {
  try arguments.allowOperands(
    1, advice: "write --image IMAGE, pod/NAME or -f FILE, or give --config FILE too")
  let selector = try SubjectSelector(arguments, operand: arguments.operands.first)
  let merge = try arguments.choice(of: .merge, default: PullResolution.Merge.admission)
  let images = try arguments.images(arguments.values(of: .image))
  let node = try NodeSelector(arguments)
  let objects = try ObjectInput(arguments).read()
  let selection = try selector.select(from: objects)
  var report = ResolveReport(objects.resolve(selection.subject, merging: merge), only: images)
  report.note = selection.note
  if let node { report.query(node) }
  return report
}

/// The images of the command line, from a docker config file.
private func resolveConfigFile(_ arguments: Arguments) throws -> ResolveReport {
  let others =
    [.filename, .recursive] + SubjectSelector.options + [.merge]
    + NodeSelector.options.filter { $0 != .dockerHelpers }
  if let other = others.first(where: arguments.has) {
    throw ArgumentError.conflict("--config", other.title)
  }
  let images = try arguments.images(
    arguments.operands.map(\.text) + arguments.values(of: .image))
  guard !images.isEmpty else {
    throw ArgumentError.missingOperand("IMAGE")
  }
  let path = arguments.value(of: .config) ?? "-"
  let config = try Input.dockerConfig(path, of: arguments.subcommand)
  var report = ResolveReport(
    config, file: path == "-" ? "standard input" : "\(word: path)", wanted: images)
  if let node = try NodeSelector(arguments, docker: (config, path)) { report.query(node) }
  return report
}

// MARK: - The report

/// Images and their credentials, in the order tried.
struct ResolveReport: Report, Sendable {
  let origin: Origin
  private(set) var images: [Image]
  /// The findings about the node, most decisive first.
  private(set) var nodeFindings: [Finding] = []
  /// Why the Pod or workload is selected, if the command line does not name it.
  var note: SafeText?

  /// Where the keyring came from.
  enum Origin: Sendable {
    /// From the pull secrets of a Pod or workload.
    case secrets(PullResolution)
    /// From the docker config file of this name.
    case configFile(name: SafeText, DockerConfig)
  }

  /// One image.
  struct Image: Sendable {
    /// The text in the Pod or on the command line.
    let originalText: String
    /// The container with the image; nil if only the command line names it.
    let use: ContainerImage?
    let reference: Result<ImageReference, ImageReference.ParseError>
    /// At most ``credentialLimit`` of each source; empty for an invalid reference, and after a
    /// refusal.
    fileprivate(set) var credentials: [Credential]
    /// The total number.
    fileprivate(set) var credentialCount: Int
    /// The node's answer; nil without the options for it.
    fileprivate(set) var node: NodeKeyring.Answer?

    /// The most credentials of an image that a report keeps: images times Secrets would fill the memory.
    static let credentialLimit = 256

    /// The container or volume of the image, such as `container web`.
    var title: SafeText {
      guard let use else { return "image" }
      let role: SafeText = "\(sentence: use.role.description)"
      return use.name.isEmpty ? "\(role) without a name" : "\(role) \(name: use.name)"
    }

    /// Whether there is a credential that is not empty. The kubelet also tries empty ones, which is
    /// an anonymous pull.
    var hasCredentials: Bool {
      credentials.contains { !$0.entry.isAnonymous || isIdentityTokenForDocker($0) }
    }

    /// Whether Docker uses it for its identity token, which a kubelet does not read.
    func isIdentityTokenForDocker(_ credential: Credential) -> Bool {
      credential.entry.hasIdentityToken && credential == node?.docker?.credential
    }

    /// Those that are not from a Secret.
    var nodeCredentials: [Credential] { credentials.filter { !$0.source.isSecret } }

    /// Whether a kubelet has a credential that is not empty; those of a Docker credential helper do
    /// not count.
    var hasKubeletCredentials: Bool { credentials.contains { $0.isOfKubelet } }

    /// Whether it has one from the node.
    var hasNodeCredentials: Bool { nodeCredentials.contains { $0.isOfKubelet } }
  }

  /// The credentials for the images of a Pod or workload, or only for `wanted`, which need not be
  /// its images.
  init(_ resolution: PullResolution, only wanted: [ImageReference]) {
    origin = .secrets(resolution)
    let all = resolution.images.map { use in
      Image(use, credentials: resolution.credentials)
    }
    guard !wanted.isEmpty else {
      images = all
      return
    }
    images = wanted.flatMap { reference in
      let uses = all.filter { (try? $0.reference.get()) == reference }
      guard uses.isEmpty else { return uses }
      return [Image(reference, credentials: resolution.credentials(for: reference))]
    }
  }

  /// The credentials for `wanted` from a docker config file.
  init(_ config: DockerConfig, file: SafeText, wanted: [ImageReference]) {
    origin = .configFile(name: file, config)
    var keyring = Keyring()
    keyring.add(config, source: .file(path: file.text))
    images = wanted.map { Image($0, credentials: keyring.credentials(for: $0)) }
  }

  /// Looks up each image on the node, unless every pull is refused.
  mutating func query(_ node: NodeSelector) {
    nodeFindings = node.rejections
    guard refusal == nil else { return }
    var pod: PodIdentity?
    if case .secrets(let resolution) = origin { pod = PodIdentity(resolution) }
    let references = images.compactMap { try? $0.reference.get() }
    let answers = node.answers(for: references, pod: pod)
    for index in images.indices {
      guard let image = try? images[index].reference.get(), let answer = answers[image] else {
        continue
      }
      images[index].node = answer
      switch origin {
      case .secrets:
        images[index].credentials += answer.credentials.prefix(Image.credentialLimit)
        images[index].credentialCount += answer.credentials.count
      case .configFile:
        // Docker's answer, with its own rules for keys, not the kubelet's.
        guard let docker = answer.docker else { continue }
        images[index].credentials = docker.credential.map { [$0] } ?? []
        images[index].credentialCount = images[index].credentials.count
      }
    }
    addFindings()
  }

  /// Adds the findings of the providers, which are less severe for images with credentials.
  private mutating func addFindings() {
    let covered = Set(images.filter(\.hasKubeletCredentials).map(\.originalText))
    var findings = FindingList()
    findings.append(nodeFindings)
    for image in images {
      let found = image.node?.providers?.findings ?? []
      findings.append(found.map { $0.madeUpFor(in: covered) })
    }
    nodeFindings = findings.sorted
  }

  /// Success if every image has credentials, and there are some, since the API server rejects a Pod
  /// without images; and no finding about the node makes every pull fail.
  var status: ExitStatus {
    let fails = nodeFindings.contains { $0.severity == .willFail }
    let isServed = !images.isEmpty && images.allSatisfy(\.hasCredentials)
    return isServed && !fails ? .success : .negative
  }

  /// Why every pull is refused, if it is.
  var refusal: PullResolution.Refusal? {
    if case .secrets(let resolution) = origin { resolution.refusal } else { nil }
  }
}

extension CredentialSource {
  fileprivate var isSecret: Bool { if case .secret = self { true } else { false } }
  fileprivate var isHelper: Bool { if case .helper = self { true } else { false } }
}

extension Credential {
  /// Whether it is from a Docker credential helper, which no kubelet uses.
  var isOfHelper: Bool { source.isHelper }

  /// Whether a kubelet would use it, for more than an anonymous pull.
  var isOfKubelet: Bool { !entry.isAnonymous && !isOfHelper }
}

extension ResolveReport.Image {
  fileprivate init(
    _ use: ContainerImage, credentials: (ImageReference) -> Keyring.Matches
  ) {
    self.use = use
    originalText = use.image
    do throws(ImageReference.ParseError) {
      let image = try ImageReference(use.image)
      reference = .success(image)
      (self.credentials, credentialCount) = Self.first(credentials(image))
    } catch {
      reference = .failure(error)
      (self.credentials, credentialCount) = ([], 0)
    }
  }

  fileprivate init(_ image: ImageReference, credentials: Keyring.Matches) {
    originalText = image.originalText
    use = nil
    reference = .success(image)
    (self.credentials, credentialCount) = Self.first(credentials)
  }

  private static func first(_ credentials: Keyring.Matches) -> ([Credential], Int) {
    (Array(credentials.prefix(credentialLimit)), credentials.count)
  }
}
