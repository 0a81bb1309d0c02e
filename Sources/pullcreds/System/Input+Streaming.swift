import ImagePullCredentials

extension Input {
  /// Hands out the objects, or the events of a watch, in the files of `-f`, or in standard input, one after the other, while
  /// they are read. Progress shows on standard error if that is a terminal.
  static func streamObjects(
    _ arguments: Arguments, _ body: (WatchEvent) -> Void
  ) throws(InputError) {
    let paths = arguments.values(of: .filename)
    var progress = Progress()
    defer { progress.finish() }
    for path in paths.isEmpty ? ["-"] : paths {
      let (file, name) = try open(
        path,
        advice: "kubectl get pods,deployments,sa,secrets -A -o json | "
          + "pullcreds \(arguments.subcommand)")
      defer { if path != "-" { file.closeFile() } }
      try stream(file, name, &progress, body)
    }
  }

  private static func open(
    _ path: String, advice: String
  ) throws(InputError) -> (FileDescriptor, name: String) {
    guard path == "-" else {
      do {
        return (try FileDescriptor(reading: path), path)
      } catch {
        throw .unreadable(path, error)
      }
    }
    guard !FileDescriptor.standardInput.isTerminal else { throw .terminal(advice: advice) }
    return (.standardInput, "standard input")
  }

  private static func stream(
    _ file: FileDescriptor, _ name: String, _ progress: inout Progress,
    _ body: (WatchEvent) -> Void
  ) throws(InputError) {
    var stream = ObjectStream(defaultNamespace: "default")
    var piece = [UInt8](repeating: 0, count: FileDescriptor.pieceSize)
    while true {
      let count: Int
      do {
        count = try file.readPiece(into: &piece)
      } catch {
        throw .unreadable(name, error)
      }
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

  private func write(_ text: String) {
    // What nobody can see need not be reported.
    try? FileDescriptor.standardError.writeAll(text)
  }
}
