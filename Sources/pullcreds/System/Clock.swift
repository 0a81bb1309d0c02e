import ImagePullCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

extension Timestamp {
  /// The present time, to the second.
  static var now: Timestamp { Timestamp(secondsSince1970: Int64(time(nil))) }
}

extension Option {
  static let at = Option(
    "at", value: "TIME",
    help: "Take this for the present time, which tokens are held against: RFC 3339, such as "
      + "2025-01-31T08:00:00Z.")
}

extension Arguments {
  /// The value of `--at`; the present time where it is not given.
  func time() throws(ArgumentError) -> Timestamp {
    guard let text = value(of: .at) else { return .now }
    guard let time = Timestamp(text) else { throw .invalidTime(text, of: subcommand) }
    return time
  }
}
