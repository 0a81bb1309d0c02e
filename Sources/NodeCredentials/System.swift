#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Why a system call, or a step of several, failed. The path is not known here.
package struct SystemFailure: Error, Hashable {
  let code: FileReadingError.Code
  /// The system's error number; 0 if there is none.
  package let number: Int32

  private init(code: FileReadingError.Code, number: Int32) {
    self.code = code
    self.number = number
  }

  /// The failure for `errno`.
  package init(_ number: Int32) {
    let isMissing = number == ENOENT || number == ENOTDIR
    self.init(code: isMissing ? .missing : .unreadable, number: number)
  }

  static let notRegularFile = SystemFailure(code: .notRegularFile, number: 0)
  static let tooLarge = SystemFailure(code: .tooLarge, number: 0)
}

/// The system's message for an error number, such as `No such file or directory`.
package func systemMessage(_ number: Int32) -> String {
  strerror(number).map { String(cString: $0) } ?? "error \(number)"
}

/// The result of a system call, unless it failed.
func check<Number: SignedInteger>(_ result: Number) throws(SystemFailure) -> Number {
  guard result >= 0 else { throw SystemFailure(errno) }
  return result
}

/// `bytes` with a zero byte at the end. A path that contains a zero byte is rejected: in C it would end there.
func cString(_ bytes: [UInt8]) throws(SystemFailure) -> [CChar] {
  guard !bytes.contains(0) else { throw SystemFailure(EINVAL) }
  return bytes.map { CChar(bitPattern: $0) } + [0]
}

// MARK: - Descriptors

/// A file descriptor that child processes do not inherit, and that is closed once.
///
/// Confined to one thread.
package final class Descriptor {
  /// The number; −1 after it is closed.
  private(set) var number: Int32
  private let isOwned: Bool

  var isOpen: Bool { number >= 0 }

  /// Standard input, which is left open.
  package static var standardInput: Descriptor { Descriptor(borrowing: STDIN_FILENO) }

  private init(borrowing number: Int32) {
    self.number = number
    isOwned = false
  }

  /// Opens the file at `path` for reading; waits for a writer if it is a pipe.
  package convenience init(reading path: String) throws(SystemFailure) {
    let path = try cString(Array(path.utf8))
    var number: Int32
    repeat { number = open(path, O_RDONLY | O_CLOEXEC) } while number < 0 && errno == EINTR
    self.init(owning: try check(number))
  }

  /// Takes ownership of `number`, which must not be negative.
  ///
  /// Moves it above the standard streams, whose numbers it may have if the process closed them: a child's own
  /// streams get those numbers.
  init(owning number: Int32) {
    isOwned = true
    guard number <= STDERR_FILENO else {
      self.number = number
      return
    }
    self.number = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    close(number)
  }

  deinit { shut() }

  /// Closes it, unless it is closed or borrowed.
  func shut() {
    guard isOpen else { return }
    if isOwned { close(number) }
    number = -1
  }

  /// The two ends of a new pipe; nil if no descriptor is left; then `errno` says which limit is reached.
  ///
  /// There is no portable way to create a pipe with the close-on-exec flag set: a process that the host starts at
  /// that moment may inherit the ends. Processes of this module do not: ``ChildProcess``.
  static func makePipe() -> (readEnd: Descriptor, writeEnd: Descriptor)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let both = (readEnd: Descriptor(owning: ends[0]), writeEnd: Descriptor(owning: ends[1]))
    return both.readEnd.isOpen && both.writeEnd.isOpen ? both : nil
  }

  /// Makes reading and writing return at once. Affects only this end of a pipe, not the child's.
  func setNonBlocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }

  /// The size of one read.
  package static let pieceSize = 64 << 10

  /// Reads the next bytes into `piece` and returns their number; 0 at the end.
  package func readPiece(into piece: inout [UInt8]) throws(SystemFailure) -> Int {
    try check(read(into: &piece))
  }

  /// All bytes from here to the end; nil if there are more than `limit`.
  package func readToEnd(limit: Int) throws(SystemFailure) -> [UInt8]? {
    let expected = expectedCount
    guard expected <= limit else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected + 1)
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while case let count = try readPiece(into: &piece), count > 0 {
      guard bytes.count + count <= limit else { return nil }
      if bytes.count + count > bytes.capacity, bytes.count >= Self.largeSize {
        // Reserved memory that is not used takes no space; growing by copies would take it twice.
        bytes.reserveCapacity(limit + 1)
      }
      bytes += piece[..<count]
    }
    return bytes
  }

  private static let largeSize = 64 << 20

  /// The size of a regular file; 0 for others.
  private var expectedCount: Int {
    var status = stat()
    guard fstat(number, &status) == 0, FileKind(status) == .regularFile else { return 0 }
    return max(0, Int(status.st_size))
  }

  /// Reads the next bytes into `buffer`: the number of bytes, 0 at the end, −1 with `errno`.
  func read(into buffer: inout [UInt8]) -> Int {
    while true {
      let result = buffer.withUnsafeMutableBytes { systemRead(number, $0.baseAddress, $0.count) }
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

/// The system's `read`, which inside ``Descriptor`` would be the method of that name.
private func systemRead(_ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, buffer, count)
}

// MARK: - Files and directories

/// The kind of a directory entry.
package enum FileKind: Sendable {
  case regularFile, directory, link, other

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .regularFile
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .link
    default: self = .other
    }
  }

  /// The kind of the file at `path`, which is relative to the open `directory`.
  init(
    _ path: [UInt8], in directory: Int32, followingLinks: Bool
  ) throws(SystemFailure) {
    var status = stat()
    let flags = followingLinks ? 0 : AT_SYMLINK_NOFOLLOW
    _ = try check(fstatat(directory, try cString(path), &status, flags))
    self.init(status)
  }

  /// The kind of the file at `path` of this machine.
  package init(atPath path: String, followingLinks: Bool = true) throws(SystemFailure) {
    try self.init(Array(path.utf8), in: AT_FDCWD, followingLinks: followingLinks)
  }

  /// The kind of the file open as `descriptor`.
  init(of descriptor: Descriptor) throws(SystemFailure) {
    var status = stat()
    _ = try check(fstat(descriptor.number, &status))
    self.init(status)
  }
}

