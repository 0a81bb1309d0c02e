import Synchronization

/// Lets a number of executions run at once, and the others wait for their turn, in the order in which they came.
///
/// Who waits is suspended and holds no thread. Each step is O(1), amortised.
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

  /// How many wait.
  var waiterCount: Int { state.withLock { $0.waiting.count } }

  /// Waits for a place, which has to be given back with ``leave()``.
  ///
  /// - Returns: Whether there is one; false if the task was cancelled before.
  func enter() async -> Bool {
    let number = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isAdmitted: Bool? = state.withLock { state in
          // The handler below has run already, or finds the number waiting.
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

  /// Gives a place to who waits longest; if nobody does, the place is free.
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
