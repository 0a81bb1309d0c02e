#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A child process that starts as the leader of its own process group.
///
/// Until the child is reaped, its ID cannot be reused for another process or group, so it is signalled only before
/// that.
struct ChildProcess {
  private let pid: pid_t

  enum State: Equatable {
    case running
    /// It stays a zombie until ``reap()``.
    case ended
    /// Somebody else reaped it: the system, if SIGCHLD is ignored, or another part of this process.
    case gone
  }

  /// Starts `executable` with only these descriptors, as its standard streams. The environment is complete; each
  /// variable is `NAME=VALUE`.
  init(
    executable: String, arguments: [String], environment: [String],
    input: Descriptor, output: Descriptor, errorOutput: Descriptor
  ) throws(SystemFailure) {
    let arguments = [executable] + arguments
    // In C, such a text would end early and mean something else.
    guard !(arguments + environment).contains(where: { $0.utf8.contains(0) }) else {
      throw SystemFailure(EINVAL)
    }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t? = nil
      var attributes: posix_spawnattr_t? = nil
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.number, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output.number, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errorOutput.number, STDERR_FILENO)
    #if !canImport(Darwin)
      Self.closeOthers(&actions)
    #endif

    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    #if canImport(Darwin)
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

    var pid: pid_t = 0
    let error = withCStrings(arguments) { argv in
      withCStrings(environment) { posix_spawn(&pid, executable, &actions, &attributes, argv, $0) }
    }
    guard error == 0 else { throw SystemFailure(error) }
    self.pid = pid
  }

  /// The state of the process. Does not wait.
  func state() -> State {
    var information = siginfo_t()
    guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else {
      return errno == ECHILD ? .gone : .running
    }
    return information.si_signo == SIGCHLD ? .ended : .running
  }

  /// Sends `signal` to the process and to its group. The process itself may have moved to another group. Must not be
  /// called after it is gone or reaped.
  func signal(_ signal: Int32) {
    kill(-pid, signal)
    if getpgid(pid) != pid { kill(pid, signal) }
  }

  /// Waits for the process to end, and returns how it ended. Must be called at most once.
  func reap() -> Command.Ending {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { return .unknown }
    }
    // WTERMSIG and WEXITSTATUS, which are macros.
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }
}

#if !canImport(Darwin)
  extension ChildProcess {
    private typealias AddCloseFrom =
      @convention(c) (
        UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32
      ) -> Int32

    /// `posix_spawn_file_actions_addclosefrom_np`, which glibc has since 2.34, and declares only for GNU programs. The
    /// cast is to its type in <spawn.h>.
    private static let addCloseFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
      unsafeBitCast($0, to: AddCloseFrom.self)
    }

    /// Closes all descriptors in the child except the standard streams, also those of the host without the
    /// close-on-exec flag. (Darwin: `POSIX_SPAWN_CLOEXEC_DEFAULT`.)
    private static func closeOthers(_ actions: inout posix_spawn_file_actions_t) {
      if let addCloseFrom {
        _ = addCloseFrom(&actions, STDERR_FILENO + 1)
        return
      }
      // Elsewhere it closes those that are open now; it misses descriptors that another thread opens in the meantime.
      let open = (try? names(inDirectory: "/proc/self/fd")) ?? []
      for number in open.compactMap({ Int32($0) }) where number > STDERR_FILENO {
        posix_spawn_file_actions_addclose(&actions, number)
      }
    }
  }
#endif

/// Passes `strings` as a null-terminated array of C strings, which is valid during the call.
private func withCStrings(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
) -> Int32 {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  pointers.append(nil)
  // The array is not empty, so there is a base address.
  return pointers.withUnsafeBufferPointer { $0.baseAddress.map(body) ?? ENOMEM }
}

// MARK: - Standard streams

/// The parent's ends of a child's standard streams: the remaining input, and the output so far.
struct StandardStreams {
  private let input: Descriptor
  private let output: Descriptor
  private let errorOutput: Descriptor
  private var pendingInput: ArraySlice<UInt8>
  private let limits: ExecutionLimits

  private(set) var outputBytes: [UInt8] = []
  private(set) var errorOutputBytes: [UInt8] = []

  init(
    input: Descriptor, output: Descriptor, errorOutput: Descriptor, bytes: [UInt8],
    limits: ExecutionLimits
  ) {
    self.input = input
    self.output = output
    self.errorOutput = errorOutput
    self.limits = limits
    pendingInput = bytes[...]
    for descriptor in [input, output, errorOutput] { descriptor.setNonBlocking() }
  }

  /// Whether the child closed both of its output streams.
  var isAtEnd: Bool { !output.isOpen && !errorOutput.isOpen }

  /// Whether the child wrote more than allowed.
  var isOverLimit: Bool { outputBytes.count > limits.outputLimit }

  /// Waits up to `milliseconds` until a stream is ready, then reads and writes what is possible.
  mutating func exchange(waiting milliseconds: Int32) {
    // A closed descriptor is −1, which poll ignores.
    var events = [
      pollfd(fd: input.number, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errorOutput.number, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&events, nfds_t(events.count), milliseconds) > 0 else { return }
    if events[0].revents != 0 { feed() }
    if events[1].revents != 0 {
      // One byte beyond the limit shows that it is exceeded; the rest is dropped.
      Self.fetch(output, into: &outputBytes, keeping: limits.outputLimit + 1)
    }
    if events[2].revents != 0 {
      Self.fetch(errorOutput, into: &errorOutputBytes, keeping: limits.errorOutputLimit)
    }
  }

  /// Reads what an ended child left in the pipes, at most 1 MiB each (Linux: /proc/sys/fs/pipe-max-size). Another
  /// process may still have them open and write, so this does not wait for their end.
  mutating func drain() {
    for _ in 0..<(1 << 20) / Descriptor.pieceSize where !isAtEnd { exchange(waiting: 0) }
  }

  func close() {
    for descriptor in [input, output, errorOutput] { descriptor.shut() }
  }

  private mutating func feed() {
    while !pendingInput.isEmpty {
      let count = pendingInput.withUnsafeBytes {
        write(input.number, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EAGAIN || errno == EINTR { return }
      // A child need not read its input: then the pipe breaks, which is not an error.
      pendingInput = count < 0 ? [] : pendingInput.dropFirst(count)
    }
    input.shut()
  }

  private static func fetch(
    _ descriptor: Descriptor, into bytes: inout [UInt8], keeping limit: Int
  ) {
    guard descriptor.isOpen else { return }
    var buffer = [UInt8](repeating: 0, count: Descriptor.pieceSize)
    let count = descriptor.read(into: &buffer)
    if count > 0 {
      bytes += buffer.prefix(min(count, max(0, limit - bytes.count)))
    } else if count == 0 || errno != EAGAIN {
      descriptor.shut()
    }
  }
}
