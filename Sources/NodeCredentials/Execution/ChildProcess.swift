import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A child process that leads a process group of its own, from its start until it is reaped.
///
/// As long as the leader is not reaped, its group's number cannot belong to anyone else; so signals go
/// to the group before that, and nobody else is hit.
struct ChildProcess {
  private let pid: pid_t

  /// Held by whoever makes pipes for a child and starts it. See ``Descriptor/makePipe()``.
  static let starting = Mutex(())

  /// The number of the system's error that kept a process from starting.
  struct StartFailure: Error {
    let errno: Int32
  }

  /// Starts `executable` with these descriptors as its standard streams, and no others.
  init(
    executable: String, arguments: [String], environment: [String: String],
    input: Descriptor, output: Descriptor, errorOutput: Descriptor
  ) throws(StartFailure) {
    let arguments = [executable] + arguments
    let variables = environment.map { "\($0)=\($1)" }
    // To C such a text would end early, and mean something else.
    guard !(arguments + variables).contains(where: { $0.utf8.contains(0) }) else {
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
      withCStrings(variables) { posix_spawn(&pid, executable, &actions, &attributes, argv, $0) }
    }
    guard error == 0 else { throw StartFailure(errno: error) }
    self.pid = pid
  }

  /// Whether the process has ended. It stays a zombie until ``reap()``.
  func hasEnded() -> Bool {
    var information = siginfo_t()
    let status = waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT)
    return status == 0 && information.si_signo == SIGCHLD
  }

  /// Sends `signal` to the process and all that it started and that stayed in its group.
  func signalGroup(_ signal: Int32) { kill(-pid, signal) }

  /// Kills what is left of the group, waits for the process, and says how it ended. To be called once.
  func reap() -> Command.Ending {
    signalGroup(SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    // WTERMSIG and WEXITSTATUS, which are macros.
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }
}

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
