import ImagePullCredentials
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A command that runs once with some input, and is stopped if it exceeds its limits.
struct Command: Sendable {
  var executable: String
  var arguments: [String]
  /// The whole environment of the command, each variable as `NAME=VALUE`; this process's own environment is not
  /// added.
  var environment: [String]
  var limits: ExecutionLimits
  /// The queue in which the command waits for its turn.
  var queue: ExecutionQueue

  /// The output of a command, and how it ended.
  struct Result: Sendable {
    var output: [UInt8] = []
    /// Standard error, up to ``ExecutionLimits/errorOutputLimit``.
    var errorOutput: [UInt8] = []
    var ending: Ending
    /// Whether the command, or a process that it started, could not be stopped.
    var isLeftRunning = false
  }

  enum Ending: Sendable, Equatable {
    /// With this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
    /// Somebody else reaped the process, so how it ended is not known.
    case unknown
    case couldNotStart(errno: Int32)
    case timedOut
    case cancelled
    case wroteTooMuch
  }

  /// Runs the command when it is its turn.
  ///
  /// When this returns, the command and everything that it left in its process group is gone, unless the result says
  /// that it could not be stopped, or SIGCHLD is ignored or handled elsewhere. Cancelling the task stops the
  /// command. A separate thread does the work, so no thread of the concurrency runtime is blocked.
  func run(input: [UInt8]) async -> Result {
    guard await queue.enter() else { return Result(ending: .cancelled) }
    defer { queue.leave() }
    guard !Task.isCancelled else { return Result(ending: .cancelled) }
    let cancellation = Cancellation()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let error = detachThread {
          let (result, child) = runBlocking(input: input, cancellation)
          continuation.resume(returning: result)
          // A process that could not be stopped still has to be reaped, however long that takes.
          _ = child?.reap()
        }
        guard error != 0 else { return }
        continuation.resume(returning: Result(ending: .couldNotStart(errno: error)))
      }
    } onCancel: {
      cancellation.isRequested.store(true, ordering: .relaxed)
    }
  }

  /// Whether a run should end early; shared with its thread.
  final class Cancellation: Sendable {
    let isRequested = Atomic<Bool>(false)
  }

  /// The result, and the process if it is still running.
  private func runBlocking(
    input: [UInt8], _ cancellation: Cancellation
  ) -> (Result, child: ChildProcess?) {
    blockBrokenPipeSignal()
    let child: ChildProcess
    var streams: StandardStreams
    do throws(SystemFailure) {
      (child, streams) = try start(input: input)
    } catch {
      return (Result(ending: .couldNotStart(errno: error.number)), nil)
    }
    let early = supervise(child, &streams, cancellation)
    let isStopped = early == nil || stop(child, &streams)
    var result = Result(ending: .unknown, isLeftRunning: !isStopped)
    var running: ChildProcess?
    switch child.state() {
    case .gone: break
    case .running: running = child
    case .ended:
      // Kills what it left in its group; the group's ID is valid until the process is reaped.
      child.signal(SIGKILL)
      result.ending = child.reap()
    }
    streams.drain()
    streams.close()
    result.output = streams.outputBytes
    result.errorOutput = streams.errorOutputBytes
    if let early = early ?? (streams.isOverLimit ? .wroteTooMuch : nil) { result.ending = early }
    return (result, running)
  }

  private func start(
    input: [UInt8]
  ) throws(SystemFailure) -> (ChildProcess, StandardStreams) {
    guard let stdin = Descriptor.makePipe(), let stdout = Descriptor.makePipe(),
      let stderr = Descriptor.makePipe()
    else { throw SystemFailure(errno) }
    // While the parent has the child's ends open, it would not get an end of file.
    defer { for end in [stdin.readEnd, stdout.writeEnd, stderr.writeEnd] { end.shut() } }
    let child = try ChildProcess(
      executable: executable, arguments: arguments, environment: environment,
      input: stdin.readEnd, output: stdout.writeEnd, errorOutput: stderr.writeEnd)
    let streams = StandardStreams(
      input: stdin.writeEnd, output: stdout.readEnd, errorOutput: stderr.readEnd, bytes: input,
      limits: limits)
    return (child, streams)
  }

  /// Serves the child until it ends; returns the reason if it has to be stopped before.
  private func supervise(
    _ child: ChildProcess, _ streams: inout StandardStreams, _ cancellation: Cancellation
  ) -> Ending? {
    let deadline = ContinuousClock.now + limits.timeLimit
    var pause = Pause()
    while child.state() == .running {
      if streams.isOverLimit { return .wroteTooMuch }
      if cancellation.isRequested.load(ordering: .relaxed) { return .cancelled }
      if ContinuousClock.now >= deadline { return .timedOut }
      streams.exchange(waiting: pause.next(isEnding: streams.isAtEnd))
    }
    return nil
  }

  /// Asks the child to end, waits, kills it, and waits for the system to end it.
  ///
  /// - Returns: Whether it ended, and every process that could still write.
  private func stop(_ child: ChildProcess, _ streams: inout StandardStreams) -> Bool {
    child.signal(SIGTERM)
    wait(limits.killDelay, &streams) { _ in child.state() != .running }
    guard child.state() != .gone else { return true }
    child.signal(SIGKILL)
    // Processes that the signal reaches are gone at once, with their ends of the pipes. It does not reach processes
    // that left the group or run as another user.
    wait(ExecutionLimits.killGrace, &streams) { $0.isAtEnd && child.state() != .running }
    return streams.isAtEnd && child.state() != .running
  }

  private func wait(
    _ duration: Duration, _ streams: inout StandardStreams,
    until isDone: (StandardStreams) -> Bool
  ) {
    let deadline = ContinuousClock.now + duration
    var pause = Pause()
    while !isDone(streams), ContinuousClock.now < deadline {
      streams.exchange(waiting: pause.next(isEnding: true))
    }
  }

  /// A command may end without reading its input; writing to it must not end this process then.
  ///
  /// The signal stays pending in this thread until the thread ends.
  private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}

