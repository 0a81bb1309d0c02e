#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// An open file.
struct FileDescriptor: Sendable {
  let number: Int32

  static let standardInput = FileDescriptor(number: 0)
  static let standardOutput = FileDescriptor(number: 1)
  static let standardError = FileDescriptor(number: 2)

  /// Whether a person sits at the other end.
  var isTerminal: Bool { isatty(number) == 1 }

  /// Opens a file for reading.
  static func open(_ path: String) throws(SystemError) -> FileDescriptor {
    while true {
      #if canImport(Darwin)
        let number = Darwin.open(path, O_RDONLY | O_CLOEXEC)
      #elseif canImport(Musl)
        let number = Musl.open(path, O_RDONLY | O_CLOEXEC)
      #else
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC)
      #endif
      if number >= 0 { return FileDescriptor(number: number) }
      guard errno == EINTR else { throw SystemError(errno) }
    }
  }

  /// Closes the file, after which the value must not be used.
  func closeFile() { _ = close(number) }

  /// All bytes from here to the end.
  func readToEnd() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(number, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
      } else if count == 0 {
        return bytes
      } else if errno != EINTR {
        throw SystemError(errno)
      }
    }
  }

  /// Writes all of `text`. A reader that has gone away, as `head` does, is no error: the rest is
  /// dropped.
  func write(_ text: String) throws(OutputError) {
    // Otherwise such a reader would end this process with the signal, and take the exit status.
    signal(SIGPIPE, SIG_IGN)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { posixWrite(number, $0) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        return
      } else if errno != EINTR {
        throw OutputError(reason: SystemError(errno))
      }
    }
  }
}

/// `write`, which the method of that name hides.
private func posixWrite(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(number, bytes.baseAddress, bytes.count)
}

/// What a system call reports.
struct SystemError: Error, Hashable, CustomStringConvertible {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// In the system's words, such as `No such file or directory`.
  var description: String { strerror(number).map { String(cString: $0) } ?? "error \(number)" }
}

/// Why the output could not be written.
struct OutputError: CommandError, Hashable {
  let reason: SystemError

  var description: String { "the output cannot be written: \(reason)" }
}

/// This process.
enum Process {
  /// Ends it.
  static func exit(with status: ExitStatus) -> Never {
    #if canImport(Darwin)
      Darwin.exit(status.rawValue)
    #elseif canImport(Musl)
      Musl.exit(status.rawValue)
    #else
      Glibc.exit(status.rawValue)
    #endif
  }
}
