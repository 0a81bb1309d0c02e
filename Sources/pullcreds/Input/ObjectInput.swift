import ImagePullCredentials

/// Objects of a cluster from the files of `-f`, or from standard input.
struct ObjectInput {
  private let paths: [String]
  private let subcommand: String
  /// Where objects are that name no namespace: where kubectl would put them.
  private let namespace: String
  /// What was wrong with single objects, which are left out.
  private(set) var warnings: [SafeText] = []

  /// The most malformed objects that are named.
  private static let warningLimit = 10

  init(_ arguments: Arguments) {
    let paths = arguments.values(of: .filename)
    self.paths = paths.isEmpty ? ["-"] : paths
    subcommand = arguments.subcommand
    namespace = arguments.value(of: .namespace) ?? "default"
  }

  /// All objects.
  mutating func read() throws(InputError) -> KubernetesObjects {
    var objects = KubernetesObjects()
    let malformed = Malformed()
    for path in paths {
      let file = try Input.read(path, advice: "kubectl get pods,sa,secrets -o json | \(command)")
      do {
        objects.merge(
          try KubernetesObjects(json: file.bytes.span, defaultNamespace: namespace) {
            malformed.add($0, in: file.name)
          })
      } catch {
        throw .objects(file.name, error)
      }
    }
    warnings = malformed.warnings
    return objects
  }

  /// Hands out the objects one after the other, while they are read. Progress shows on standard error
  /// if that is a terminal.
  mutating func stream(_ body: (KubernetesObject) -> Void) throws(InputError) {
    var progress = Progress()
    defer { progress.finish() }
    let malformed = Malformed()
    for path in paths {
      let (file, name) = try Input.open(
        path, advice: "kubectl get pods,deployments,sa,secrets,events -A -o json | \(command)")
      defer { if path != "-" { file.closeFile() } }
      var stream = ObjectStream(
        defaultNamespace: namespace, onMalformedObject: { malformed.add($0, in: name) })
      var piece = [UInt8](repeating: 0, count: FileDescriptor.pieceSize)
      while true {
        let count: Int
        do {
          count = try file.readPiece(into: &piece)
        } catch {
          throw .unreadable(name, error)
        }
        do {
          guard count > 0 else {
            try stream.finish(body)
            break
          }
          try stream.append(piece.span.extracting(first: count), body)
        } catch {
          throw .objects(name, error)
        }
        progress.advance(by: count)
      }
    }
    warnings = malformed.warnings
  }

  private var command: SafeText { "pullcreds \(word: subcommand)" }

  /// Objects that are left out.
  private final class Malformed {
    private var count = 0
    private var shown: [SafeText] = []

    func add(_ error: KubernetesObjects.DecodingError, in file: SafeText) {
      count += 1
      if count <= ObjectInput.warningLimit {
        shown.append("warning: left out: \(file): \(sentence: error.description)")
      }
    }

    var warnings: [SafeText] {
      let rest = count - shown.count
      return shown + (rest > 0 ? ["warning: \(rest) more malformed objects are left out"] : [])
    }
  }
}

extension Option {
  static let filename = Option(
    "filename", short: "f", value: "FILE", isRepeatable: true,
    help: "Read kubectl's JSON from FILE, - for standard input (the default). May be repeated.")

  static let namespace = Option(
    "namespace", short: "n", value: "NAME",
    help: "Look in this namespace. Needed only when the name is in several.")
}

/// A line on standard error that says how much has been read, for people who wait.
private struct Progress {
  private let isShown = FileDescriptor.standardError.isTerminal
  private var count = 0
  private var shown = 0

  /// How many bytes are read between two updates; shorter inputs show none.
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
    // What nobody can see need not be reported.
    try? FileDescriptor.standardError.write(text)
  }
}
