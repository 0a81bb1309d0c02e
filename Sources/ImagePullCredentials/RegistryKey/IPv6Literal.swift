/// What may stand between the brackets of a host, as in `[2001:db8::1%eth0]:5000`.
///
/// Go asks `netip.ParseAddr` (net/netip, netip.go) and refuses an IPv4 address. An IPv4-mapped
/// address and one that ends in a dotted IPv4 address are fine, and so is a zone that is not empty.
enum IPv6Literal {
  /// Whether `text`, without brackets and with its escapes decoded, is an IPv6 address.
  static func isValid(_ text: Span<UInt8>) -> Bool {
    let zone = text.firstOffset(of: UInt8(ascii: "%"), in: text.indices) ?? text.count
    if zone + 1 == text.count { return false }
    return isAddress(text.extracting(0..<zone))
  }

  /// Groups of one to four hexadecimal digits, eight of them or fewer around one `::`.
  private static func isAddress(_ text: Span<UInt8>) -> Bool {
    var offset = 0
    var groups = 0
    var hasEllipsis = false
    if text.starts(with: "::", from: 0) {
      hasEllipsis = true
      offset = 2
    }
    var endsInColon = false
    while offset < text.count, groups < 8 {
      let digits = text.end(from: offset) { $0.hexDigitValue != nil } - offset
      guard (1...4).contains(digits) else { return false }
      if offset + digits < text.count, text[offset + digits] == UInt8(ascii: ".") {
        // The dotted form ends the address and stands for its last two groups.
        guard hasEllipsis || groups == 6 else { return false }
        guard isIPv4(text.extracting(offset..<text.count)) else { return false }
        groups += 2
        offset = text.count
        break
      }
      groups += 1
      offset += digits
      if offset == text.count { break }
      guard text[offset] == UInt8(ascii: ":") else { return false }
      offset += 1
      endsInColon = offset == text.count
      if !endsInColon, text[offset] == UInt8(ascii: ":") {
        guard !hasEllipsis else { return false }
        hasEllipsis = true
        offset += 1
      }
    }
    guard offset == text.count, !endsInColon else { return false }
    // "::" stands for at least one group.
    return hasEllipsis ? groups < 8 : groups == 8
  }

  /// Four decimal numbers up to 255, without leading zeros.
  private static func isIPv4(_ text: Span<UInt8>) -> Bool {
    var fields = 1
    var digits = 0
    var value = 0
    for offset in text.indices {
      let byte = text[offset]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard digits == 0 || value != 0 else { return false }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
        guard value <= 255 else { return false }
      case UInt8(ascii: "."):
        guard digits > 0, fields < 4 else { return false }
        fields += 1
        digits = 0
        value = 0
      default:
        return false
      }
    }
    return fields == 4 && digits > 0
  }
}
