/// The registry's part of a name.
///
///     domain           = host [ ":" 1*DIGIT ]
///     host             = domain-component *( "." domain-component ) / "[" IPv6 "]"
///     domain-component = ALPHA-DIGIT / ALPHA-DIGIT *( ALPHA-DIGIT / "-" ) ALPHA-DIGIT
///     IPv6             = 1*( HEXDIG / ":" )
///
/// The address is any run of hexadecimal digits and colons, not a checked IPv6 address, and the
/// port any run of digits: upstream leaves both to whoever connects (distribution/reference:
/// regexp.go, `ipv6address`, `optionalPort`). A domain has no length limit of its own.
enum DomainGrammar {
  /// Reads the domain that the text begins with and returns the offset of the "/" after it.
  static func domain(in bytes: Span<UInt8>) throws(Mismatch) -> Int {
    let isBracketed = bytes.byte(at: 0) == UInt8(ascii: "[")
    let hostEnd = isBracketed ? try ipv6Address(in: bytes) : try domainName(in: bytes)
    let end = port(in: bytes, from: hostEnd)
    guard bytes.byte(at: end) == UInt8(ascii: "/") else {
      throw Mismatch(offset: end, expected: .domain)
    }
    return end
  }

  /// The end of the port whose colon would be at `offset`; `offset` itself when there is none.
  @inline(__always)
  static func port(in bytes: Span<UInt8>, from offset: Int) -> Int {
    guard bytes.byte(at: offset) == UInt8(ascii: ":") else { return offset }
    let end = bytes.end(from: offset + 1) { $0.isDigit }
    return end > offset + 1 ? end : offset
  }

  private static func domainName(in bytes: Span<UInt8>) throws(Mismatch) -> Int {
    var offset = 0
    while true {
      offset = try domainComponent(in: bytes, from: offset)
      guard bytes.byte(at: offset) == UInt8(ascii: ".") else { return offset }
      offset += 1
    }
  }

  private static func domainComponent(
    in bytes: Span<UInt8>, from start: Int
  ) throws(Mismatch) -> Int {
    var offset = start
    while true {
      let end = bytes.end(from: offset) { $0.isAlphanumeric }
      guard end > offset else { throw Mismatch(offset: end, expected: .domain) }
      offset = bytes.end(from: end) { $0 == UInt8(ascii: "-") }
      if offset == end { return end }
    }
  }

  private static func ipv6Address(in bytes: Span<UInt8>) throws(Mismatch) -> Int {
    let end = bytes.end(from: 1) { $0.isHexDigit || $0 == UInt8(ascii: ":") }
    guard end > 1, bytes.byte(at: end) == UInt8(ascii: "]") else {
      throw Mismatch(offset: end, expected: .domain)
    }
    return end + 1
  }
}
