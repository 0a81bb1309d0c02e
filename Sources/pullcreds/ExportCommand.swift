import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

extension Subcommand {
  /// `pullcreds export`.
  static let export = Subcommand(
    name: "export",
    summary: "A Pod's credentials as a docker config file, to try them by hand.",
    usage: [
      "[pod/NAME | deploy/NAME | NAME] [-n NAME] [-f FILE]… [--image IMAGE]… [--nth N] "
        + "[--to FILE]"
    ],
    about: [
      "Reads what pullcreds resolve reads, and writes the credential that the kubelet would try "
        + "first for each image of a Pod, or with --nth another of an image's, to a docker config "
        + "file: for --authfile of skopeo and podman, or as config.json in docker's --config "
        + "directory. Such a file holds one credential for each registry; each is written under "
        + "the key that all these programs use for it, whatever the key in the Secret.",
      "FILE is replaced, and only its owner may read it (mode 0600). Then the credentials of each "
        + "image are listed in the order tried, without passwords. Without --to the file goes to "
        + "standard output, if that is not a terminal.",
    ],
    options: [.filename, .recursive] + SubjectSelector.options + [
      .merge, .exportedImage, .nth, .to,
    ],
    examples: [
      Example(
        purpose: "Would the registry accept the Pod's credentials?",
        command: """
          kubectl get pods,sa,secrets -n payments -o json |
            pullcreds export --pod payment-api-7d9f4-xkp2m --to auth.json
          skopeo inspect --authfile auth.json docker://ghcr.io/example/app:1
          """),
      Example(
        purpose: "And the one that is tried next?",
        command: """
          pullcreds export -f payments.json --image ghcr.io/example/app:1 \\
            --nth 2 --to auth.json
          """),
    ],
    exitStatus: [
      (.success, "The credentials of every image are written."),
      (.negative, "Some image has none; if none has, nothing is written."),
      (.unusable, "The arguments, the input or FILE cannot be used; nothing is written."),
    ],
    run: { arguments throws in
      let plan = try exportPlan(arguments)
      let status: ExitStatus = plan.isComplete ? .success : .negative
      guard !plan.entries.isEmpty else {
        if arguments.has(.to) { return CommandResult(plan.text(path: nil), .negative) }
        arguments.warnings.add("nothing is written: no image has a credential")
        return CommandResult("", .negative)
      }
      guard let path = arguments.value(of: .to) else {
        return CommandResult(secret: plan.document, status)
      }
      try SecretFile.write(plan.document, to: path)
      return CommandResult(plan.text(path: path), status)
    })
}

extension Option {
  fileprivate static let exportedImage = Option(
    "image", value: "IMAGE", isRepeatable: true,
    help: "Write this image's credential only; it need not be one of the Pod's. May be repeated.")

  fileprivate static let nth = Option(
    "nth", value: "N",
    help: "Write the credential that is tried as the Nth, from 1. For one image only.")

  fileprivate static let to = Option(
    "to", value: "FILE", help: "Write this file, mode 0600.")
}

private func exportPlan(_ arguments: Arguments) throws -> ExportPlan {
  try arguments.allowOperands(
    1, advice: "write --image IMAGE, pod/NAME, -f FILE or --to FILE")
  let selector = try SubjectSelector(arguments, operand: arguments.operands.first)
  let merge = try arguments.choice(of: .merge, default: PullResolution.Merge.admission)
  let wanted = try arguments.images(arguments.values(of: .exportedImage))
  let number = try arguments.value(of: .nth).map { text throws in
    guard let number = Int(text), number > 0 else { throw ExportError.notANumber }
    return number
  }
  let objects = try ObjectInput(arguments).read()
  let selection = try selector.select(from: objects)
  if let note = selection.note { arguments.warnings.add("using \(selection.subject), \(note)") }
  return try ExportPlan(
    objects.resolve(selection.subject, merging: merge), only: wanted, number: number)
}

/// The credential of each image to write to a file, and its key.
struct ExportPlan: Sendable {
  let images: [Image]
  /// The entries to write, in the order of the images.
  let entries: [DockerConfig.Entry]

  /// One image.
  struct Image: Sendable {
    let reference: ImageReference
    /// All credentials that the kubelet would try, in order.
    let credentials: Keyring.Matches
    /// The index of the one to write; nil if there is none.
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
      let credentials = resolution.credentials(for: reference)
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

  /// The most credentials of an image that are listed, besides the written one.
  private static let listLimit = 50

  /// The report about the written file `path`; nil if there was nothing to write.
  func text(path: String?) -> SafeText {
    var page = TextPage()
    page.paragraph(path.map { "\(word: $0) is written." } ?? "Nothing is written.")
    for image in images {
      page.blank()
      page.reference(image.reference.description)
      if image.credentials.isEmpty { page.line("no credentials", indent: 2) }
      var restCount = 0
      for index in image.credentials.indices {
        guard index < Self.listLimit || index == image.chosen else {
          restCount += 1
          continue
        }
        let credential = image.credentials[index]
        page.line(
          "\(index + 1). \(word: credential.displayKey)", indent: 2)
        page.field("username", "\(word: credential.displayUsername)", column: 10, indent: 5)
        page.field("from", credential.source.safeText, column: 10, indent: 5)
        if index == image.chosen, let key = image.reference.portableRegistryKey {
          page.field("written", "\(word: key)", column: 10, indent: 5)
        }
      }
      if restCount > 0 { page.line("… and \(restCount) more", indent: 2) }
    }
    return page.text
  }
}

/// Why nothing is exported.
enum ExportError: CommandError {
  case notANumber
  case numberForSeveralImages
  /// The requested number, and the number of credentials.
  case notSoMany(Int, Int)
  case refused(PullResolution.Refusal)
  /// Two images of one registry with different credentials.
  case sameRegistry(ImageReference, ImageReference)

  var message: SafeText {
    switch self {
    case .notANumber: "--nth takes a number, 1 or more"
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

/// Writes files that only their owner can read.
enum SecretFile {
  /// Writes `document` to the file `path`, mode 0600, replacing an existing regular file or link.
  ///
  /// It writes a new file in the same directory and renames it, so there is never a partial file, or
  /// one that others can read. A link is replaced, not followed; a device, a FIFO, a socket or a
  /// directory is an error.
  static func write(_ document: [UInt8], to path: String) throws(SecretFileError) {
    let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    if let kind = try? FileKind(atPath: path, followingLinks: false) {
      guard kind == .regularFile || kind == .link else {
        throw SecretFileError(path: path, problem: "it is not a regular file")
      }
    }
    do throws(SystemFailure) {
      let file = try FileDescriptor(creatingPrivate: temporary)
      defer { file.closeFile() }
      do throws(SystemFailure) {
        try file.writeToDisk(secret: document)
        guard rename(temporary, path) == 0 else { throw SystemFailure(errno) }
      } catch {
        unlink(temporary)
        throw error
      }
    } catch {
      throw SecretFileError(path: path, problem: error.message)
    }
  }
}

/// Why a file could not be written.
struct SecretFileError: CommandError {
  let path: String
  let problem: SafeText

  var message: SafeText { "\(word: path) cannot be written: \(problem)" }
}
