import ImagePullCredentials
import KubernetesPulls
import ManifestYAML
import NodeCredentials

/// Objects of a cluster, in JSON or YAML, from the files and folders of `-f`, or from standard input.
struct ObjectInput {
  private let paths: [String]
  private let isRecursive: Bool
  private let subcommand: String
  /// The namespace of objects without one, as in kubectl.
  private let namespace: String
  private let malformed: Malformed

  init(_ arguments: Arguments) {
    let paths = arguments.values(of: .filename)
    self.paths = paths.isEmpty ? ["-"] : paths
    isRecursive = arguments.has(.recursive)
    subcommand = arguments.subcommand
    namespace = arguments.value(of: .namespace) ?? "default"
    malformed = Malformed(arguments.warnings)
  }

  /// All objects.
  func read() throws(InputError) -> KubernetesObjects {
    defer { malformed.finish() }
    var objects = KubernetesObjects()
    for file in try files() {
      do throws(InputError) {
        try decode(try Input.read(file.path, advice: advice)) { objects.apply($0) }
      } catch {
        try leaveOut(file, error)
      }
    }
    return objects
  }

  /// Hands out the objects, or the events of a watch, one after the other. JSON is read as it arrives,
  /// YAML as a whole first. Progress shows on standard error if that is a terminal.
  func stream<Consumer>(
    into consumer: inout Consumer, _ body: (inout Consumer, WatchEvent) -> Void
  ) throws(InputError) {
    defer { malformed.finish() }
    var progress = Progress()
    defer { progress.finish() }
    for file in try files() {
      do throws(InputError) {
        try stream(file.path, &progress) { body(&consumer, $0) }
      } catch {
        try leaveOut(file, error)
      }
    }
  }

  /// Skips a file of a folder, which may also contain other files. A named file must be valid.
  private func leaveOut(_ file: File, _ error: InputError) throws(InputError) {
    guard file.isOfFolder else { throw error }
    malformed.add(error.message)
  }

  private struct File {
    let path: String
    let isOfFolder: Bool
  }

  private var advice: SafeText {
    "kubectl get pods,deployments,sa,secrets,events -o json | pullcreds \(word: subcommand)"
  }

  /// The files, and those in folders.
  private func files() throws(InputError) -> [File] {
    var files: [File] = []
    for path in paths {
      guard path != "-", Folder.isFolder(path) else {
        files.append(File(path: path, isOfFolder: false))
        continue
      }
      let found: [String]
      do {
        found = try Folder(path: path).files(recursive: isRecursive, hidden: false)
      } catch {
        throw .unreadable("\(word: path)", error)
      }
      guard !found.isEmpty else { throw .emptyFolder("\(word: path)") }
      files += found.map { File(path: $0, isOfFolder: true) }
    }
    return files
  }

  /// What is skipped: single objects, and files of folders.
  private final class Malformed {
    private let warnings: Warnings
    private var count = 0
    private static let limit = 10

    init(_ warnings: Warnings) { self.warnings = warnings }

    func add(_ problem: SafeText) {
      count += 1
      if count <= Self.limit { warnings.add("warning: left out: \(problem)") }
    }

    func finish() {
      if count > Self.limit {
        warnings.add("warning: left out: \(count - Self.limit) more")
      }
    }
  }
}

// MARK: - Decoding

extension ObjectInput {
  private typealias DecodingError = KubernetesObjects.DecodingError

  /// Reads a file as JSON, or as YAML.
  private func decode(
    _ file: Input.File, _ body: (WatchEvent) -> Void
  ) throws(InputError) {
    do {
      try decode(file.bytes.span, of: file.name, { $0 }, body)
    } catch {
      guard error.mayBeOfYAML || file.bytes.hasByteOrderMark else {
        throw .objects(file.name, error)
      }
      try decodeYAML(file, unless: error, body)
    }
  }

  /// Reads objects in JSON. `place` maps errors to the original text.
  private func decode(
    _ json: Span<UInt8>, of file: SafeText, _ place: (DecodingError) -> DecodingError,
    _ body: (WatchEvent) -> Void
  ) throws(DecodingError) {
    var reader = ObjectReader(json, defaultNamespace: namespace)
    while true {
      do {
        guard let event = try reader.next() else { return }
        body(event)
      } catch {
        guard reader.canGoOn else { throw place(error) }
        malformed.add("\(file): \(sentence: place(error).description)")
      }
    }
  }

  /// Reads a stream of YAML documents. `failure` is why it is not JSON, which is the error for text that
  /// is YAML only by accident.
  private func decodeYAML(
    _ file: Input.File, unless failure: DecodingError, _ body: (WatchEvent) -> Void
  ) throws(InputError) {
    let documents: [Document]
    do {
      documents = try Self.documents(of: file.bytes)
    } catch {
      throw .yaml(file.name, error)
    }
    guard !documents.isEmpty else { throw .objects(file.name, failure) }
    if let other = documents.first(where: { $0.json.first != UInt8(ascii: "{") }) {
      throw .objects(file.name, failure.code == .yaml ? other.isNoObject : failure)
    }
    for document in documents {
      do {
        try decode(document.json.span, of: file.name, document.place, body)
      } catch {
        throw .objects(file.name, error)
      }
    }
  }

  /// A document of a YAML stream.
  private struct Document {
    let json: [UInt8]
    let positions: YAMLPositionMap