/// The names in a directory of this machine, in their byte order.
///
/// A name that is not UTF-8 is repaired, so no file is found by it.
package func names(inDirectory path: String) throws(SystemFailure) -> [String] {
  try names(inDirectory: Array(path.utf8), in: AT_FDCWD).map { String(decoding: $0, as: UTF8.self) }
}

/// The names in the directory at `path`, which is relative to the open `directory`, in their order.
func names(inDirectory path: [UInt8], in directory: Int32) throws(SystemFailure) -> [[UInt8]] {
  let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
  let number = try check(openat(directory, try cString(path), flags))
  guard let stream = fdopendir(number) else {
    let error = errno
    close(number)
    throw SystemFailure(error)
  }
  defer { closedir(stream) }
  var names: [[UInt8]] = []
  while let entry = readdir(stream) {
    // The name is in the entry, which is valid until the next call; a zero byte ends it.
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
    if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
  }
  return names.sorted { $0.lexicographicallyPrecedes($1) }
}

// MARK: - Threads

/// Runs `body` in a new detached thread.
///
/// - Returns: 0, or the system's error number if no thread can be created; then `body` does not run.
func detachThread(_ body: @escaping @Sendable () -> Void) -> Int32 {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))

  // The new thread takes the reference; if there is no new thread, it is released here.
  let body = Unmanaged.passRetained(ThreadBody(body))
  #if canImport(Darwin)
    var thread: pthread_t? = nil
  #else
    var thread = pthread_t()
  #endif
  let error = pthread_create(&thread, &attributes, runThreadBody, body.toOpaque())
  if error != 0 { body.release() }
  return error
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
  private func runThreadBody(_ body: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run()
    return nil
  }
#else
  private func runThreadBody(_ body: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let body { Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run() }
    return nil
  }
#endif
