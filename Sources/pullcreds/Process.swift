import Dispatch
import KubernetesPulls
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// The environment of this process.
enum Environment {
  /// The variables of this process, as a kubelet passes its own to plugins.
  static var current: [String: String] {
    var variables: [String: String] = [:]
    // A null pointer ends the array. Nothing in this process changes it.
    #if canImport(Darwin)
      var next = _NSGetEnviron().pointee
    #else
      var next = environ
    #endif
    while let entry = next.pointee {
      let parts = String(cString: entry).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      next = next.successor()
    }
    return variables
  }

  /// The value of a variable; nil if it is not set.
  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

extension ExitStatus {
  /// Ends this process with the status.
  func endProcess() -> Never { exit(rawValue) }
}

extension Timestamp {
  /// The present time, to the second.
  static var now: Timestamp { Timestamp(secondsSince1970: Int64(time(nil))) }
}

/// Runs `work` and blocks the calling thread until it is done.
///
/// The command is synchronous except for executed programs. With an asynchronous `main`, the runtime would open
/// descriptors before anything is read, and one of them could replace a closed standard input.
///
/// A signal that asks the command to end cancels `work`, which stops the executed programs; then the command ends by
/// that signal. The programs do not get the signal: they are in their own process groups.
func waiting<Answer: Sendable>(_ work: @escaping @Sendable () async -> Answer) -> Answer {
  // The parent may ignore it; then a plugin's status would be lost.
  signal(SIGCHLD, SIG_DFL)
  let answer = Mutex<Answer?>(nil)
  let done = DispatchSemaphore(value: 0)
  let signals = EndingSignals()
  let task = Task.detached {
    let result = await work()
    answer.withLock { $0 = result }
    done.signal()
  }
  signals.cancel(task)
  while true {
    done.wait()
    guard let answer = answer.withLock({ $0 }) else { continue }
    signals.restore()
    return answer
  }
}

/// The signals that ask a process to end, which are pending from here on. Ignored ones, as with `nohup`, stay
/// ignored.
private final class EndingSignals: Sendable {
  private let received = Mutex<Int32?>(nil)

  private static var all: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGHUP, SIGINT, SIGTERM] { sigaddset(&signals, number) }
    return signals
  }

  /// Blocks them in this thread, and in all threads created later.
  init() {
    var signals = Self.all
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Cancels `task` when one comes.
  func cancel(_ task: Task<Void, Never>) {
    DispatchQueue(label: "signals").async {
      var signals = Self.all
      var number: Int32 = 0
      guard sigwait(&signals, &number) == 0 else { return }
      self.received.withLock { $0 = number }
      task.cancel()
    }
  }

  /// Unblocks the signals, the received one first.
  func restore() {
    if let number = received.withLock({ $0 }) { kill(getpid(), number) }
    var signals = Self.all
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
