#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// What an error number of the system means, in its words, such as `No such file or directory`.
package func systemMessage(_ number: Int32) -> String {
  strerror(number).map { String(cString: $0) } ?? "error \(number)"
}

/// A file descriptor that no child process inherits, and that is closed once.
///
/// Confined to one thread.
final class Descriptor {
  /// The number; −1 once it is closed.
  private(set) var number: Int32

  var isOpen: Bool { number >= 0 }

  /// Takes over `number`, which must not be negative.
  ///
  /// Moves it above those of the standard streams, whose place it may have got where the caller has
  /// closed them: a child's own streams are put there.
  init(owning number: Int32) {
    guard number <= STDERR_FILENO else {
      self.number = number
      return
    }
    self.number = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    close(number)
  }

  deinit { shut() }

  /// Closes it, unless it is closed.
  func shut() {
    guard isOpen else { return }
    close(number)
    number = -1
  }

  /// The two ends of a new pipe; nil when no descriptor is left, and then `errno` says whose limit it is.
  ///
  /// There is no portable way to make a pipe that is marked from the start: what the host starts at that moment may
  /// inherit the ends. What this module starts does not: ``ChildProcess``.
  static func makePipe() -> (readEnd: Descriptor, writeEnd: Descriptor)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let both = (readEnd: Descriptor(owning: ends[0]), writeEnd: Descriptor(owning: ends[1]))
    return both.readEnd.isOpen && both.writeEnd.isOpen ? both : nil
  }

  /// Makes reading and writing return at once. Only this end of a pipe is concerned, not the child's.
  func setNonBlocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }

  /// Reads what comes next into `buffer`: the number of bytes, 0 at the end, −1 with `errno`.
  func read(into buffer: inout [UInt8], atMost count: Int) -> Int {
    let count = min(count, buffer.count)
    while true {
      let result = buffer.withUnsafeMutableBytes { bytes in
        // The buffer has at least `count` bytes.
        systemRead(number, bytes.baseAddress, count)
      }
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

/// The system's `read`, which inside ``Descriptor`` would be the method of that name.
private func systemRead(_ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, buffer, count)
}

// MARK: - Threads

/// Runs `body` in a thread of its own, which nobody waits for.
///
/// - Returns: 0, or the system's error number if there can be no more threads; `body` is not run then.
func detachThread(_ body: @escaping @Sendable () -> Void) -> Int32 {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))

  // The new thread takes over the reference; if there is no new thread, it is given up here.
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
