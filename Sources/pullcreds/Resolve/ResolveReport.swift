import ImagePullCredentials
import NodeCredentials

/// Images and the credentials that each gets, in the order tried.
struct ResolveReport: Sendable {
  let origin: Origin
  private(set) var images: [Image]

  /// Where the keyring came from.
  enum Origin: Sendable {
    /// From the pull secrets of a Pod or workload.
    case secrets(PullResolution)
    /// From the docker config file of this name.
    case configFile(String, DockerConfig)
  }

  /// One image.
  struct Image: Sendable {
    /// As the Pod or the command line has it.
    let asWritten: String
    /// What in the Pod names the image; nil for one that only the command line names.
    let use: ContainerImage?
    let reference: Result<ImageReference, ImageReference.ParseError>
    /// None for a text that is no reference, and after a refusal.
    fileprivate(set) var credentials: [Credential]
    /// What the node said; nil if it was not asked.
    fileprivate(set) var node: NodeCredentials.Answer?

    /// What in the Pod names the image, such as `container web`.
    var title: String {
      guard let use else { return "image" }
      return use.name.isEmpty ? "\(use.role) without a name" : "\(use.role) \(use.name)"
    }

    /// Whether there is a credential that is not empty. The kubelet tries empty ones too, which
    /// is an anonymous pull.
    var hasCredentials: Bool { credentials.contains { !$0.entry.isAnonymous } }

    /// Those that are not from a Secret.
    var nodeCredentials: [Credential] {
      credentials.filter { if case .secret = $0.source { false } else { true } }
    }

    /// Whether the node has a credential that is not empty.
    var hasNodeCredentials: Bool { nodeCredentials.contains { !$0.entry.isAnonymous } }
  }

  /// What the images of a Pod or workload get; or only `wanted`, which may be its images or not.
  init(_ resolution: PullResolution, only wanted: [ImageReference]) {
    origin = .secrets(resolution)
    let all = resolution.images.map { use in
      Image(use, credentials: { Array(resolution.credentials(for: $0)) })
    }
    guard !wanted.isEmpty else {
      images = all
      return
    }
    images = wanted.flatMap { reference in
      let uses = all.filter { (try? $0.reference.get()) == reference }
      guard uses.isEmpty else { return uses }
      return [Image(reference, credentials: Array(resolution.credentials(for: reference)))]
    }
  }

  /// What `wanted` get from a docker config file.
  init(_ config: DockerConfig, file: String, wanted: [ImageReference]) {
    origin = .configFile(file, config)
    var keyring = Keyring()
    keyring.add(config, source: .file(path: file))
    images = wanted.map { Image($0, credentials: Array(keyring.credentials(for: $0))) }
  }

  /// Asks the node for each image, unless every pull is refused.
  mutating func ask(_ node: NodeSelector) {
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
        images[index].credentials += KeyringStack(answer.keyrings).credentials(for: image)
      case .configFile:
        // The file's own entries are there already; what a helper keeps comes before them.
        let kept = answer.docker?.outcome.isAnsweredByHelper == true ? answer.keyrings : []
        images[index].credentials =
          KeyringStack(kept).credentials(for: image)
          + images[index].credentials
      }
    }
  }

  /// Success if every image has credentials, and there are some: the API server takes no Pod without
  /// images.
  var status: ExitStatus {
    !images.isEmpty && images.allSatisfy(\.hasCredentials) ? .success : .negative
  }

  /// Why every pull is refused, if it is.
  var refusal: PullResolution.Refusal? {
    if case .secrets(let resolution) = origin { resolution.refusal } else { nil }
  }
}

extension ResolveReport.Image {
  fileprivate init(
    _ use: ContainerImage, credentials: (ImageReference) -> [Credential]
  ) {
    self.use = use
    asWritten = use.image
    do throws(ImageReference.ParseError) {
      let image = try ImageReference(use.image)
      reference = .success(image)
      self.credentials = credentials(image)
    } catch {
      reference = .failure(error)
      self.credentials = []
    }
  }

  fileprivate init(_ image: ImageReference, credentials: [Credential]) {
    asWritten = image.asWritten
    use = nil
    reference = .success(image)
    self.credentials = credentials
  }
}
