/// Where the host ends and the port begins, in a host as a URL has it.
///
/// The kubelet splits with Go's `net.SplitHostPort`, and where that fails takes the whole text for
/// the host (pkg/credentialprovider/keyring.go, `SplitURL`). So `host:` has no port, the address in
/// `[::1]:5000` loses its brackets, and the one in `[::1]` keeps them: without a port it is read
/// as a character class, and does not match itself.
struct HostPort {
  /// The host, without brackets where a port follows them.
  let host: Range<Int>
  /// The port; empty when there is none.
  let port: Range<Int>

  init(splitting text: Span<UInt8>, _ range: Range<Int>) {
    self =
      Self.split(text, range)
      ?? HostPort(host: range, port: range.upperBound..<range.upperBound)
  }

  /// Splits the registry of an image reference, which has no brackets, and a colon only before the
  /// digits of its port.
  init(splittingRegistry registry: Span<UInt8>) {
    var colon = registry.count
    while colon > 0, registry[colon - 1] &- UInt8(ascii: "0") < 10 { colon -= 1 }
    let hasPort = colon > 0 && registry[colon - 1] == UInt8(ascii: ":")
    self.init(
      host: 0..<(hasPort ? colon - 1 : registry.count),
      port: hasPort ? colon..<registry.count : registry.count..<registry.count)
  }

  init(host: Range<Int>, port: Range<Int>) {
    self.host = host
    self.port = port
  }

  /// net: ipsock.go, `SplitHostPort`.
  private static func split(_ text: Span<UInt8>, _ range: Range<Int>) -> HostPort? {
    guard let colon = text.lastOffset(of: UInt8(ascii: ":"), in: range) else { return nil }
    let port = colon + 1..<range.upperBound
    let host: Range<Int>
    // From where on a bracket would be one too many.
    let afterOpening: Int
    let afterClosing: Int
    if text[range.lowerBound] == UInt8(ascii: "[") {
      guard let closing = text.firstOffset(of: UInt8(ascii: "]"), in: range),
        closing + 1 == colon
      else { return nil }
      host = range.lowerBound + 1..<closing
      afterOpening = range.lowerBound + 1
      afterClosing = closing + 1
    } else {
      host = range.lowerBound..<colon
      guard text.firstOffset(of: UInt8(ascii: ":"), in: host) == nil else { return nil }
      afterOpening = range.lowerBound
      afterClosing = range.lowerBound
    }
    guard
      text.firstOffset(of: UInt8(ascii: "["), in: afterOpening..<range.upperBound) == nil,
      text.firstOffset(of: UInt8(ascii: "]"), in: afterClosing..<range.upperBound) == nil
    else { return nil }
    return HostPort(host: host, port: port)
  }
}
