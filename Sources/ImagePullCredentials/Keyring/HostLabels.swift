/// The labels of a host, left to right: what stands between its dots.
///
/// An empty host has one label, an empty one, and `example.com.` has three, the last one empty, as
/// in Go's `strings.Split(host, ".")`.
struct HostLabels: ~Escapable {
  private let host: Span<UInt8>
  private var start: Int? = 0

  @_lifetime(copy host)
  init(_ host: Span<UInt8>) {
    self.host = host
  }

  /// How many labels `host` has.
  static func count(in host: Span<UInt8>) -> Int {
    var count = 1
    for offset in host.indices where host[offset] == UInt8(ascii: ".") { count += 1 }
    return count
  }

  @_lifetime(copy self)
  mutating func next() -> Span<UInt8>? {
    guard let start else { return nil }
    let dot = host.firstOffset(of: UInt8(ascii: "."), in: start..<host.count)
    self.start = dot.map { $0 + 1 }
    return host.extracting(start..<(dot ?? host.count))
  }
}
