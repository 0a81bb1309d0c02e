import PullDiagnosis

extension TextPage {
  /// A command line, continued on the next line where it is too long. It is broken between words
  /// only, so that it can be pasted.
  mutating func command(_ command: ShellCommand, indent: Int = 0) {
    let room = Self.width - indent
    var current = ""
    var isFirst = true
    for word in command.words.inClauses(of: room - 4) {
      // Room for the backslash that may follow, and for the indentation of what is continued.
      if !current.isEmpty, current.count + 1 + word.count + (isFirst ? 2 : 4) > room {
        line(current + " \\", indent: isFirst ? indent : indent + 2)
        isFirst = false
        current = word
      } else {
        current += (current.isEmpty ? "" : " ") + word
      }
    }
    line(current, indent: isFirst ? indent : indent + 2)
  }
}

extension [String] {
  /// An option with its value, or a command of a pipeline, in one piece each, as long as it is no
  /// longer than `limit`.
  fileprivate func inClauses(of limit: Int) -> [String] {
    var clauses: [String] = []
    for word in self {
      let isStart = word.hasPrefix("--") || ["|", "&&"].contains(word)
      if let last = clauses.last, !isStart, last.count + 1 + word.count <= limit {
        clauses[clauses.count - 1] = "\(last) \(word)"
      } else {
        clauses.append(word)
      }
    }
    return clauses
  }
}
