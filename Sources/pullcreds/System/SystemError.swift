import NodeCredentials

/// What a system call reports.
struct SystemError: Error, Hashable, CustomStringConvertible {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// In the system's words, such as `No such file or directory`.
  var description: String { systemMessage(number) }
}

/// Why the output could not be written.
struct OutputError: Error, Hashable, CustomStringConvertible {
  let reason: SystemError

  var description: String { "the output cannot be written: \(reason)" }
}
