import ImagePullCredentials
import KubernetesPulls

/// Which credential of each image goes to a file, and under which key.
struct ExportPlan: Sendable {
  let images: [Image]
  /// What is written, in the order of the images.
  let entries: [DockerConfig.Entry]

  /// One image.
  struct Image: Sendable {
    let reference: ImageReference
    /// All that the kubelet would try, in order.
    let credentials: [Credential]
    /// Which of them is written, from 0; nil if there is none.
    let chosen: Int?
  }

  /// Whether every image has a credential.
  var isComplete: Bool { images.allSatisfy { $0.chosen != nil } }

  /// Chooses the first credential of each image, or the `number`th, from 1, of the only one.
  init(
    _ resolution: PullResolution, only wanted: [ImageReference], number: Int?
  ) throws(ExportError) {
    if let refusal = resolution.refusal { throw .refused(refusal) }
    let references =
      wanted.isEmpty ? resolution.images.compactMap { try? ImageReference($0.image) } : wanted
    var seen: Set<ImageReference> = []
    images = references.filter { seen.insert($0).inserted }.map { reference in
      let credentials = Array(resolution.credentials(for: reference))
      let index = (number ?? 1) - 1
      return Image(
        reference: reference, credentials: credentials,
        chosen: credentials.indices.contains(index) ? index : nil)
    }
    if let number {
      guard images.count == 1, let image = images.first else { throw .numberForSeveralImages }
      guard image.chosen != nil || image.credentials.isEmpty else {
        throw .notSoMany(number, image.credentials.count)
      }
    }
    entries = try Self.entries(for: images)
  }

  private static func entries(for images: [Image]) throws(ExportError) -> [DockerConfig.Entry] {
    var entries: [DockerConfig.Entry] = []
    var firstImages: [String: (image: ImageReference, entry: DockerConfig.Entry)] = [:]
    for image in images {
      guard let chosen = image.chosen, let key = image.reference.portableRegistryKey else {
        continue
      }
      let entry = image.credentials[chosen].entry(registryKey: key)
      if let first = firstImages[key] {
        guard first.entry == entry else { throw .sameRegistry(first.image, image.reference) }
      } else {
        firstImages[key] = (image.reference, entry)
        entries.append(entry)
      }
    }
    return entries
  }

  /// The docker config file. Contains secrets.
  var document: [UInt8] { DockerConfig(entries).encodeDockerConfigJSON() + "\n".utf8 }

  /// What is told of the file `path`, which has been written; nil if there was nothing to write.
  func text(path: String?) -> SafeText {
    var page = TextPage()
    page.paragraph(path.map { "\(word: $0) is written." } ?? "Nothing is written.")
    for image in images {
      page.blank()
      page.reference(image.reference.description)
      if image.credentials.isEmpty { page.line("no credentials", indent: 2) }
      for (index, credential) in image.credentials.enumerated() {
        page.line(
          "\(index + 1). \(word: credential.displayKey)", indent: 2)
        page.field("username", "\(word: credential.displayUsername)", column: 10, indent: 5)
        page.field("from", credential.source.safeText, column: 10, indent: 5)
        if index == image.chosen, let key = image.reference.portableRegistryKey {
          page.field("written", "\(word: key)", column: 10, indent: 5)
        }
      }
    }
    return page.text
  }
}

/// Why nothing is exported.
enum ExportError: CommandError {
  case notANumber
  case numberForSeveralImages
  /// The number asked for, and how many credentials there are.
  case notSoMany(Int, Int)
  case refused(PullResolution.Refusal)
  /// Two images of one registry that get different credentials.
  case sameRegistry(ImageReference, ImageReference)

  var message: SafeText {
    switch self {
    case .notANumber: "--nth takes a number from 1"
    case .numberForSeveralImages:
      "--nth is for one image, and there are several or none; choose one with --image"
    case .notSoMany(let number, let count):
      "there is no credential \(number): the image has \(count)"
    case .refused(let refusal):
      """
      the kubelet refuses every pull of this Pod: Secret \(name: refusal.namespace)/\
      \(name: refusal.secretName) is malformed: \(sentence: refusal.error.description)
      """
    case .sameRegistry(let one, let other):
      """
      the images
      \(word: one.description)
      \(word: other.description)
      are in one registry and get different credentials, of which a docker config file holds one; \
      choose an image with --image
      """
    }
  }
}
