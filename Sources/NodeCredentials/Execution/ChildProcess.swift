#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A child process that leads a process group of its own when it starts.
///
/// As long as nobody has reaped the child, its number cannot belong to anyone else, neither as a process's nor as a
/// group's; so it is signalled before that only.
struct ChildProcess {
  private let pid: pid_t

  /// The number of the system's error that kept a process from starting.
  struct StartFailure: Error {
    let errno: Int32
  }

  enum State: Equatable {
    case running
    /// It stays a zombie until ``reap()``.
    case ended
    /// Somebody else has reaped it: the system, where SIGCHLD is ignored, or another part of this process.
    case gone
  }

  /// Starts `executable` with these descriptors as its standard streams, and no others. The environment is complete,
  /// each variable as `NAME=VALUE`.
  init(
    executable: String, arguments: [String], environment: [String],
    input: Descriptor, output: Descriptor, errorOutput: Descriptor
  ) throws(StartFailure) {
    let arguments = [executable] + arguments
    // To C such a text would end early, and mean something else.
    guard !(arguments + environment).contains(where: { $0.utf8.contains(0) }) else {
      throw StartFailure(errno: EINVAL)
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
    guard error == 0 else { throw StartFailure(errno: error) }
    self.pid = pid
  }

  /// What has become of the process. Does not wait.
  func state() -> State {
    var information = siginfo_t()
    guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else {
      return errno == ECHILD ? .gone : .running
    }
    return information.si_signo == SIGCHLD ? .ended : .running
  }

  /// Sends `signal` to the process, and to all that it started and that stayed in its group. The process itself may
  /// have moved to another group. Not to be called once it is gone or reaped.
  func signal(_ signal: Int32) {
    kill(-pid, signal)
    if getpgid(pid) != pid { kill(pid, signal) }
  }

  /// Waits for the process to end, and says how it did. To be called at most once.
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

    /// `posix_spawn_file_actions_addclosefrom_np`, which glibc has since 2.34, and shows to GNU programs only. The cast
    /// is to the type that <spawn.h> gives it.
    private static let addCloseFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
      unsafeBitCast($0, to: AddCloseFrom.self)
    }

    /// Closes all descriptors in the child but those of the standard streams, also those of the host that are not
    /// marked to be closed. (Darwin: `POSIX_SPAWN_CLOEXEC_DEFAULT`.)
    private static func closeOthers(_ actions: inout posix_spawn_file_actions_t) {
      if let addCloseFrom {
        _ = addCloseFrom(&actions, STDERR_FILENO + 1)
        return
      }
      // Elsewhere those that are open now; one that another thread opens meanwhile is not among them.
      let open = (try? NodeFileSystem.names(inDirectoryOnHost: "/proc/self/fd")) ?? []
      for number in open.compactMap({ Int32($0) }) where number > STDERR_FILENO {
        posix_spawn_file_actions_addclose(&actions, number)
      }
    }
  }
#endif

/// Passes `strings` as a null-terminated array of C strings, which lives as long as the call.
private func withCStrings(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
) -> Int32 {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  pointers.append(nil)
  // The array is not empty, so there is a base address.
  return pointers.withUnsafeBufferPointer { $0.baseAddress.map(body) ?? ENOMEM }
}
