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
  /// The whole environment of the command; nothing of this process's own is added.
  var environment: [String: String]
  var limits: ExecutionLimits

  /// What a command wrote, and how it ended.
  struct Result: Sendable {
    var output: [UInt8] = []
    /// As much of standard error as ``ExecutionLimits/errorOutputLimit`` lets through.
    var errorOutput: [UInt8] = []
    var ending: Ending
  }

  enum Ending: Sendable, Equatable {
    /// With this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
    case couldNotStart(errno: Int32)
    case timedOut
    case cancelled
    case wroteTooMuch
  }

  /// Runs the command.
  ///
  /// When this returns, the command and everything that it left in its process group is gone. A task
  /// that is cancelled stops the command. The work is done by a thread of its own, so that none of the
  /// concurrency runtime's is blocked.
  func run(input: [UInt8]) async -> Result {
    let cancellation = Cancellation()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let error = detachThread {
          continuation.resume(returning: runBlocking(input: input, cancellation))
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

  private func runBlocking(input: [UInt8], _ cancellation: Cancellation) -> Result {
    blockBrokenPipeSignal()
    let child: ChildProcess
    var streams: StandardStreams
    do throws(ChildProcess.StartFailure) {
      (child, streams) = try start(input: input)
    } catch {
      return Result(ending: .couldNotStart(errno: error.errno))
    }
    let early = supervise(child, &streams, cancellation)
    if early != nil { stop(child, &streams) }
    let ending = child.reap()
    streams.drain()
    streams.close()
    return Result(
      output: streams.outputBytes, errorOutput: streams.errorOutputBytes,
      ending: early ?? (streams.isOverLimit ? .wroteTooMuch : ending))
  }

  private func start(
    input: [UInt8]
  ) throws(ChildProcess.StartFailure) -> (ChildProcess, StandardStreams) {
    try ChildProcess.starting.withLock { _ throws(ChildProcess.StartFailure) in
      guard let stdin = Descriptor.makePipe(), let stdout = Descriptor.makePipe(),
        let stderr = Descriptor.makePipe()
      else { throw ChildProcess.StartFailure(errno: errno) }
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
  }

  /// Serves the child until it ends; says why, if it has to be stopped before.
  private func supervise(
    _ child: ChildProcess, _ streams: inout StandardStreams, _ cancellation: Cancellation
  ) -> Ending? {
    let deadline = ContinuousClock.now + limits.timeLimit
    var pause = Pause()
    while !child.hasEnded() {
      if streams.isOverLimit { return .wroteTooMuch }
      if cancellation.isRequested.load(ordering: .relaxed) { return .cancelled }
      if ContinuousClock.now >= deadline { return .timedOut }
      streams.exchange(waiting: pause.next(isEnding: streams.isAtEnd))
    }
    return nil
  }

  /// Asks the child to end, and gives it some time. Reaping it then kills it.
  private func stop(_ child: ChildProcess, _ streams: inout StandardStreams) {
    child.signalGroup(SIGTERM)
    let deadline = ContinuousClock.now + limits.killDelay
    var pause = Pause()
    while !child.hasEnded(), ContinuousClock.now < deadline {
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
