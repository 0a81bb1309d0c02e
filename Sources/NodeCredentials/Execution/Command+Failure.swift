import ImagePullCredentials
import PullDiagnosis

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

  /// What is wrong with a run; nil if it ended with status 0.
  func failure(of result: Result) -> Failure? {
    switch result.ending {
    case .exited(0): nil
    case .exited(let status):
      Failure(kind: .failed, reason: "exited with status \(status)\(result.hint)")
    case .signalled(let signal):
      Failure(kind: .crashed, reason: "was ended by signal \(signal)\(result.hint)")
    case .couldNotStart(let number):
      Failure(
        kind: .notStarted,
        reason: "cannot be started: \(printable(executable)): \(systemMessage(number))")
    case .timedOut:
      Failure(kind: .timedOut, reason: "did not end within \(limits.timeLimit)\(result.hint)")
    case .cancelled:
      Failure(kind: .cancelled, reason: "was stopped, since nobody waits for its answer any more")
    case .wroteTooMuch:
      Failure(kind: .tooMuchOutput, reason: "wrote more than \(limits.outputLimit) bytes")
    }
  }
}

extension Command.Result {
  /// That there are words of its own, which are not in any description.
  fileprivate var hint: String {
    output.isEmpty && errorOutput.isEmpty
      ? "" : "; what it wrote is not shown, as it may hold a secret"
  }
}
