/// The host of a text that has a scheme, and its port, as Go's `net/url` finds them.
struct GoURLHost {
  /// The host, and the port if there is one after it: of an IPv6 address without a port there are no brackets.
  ///
  /// Source: `URL.Hostname` and `URL.Port` of net/url, joined by `JoinHostPort` of net.
  let text: String

  /// Nil for a text without a scheme and `://`, and where Go finds no host or refuses the text.
  init?(_ url: String) {
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")),
      Self.isScheme(url.utf8[..<colon]), url.utf8[colon...].starts(with: "://".utf8)
    else { return nil }
    let authority = String(Substring(url.utf8[colon...].dropFirst(3)))
    let bytes = authority.utf8.span
    guard let parsed = try? SchemelessURL(bytes) else { return nil }
    let host = parsed.host(in: bytes)
    guard let name = Self.name(in: host) else { return nil }
    text = name
  }

  /// Source: `getScheme` of net/url.
  private static func isScheme(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, isLetter(first) else { return false }
    return text.allSatisfy {
      isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || "+-.".utf8.contains($0)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte.lowercasedASCII)
  }

  /// Source: `splitHostPort` of net/url. The host has been checked: a colon outside of brackets begins a port.
  private static func name(in host: Span<UInt8>) -> String? {
    var end = host.count
    if let colon = host.lastOffset(of: UInt8(ascii: ":"), in: 0..<end),
      host.lastOffset(of: UInt8(ascii: "]"), in: colon..<end) == nil
    {
      guard colon + 1 == host.count else {
        return colon > 0 ? String(copying: host) : nil
      }
      end = colon
    }
    guard end > 0 else { return nil }
    let isBracketed =
      host[0] == UInt8(ascii: "[") && host[end - 1] == UInt8(ascii: "]") && end > 2
    return String(copying: isBracketed ? host.extracting(1..<end - 1) : host.extracting(0..<end))
  }
}
