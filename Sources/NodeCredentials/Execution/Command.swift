import ImagePullCredentials
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A command that is run once, given its input, and stopped when it takes too much.
struct Command: Sendable {
  var executable: String
  var arguments: [String]
  /// The whole environment of the command, each variable as `NAME=VALUE`; nothing of this process's own is added.
  var environment: [String]
  var limits: ExecutionLimits
  /// Where the command waits for its turn.
  var queue: ExecutionQueue

  /// What a command wrote, and how it ended.
  struct Result: Sendable {
    var output: [UInt8] = []
    /// As much of standard error as ``ExecutionLimits/errorOutputLimit`` lets through.
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
    /// Somebody else reaped the process, who alone knows how it ended.
    case unknown
    case couldNotStart(errno: Int32)
    case timedOut
    case cancelled
    case wroteTooMuch
  }

  /// Runs the command when it is its turn.
  ///
  /// When this returns, the command and everything that it left in its process group is gone, unless the result says
  /// that it could not be stopped, or SIGCHLD is ignored or handled by others. A task that is cancelled stops the
  /// command. The work is done by a thread of its own, so that none of the concurrency runtime's is blocked.
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
          // One that could not be stopped is still to be reaped, however long it takes.
          _ = child?.reap()
        }
        guard error != 0 else { return }
        continuation.resume(returning: Result(ending: .couldNotStart(errno: error)))
      }
    } onCancel: {
      cancellation.isRequested.store(true, ordering: .relaxed)
    }
  }

  /// Whether a run should end early; shared with the thread that does the work.
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
      // What it left behind in its group; the process itself holds the group's number until it is reaped.
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
    // As long as the parent has the child's ends open, it would wait for its own end of file.
    defer { for end in [stdin.readEnd, stdout.writeEnd, stderr.writeEnd] { end.shut() } }
    let child = try ChildProcess(
      executable: executable, arguments: arguments, environment: environment,
      input: stdin.readEnd, output: stdout.writeEnd, errorOutput: stderr.writeEnd)
    let streams = StandardStreams(
      input: stdin.writeEnd, output: stdout.readEnd, errorOutput: stderr.readEnd, bytes: input,
      limits: limits)
    return (child, streams)
  }

  /// Serves the child until it ends; says why, if it has to be stopped before.
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

  /// Asks the child to end, gives it some time, kills it, and gives the system some time for that.
  ///
  /// - Returns: Whether it has ended, and with it everyone who could still write.
  private func stop(_ child: ChildProcess, _ streams: inout StandardStreams) -> Bool {
    child.signal(SIGTERM)
    wait(limits.killDelay, &streams) { _ in child.state() != .running }
    guard child.state() != .gone else { return true }
    child.signal(SIGKILL)
    // Those whom the signal reached are gone at once, and their ends of the pipes with them. Who left the group, or
    // has other rights, is not reached.
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
  /// The signal stays pending in this thread and goes with it.
  private func blockBrokenPipeSignal() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}

/// How long to wait for a child's next sign of life, in milliseconds.
///
/// What it writes, and the end of its streams, end the wait by themselves. That it has ended, and that
/// the time is over, does not: there is no portable way to wait for a pipe and for a process.
private struct Pause {
  private var milliseconds: Int32 = 1

  mutating func next(isEnding: Bool) -> Int32 {
    defer { milliseconds = min(milliseconds * 2, isEnding ? 8 : 32) }
    return milliseconds
  }
}

// MARK: - Failures

extension Command {
  /// Why a run gave no answer, in words that are the same for plugins and for helpers.
  struct Failure {
    let kind: Kind
    /// What follows what was run, as in `exited with status 1`. Nothing that was written is in it.
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

  /// What is wrong with a run; nil if it ended with status 0, or nobody knows how.
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
  /// That there are words of its own, which are not in any description.
  fileprivate var hint: String {
    output.isEmpty && errorOutput.isEmpty
      ? "" : "; what it wrote is not shown, as it may hold a secret"
  }

  /// That the exit status is not known, for those who cannot use what was written.
  var statusHint: String {
    ending == .unknown
      ? "; its exit status is not known, as SIGCHLD is not left to this library" : ""
  }
}