    /// The error of a document that is a list, such as a JSON patch, or a plain value.
    var isNoObject: DecodingError {
      let position = positions.position(ofByte: 0)
      return DecodingError(
        .notJSON, at: 0, line: position.line, column: position.column,
        explanation: "expected a Kubernetes object, with apiVersion and kind")
    }

    /// The error with its place in the YAML.
    func place(_ error: DecodingError) -> DecodingError {
      let position = positions.position(ofByte: error.offset)
      return DecodingError(
        error.code, at: error.offset, line: position.line, column: position.column,
        object: error.object, path: error.path, explanation: error.explanation(ofYAML: json.span))
    }
  }

  /// The documents that are not empty.
  private static func documents(of bytes: [UInt8]) throws(YAMLError) -> [Document] {
    var documents: [Document] = []
    var reader = YAMLReader(bytes.span)
    while let document = try reader.next() {
      guard !document.isNull else { continue }
      documents.append(
        Document(json: [UInt8](copying: document.json), positions: document.positions))
    }
    return documents
  }

  private func stream(
    _ path: String, _ progress: inout Progress, _ body: (WatchEvent) -> Void
  ) throws(InputError) {
    let (file, name) = try Input.open(path, advice: advice)
    var stream = ObjectStream(
      defaultNamespace: namespace,
      onMalformedObject: { malformed.add("\(name): \(sentence: $0.description)") })
    var piece = [UInt8](repeating: 0, count: Descriptor.pieceSize)
    var isFirst = true
    while true {
      let count: Int
      do {
        count = try file.readPiece(into: &piece)
      } catch {
        throw .unreadable(name, error)
      }
      if isFirst, !piece[..<count].beginsJSON {
        return try decode(rest(of: file, name, after: piece[..<count]), body)
      }
      isFirst = false
      do {
        guard count > 0 else { return try stream.finish(body) }
        try stream.append(piece.span.extracting(first: count), body)
      } catch {
        throw .objects(name, error)
      }
      progress.advance(by: count)
    }
  }
}

extension ObjectInput {
  /// The whole file, of which `start` was already read.
  private func rest(
    of file: Descriptor, _ name: SafeText, after start: ArraySlice<UInt8>
  ) throws(InputError) -> Input.File {
    let limit = YAMLReader.maximumByteCount
    do {
      guard let rest = try file.readToEnd(limit: limit - start.count) else {
        throw InputError.tooLarge(name, limit: limit)
      }
      return Input.File(name: name, bytes: start + rest)
    } catch let error as SystemFailure {
      throw .unreadable(name, error)
    } catch {
      throw .tooLarge(name, limit: limit)
    }
  }
}

extension [UInt8] {
  /// Whether a byte order mark determines the encoding, as in kubectl for files.
  fileprivate var hasByteOrderMark: Bool {
    [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]].contains { starts(with: $0) }
  }
}

extension ArraySlice<UInt8> {
  /// Whether the first byte that is not white space is `{`, or there is no such byte.
  fileprivate var beginsJSON: Bool {
    let first = first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == nil || first == UInt8(ascii: "{")
  }
}

extension KubernetesObjects.DecodingError {
  /// What is wrong, with advice if YAML reads a text as a number or a boolean.
  func explanation(ofYAML json: Span<UInt8>) -> String {
    guard code == .typeMismatch, json.indices.contains(offset) else { return explanation }
    if json[offset] == UInt8(ascii: "\""),
      ["expected a number", "expected true or false"].contains(where: { explanation.hasPrefix($0) })
    {
      return "\(explanation): write the value without quotes"
    }
    guard explanation.hasPrefix("expected a string") else { return explanation }
    switch json[offset] {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"),
      UInt8(ascii: "f"):
      return "\(explanation): put the value in quotes"
    default: return explanation
    }
  }

  /// Whether the text may be YAML: it is not JSON, and not other output such as a table or a message of
  /// kubectl.
  fileprivate var mayBeOfYAML: Bool {
    code == .yaml || code == .notJSON && explanation.hasPrefix("expected a JSON object")
  }
}

extension Option {
  static let filename = Option(
    "filename", short: "f", value: "FILE", isRepeatable: true,
    help: """
      Read JSON or YAML, as kubectl prints it and applies it, from FILE, from the *.json, *.yaml and \
      *.yml of a folder, or from standard input: - (the default). May be repeated.
      """)

  static let recursive = Option(
    "recursive", short: "R", help: "Read the folders in a folder of -f, too.")

  static let namespace = Option(
    "namespace", short: "n", value: "NAME",
    help: "Look in this namespace. Needed only when the name is in several.")
}

/// A line on standard error that shows the progress of reading.
private struct Progress {
  private let isShown = FileDescriptor.standardError.isTerminal
  private var count = 0
  private var shown = 0

  /// The bytes between two updates; shorter inputs show no progress.
  private static let step = 1 << 23

  mutating func advance(by count: Int) {
    self.count += count
    guard isShown, self.count - shown >= Self.step else { return }
    shown = self.count
    write("\rread \(self.count >> 20) MiB")
  }

  /// Removes the line.
  func finish() {
    if shown > 0 { write("\r\u{1B}[K") }
  }

  private func write(_ text: SafeText) {
    // An error here cannot be reported.
    try? FileDescriptor.standardError.write(text)
  }
}
