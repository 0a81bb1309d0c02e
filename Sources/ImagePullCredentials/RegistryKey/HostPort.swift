/// The host and the port in the host part of a URL.
///
/// The kubelet splits with Go's `net.SplitHostPort`; if that fails, the whole text is the host
/// (pkg/credentialprovider/keyring.go, `SplitURL`). So `host:` has no port, the address in `[::1]:5000` loses its
/// brackets, and the one in `[::1]` keeps them: without a port it is read as a character class, and does not match
/// itself.
struct HostPort {
  /// The host, without brackets if a port follows them.
  let host: Range<Int>
  /// The port; empty if there is none.
  let port: Range<Int>

  init(splitting text: Span<UInt8>, _ range: Range<Int>) {
    self =
      Self.split(text, range)
      ?? HostPort(host: range, port: range.upperBound..<range.upperBound)
  }

  /// Splits the registry of an image reference, which has no brackets, and has a colon only before the digits of its
  /// port.
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
    // The offset from which a bracket is an error.
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

/// The text that is allowed between the brackets of a host, as in `[2001:db8::1%eth0]:5000`.
///
/// Go uses `netip.ParseAddr` (net/netip, netip.go) and rejects an IPv4 address. It accepts an IPv4-mapped address, an
/// address that ends in a dotted IPv4 address, and a zone that is not empty.
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
        // The dotted form ends the address and is its last two groups.
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
    // "::" replaces at least one group.
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

// The labels of a host: the text between its dots, as in Go's `strings.Split(host, ".")`. An empty host has one empty
// label, and `example.com.` has three, the last one empty.

extension Span<UInt8> {
  /// How many labels the host has.
  var labelCount: Int {
    var count = 1
    for offset in indices where self[offset] == UInt8(ascii: ".") { count += 1 }
    return count
  }

  /// Where the label that begins at `start` ends.
  @inline(__always)
  func labelEnd(from start: Int) -> Int {
    firstOffset(of: UInt8(ascii: "."), in: start..<count) ?? count
  }
}

extension LabelGlob {
  /// Whether `host` has as many labels as `pattern`, and each matches its counterpart.
  static func matchesHost(pattern: Span<UInt8>, _ host: Span<UInt8>) -> Bool {
    // The host has to end with the text after the last wildcard, and few hosts do.
    var (end, hostEnd) = (pattern.count, host.count)
    while end > 0, !isSpecial(pattern[end - 1]), pattern[end - 1] != UInt8(ascii: "]") {
      guard hostEnd > 0, pattern[end - 1] == host[hostEnd - 1] else { return false }
      (end, hostEnd) = (end - 1, hostEnd - 1)
    }
    guard end > 0 else { return hostEnd == 0 }
    var start = 0
    while start < end, !isSpecial(pattern[start]) {
      guard start < hostEnd, pattern[start] == host[start] else { return false }
      start += 1
    }
    if start <= hostEnd, isOneLabelOfStars(pattern.extracting(start..<end)) {
      let rest = host.extracting(start..<hostEnd)
      return rest.firstOffset(of: UInt8(ascii: ".")) == nil
        && matches(pattern: pattern.extracting(start..<end), label: rest)
    }
    return pattern.labelCount == host.labelCount
      && firstMismatchedLabel(pattern: pattern, host) == nil
  }

  /// Whether the part of a host with its wildcards is within one label and has no special characters except stars.
  private static func isOneLabelOfStars(_ part: Span<UInt8>) -> Bool {
    for offset in part.indices {
      let byte = part[offset]
      if byte == UInt8(ascii: ".") || byte != UInt8(ascii: "*") && isSpecial(byte) { return false }
    }
    return true
  }

  /// The first label, counted from 0 at the left, that does not match its counterpart. Labels without a counterpart are
  /// ignored.
  static func firstMismatchedLabel(pattern: Span<UInt8>, _ host: Span<UInt8>) -> Int? {
    var (start, hostStart, index) = (0, 0, 0)
    while start <= pattern.count, hostStart <= host.count {
      let end = pattern.labelEnd(from: start)
      let hostEnd = host.labelEnd(from: hostStart)
      guard
        matches(
          pattern: pattern.extracting(start..<end), label: host.extracting(hostStart..<hostEnd))
      else { return index }
      (start, hostStart, index) = (end + 1, hostEnd + 1, index + 1)
    }
    return nil
  }
}