/// How long to wait for a child's next output or end, in milliseconds.
///
/// Output and the end of its streams end the wait. The end of the process and of the time limit do not: there is no
/// portable way to wait for both a pipe and a process.
private struct Pause {
  private var milliseconds: Int32 = 1

  mutating func next(isEnding: Bool) -> Int32 {
    defer { milliseconds = min(milliseconds * 2, isEnding ? 8 : 32) }
    return milliseconds
  }
}

// MARK: - Failures

extension Command {
  /// Why a run gave no result, in the same words for plugins and helpers.
  struct Failure {
    let kind: Kind
    /// The text after the program's name, as in `exited with status 1`. It contains no output.
    let reason: String

    /// The kinds of failures; the names are the errors' codes.
    enum Kind: String {
      case notStarted = "not-started"
      case timedOut = "timed-out"
      case cancelled = "cancelled"
      case failed = "failed"
      case crashed = "crashed"
      case tooMuchOutput = "too-much-output"
    }
  }

  /// The failure of a run; nil if it ended with status 0, or its status is not known.
  func failure(of result: Result) -> Failure? {
    let left = result.isLeftRunning ? ", and it or a process that it started cannot be stopped" : ""
    return switch result.ending {
    case .exited(0), .unknown: nil
    case .exited(let status):
      Failure(kind: .failed, reason: "exited with status \(status)\(result.hint)")
    case .signalled(let signal):
      Failure(kind: .crashed, reason: "was ended by signal \(signal)\(result.hint)")
    case .couldNotStart(let number):
      Failure(
        kind: .notStarted,
        reason: "cannot be started: \(executable.displayWord): \(systemMessage(number))")
    case .timedOut:
      Failure(
        kind: .timedOut, reason: "did not end within \(limits.timeLimit)\(left)\(result.hint)")
    case .cancelled:
      Failure(
        kind: .cancelled,
        reason: "was stopped, as the request was cancelled\(left)")
    case .wroteTooMuch:
      Failure(kind: .tooMuchOutput, reason: "wrote more than \(limits.outputLimit) bytes\(left)")
    }
  }
}

extension Command.Result {
  /// Says that the program wrote an error message, which is not in any description.
  fileprivate var hint: String {
    output.isEmpty && errorOutput.isEmpty
      ? "" : "; what it wrote is not shown, as it may hold a secret"
  }

  /// Says that the exit status is not known, for output that cannot be used.
  var statusHint: String {
    ending == .unknown
      ? "; its exit status is not known, as SIGCHLD is not left to this library" : ""
  }
}
