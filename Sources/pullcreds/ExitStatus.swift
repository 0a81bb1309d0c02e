#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// The exit statuses of all subcommands.
enum ExitStatus: Int32, Sendable {
  /// Done, and all is well.
  case success = 0
  /// Done, and the answer is not what one would wish.
  case negative = 1
  /// Not done: the arguments, the input or the output cannot be used.
  case unusable = 2

  /// Ends this process with the status.
  func endProcess() -> Never { exit(rawValue) }
}
