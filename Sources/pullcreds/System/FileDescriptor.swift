#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// An open file.
struct FileDescriptor: Sendable {
  private let number: Int32

  private init(number: Int32) { self.number = number }

  static let standardInput = FileDescriptor(number: 0)
  static let standardOutput = FileDescriptor(number: 1)
  static let standardError = FileDescriptor(number: 2)

  /// Whether a person sits at the other end.
  var isTerminal: Bool { isatty(number) == 1 }

  /// Opens a file for reading.
  init(reading path: String) throws(SystemError) {
    var number: Int32
    repeat { number = open(path, O_RDONLY | O_CLOEXEC) } while number < 0 && errno == EINTR
    guard number >= 0 else { throw SystemError(errno) }
    self.number = number
  }

  /// Makes a file for its owner alone, mode 0600 whatever the umask. Fails if there is one of that name.
  init(creatingPrivate path: String) throws(SystemError) {
    var number: Int32
    repeat {
      number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    } while number < 0 && errno == EINTR
    guard number >= 0 else { throw SystemError(errno) }
    self.number = number
    guard fchmod(number, 0o600) == 0 else {
      let error = SystemError(errno)
      closeFile()
      throw error
    }
  }

  /// Closes the file, after which the value must not be used.
  func closeFile() { _ = close(number) }

  /// All bytes from here to the end.
  func readToEnd() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while case let count = try readPiece(into: &piece), count > 0 {
      bytes.append(contentsOf: piece[..<count])
    }
    return bytes
  }

  /// How many bytes are read at once.
  static let pieceSize = 1 << 16

  /// Reads what comes next into `piece` and returns how many bytes that are; none at the end.
  func readPiece(into piece: inout [UInt8]) throws(SystemError) -> Int {
    while true {
      let count = piece.withUnsafeMutableBytes { read(number, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      guard errno == EINTR else { throw SystemError(errno) }
    }
  }

  /// Writes all of `text` and waits until it is on the disk.
  func writeToDisk(_ text: String) throws(SystemError) {
    do {
      try writeAll(text)
    } catch {
      throw error.reason
    }
    guard fsync(number) == 0 else { throw SystemError(errno) }
  }

  /// Writes all of `text`. A reader that has gone away, as `head` does, is no error: the rest is
  /// dropped.
  func writeAll(_ text: String) throws(OutputError) {
    // Otherwise such a reader would end this process with the signal, and take the exit status.
    signal(SIGPIPE, SIG_IGN)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
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
