import ImagePullCredentials

/// Images and the credentials that each gets, in the order tried.
struct ResolveReport: Sendable {
  let origin: Origin
  let images: [Image]

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
    let credentials: [Credential]

    /// Whether there is a credential that is not empty. The kubelet tries empty ones too, which
    /// is an anonymous pull.
    var hasCredentials: Bool { credentials.contains { !$0.entry.isAnonymous } }
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

  /// Success if every image has credentials.
  var status: ExitStatus { images.allSatisfy(\.hasCredentials) ? .success : .negative }

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
