import Synchronization

/// What a plugin or helper may use before it is stopped.
public struct ExecutionLimits: Sendable, Hashable {
  /// How long it may run: one minute, as in the kubelet (plugin.go, `ExecPlugin`).
  public let timeLimit: Duration
  /// How long it may continue after SIGTERM before it is killed. The kubelet kills at once.
  public let killDelay: Duration
  /// How many bytes it may write to standard output; the kubelet has no limit.
  public let outputLimit: Int
  /// How many bytes of its standard error are kept; the rest is read and dropped.
  public let errorOutputLimit: Int
  /// How many executions of one plugin, or of the helpers of one ``DockerCredentials``, may run at the same time. Each
  /// uses a thread, three pipes and a process. Further requests wait in order; they are suspended and hold no thread,
  /// and ``timeLimit`` begins when their turn comes. The kubelet has no such limit.
  public let concurrencyLimit: Int

  /// Creates limits; the defaults are suitable for most uses.
  ///
  /// - Parameters:
  ///   - timeLimit: How long a plugin or helper may run; clamped to zero through one day, like `killDelay`.
  ///   - killDelay: How long it may continue after SIGTERM before it is killed. The call returns within a second of
  ///     that, even if the system does not end it.
  ///   - outputLimit: How many bytes it may write; clamped to zero through 1 GiB, like `errorOutputLimit`.
  ///   - errorOutputLimit: How many bytes of standard error are kept.
  ///   - concurrencyLimit: How many may run at the same time; clamped to 1 through 1,024.
  public init(
    timeLimit: Duration = .seconds(60), killDelay: Duration = .seconds(1),
    outputLimit: Int = 1 << 20, errorOutputLimit: Int = 64 << 10, concurrencyLimit: Int = 16
  ) {
    self.timeLimit = min(max(timeLimit, .zero), Self.day)
    self.killDelay = min(max(killDelay, .zero), Self.day)
    self.outputLimit = min(max(outputLimit, 0), Self.gibibyte)
    self.errorOutputLimit = min(max(errorOutputLimit, 0), Self.gibibyte)
    self.concurrencyLimit = min(max(concurrencyLimit, 1), 1024)
  }

  /// How long the system may take to end a killed process before it is reported as not stopped.
  static let killGrace = Duration.seconds(1)

  private static let day = Duration.seconds(86_400)
  private static let gibibyte = 1 << 30
}

/// Limits how many executions run at once; the others wait in order of arrival.
///
/// A waiting request is suspended and holds no thread. Each step is O(1), amortised.
final class ExecutionQueue: Sendable {
  private struct State {
    var freePlaces: Int
    var waiting: [UInt64: CheckedContinuation<Bool, Never>] = [:]
    /// No number below this one waits.
    var first: UInt64 = 0
    var next: UInt64 = 0
  }

  private let state: Mutex<State>

  init(places: Int) { state = Mutex(State(freePlaces: places)) }

  /// The number of waiting requests.
  var waiterCount: Int { state.withLock { $0.waiting.count } }

  /// Waits for a place. The caller must release it with ``leave()``.
  ///
  /// - Returns: Whether it got one; false if the task was cancelled before.
  func enter() async -> Bool {
    let number = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isAdmitted: Bool? = state.withLock { state in
          // The handler below already ran, or finds the number waiting.
          if Task.isCancelled { return false }
          if state.freePlaces > 0 {
            state.freePlaces -= 1
            return true
          }
          state.waiting[number] = continuation
          state.first = min(state.first, number)
          return nil
        }
        if let isAdmitted { continuation.resume(returning: isAdmitted) }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: false)
    }
  }

  /// Passes the place to the longest waiting request; if there is none, the place is free.
  func leave() {
    let successor: CheckedContinuation<Bool, Never>? = state.withLock { state in
      while !state.waiting.isEmpty, state.first < state.next {
        defer { state.first += 1 }
        if let successor = state.waiting.removeValue(forKey: state.first) { return successor }
      }
      state.freePlaces += 1
      return nil
    }
    successor?.resume(returning: true)
  }
}
