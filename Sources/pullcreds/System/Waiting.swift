import Dispatch
import Synchronization

/// Runs `work` and blocks the calling thread until it is done.
///
/// The command is synchronous but for what it executes. An asynchronous `main` would make the runtime open
/// descriptors before anything is read, and where standard input is closed one of them would take its place.
func waiting<Answer: Sendable>(_ work: @escaping @Sendable () async -> Answer) -> Answer {
  let answer = Mutex<Answer?>(nil)
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    let result = await work()
    answer.withLock { $0 = result }
    done.signal()
  }
  while true {
    done.wait()
    if let answer = answer.withLock({ $0 }) { return answer }
  }
}
