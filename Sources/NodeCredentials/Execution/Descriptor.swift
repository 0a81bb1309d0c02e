#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

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
  /// A child that is started between the two system calls would inherit the ends, so nobody in this module
  /// starts one while ``ChildProcess/starting`` is held, as it has to be here.
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
}
