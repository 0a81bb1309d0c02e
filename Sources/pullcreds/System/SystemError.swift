#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// What a system call reports.
struct SystemError: Error, Hashable, CustomStringConvertible {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// In the system's words, such as `No such file or directory`.
  var description: String { strerror(number).map { String(cString: $0) } ?? "error \(number)" }
}

/// Why the output could not be written.
struct OutputError: Error, Hashable, CustomStringConvertible {
  let reason: SystemError

  var description: String { "the output cannot be written: \(reason)" }
}
