/// A URL with an `http` or `https` scheme as Go's `url.Parse` parses it.
///
/// net/url, url.go of Go 1.26, transcribed without regard to speed; `nil` represents its errors.
struct GoURL {
  private(set) var host: [UInt8] = []
  private(set) var path: [UInt8] = []

  /// `Parse`, `parse`.
  init?(_ raw: [UInt8]) {
    let (beforeFragment, fragment) = Self.cut(raw, at: "#")
    guard !beforeFragment.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    var rest = Self.cut(beforeFragment, at: "?").before
    if rest.starts(with: "https://".utf8) {
      rest.removeFirst(8)
    } else if rest.starts(with: "http://".utf8) {
      rest.removeFirst(7)
    } else {
      return nil
    }
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.count
    guard let host = Self.parseAuthority(Array(rest[..<slash])),
      let path = Self.unescape(Array(rest[slash...]), .path),
      Self.unescape(fragment ?? [], .fragment) != nil
    else { return nil }
    self.host = host
    self.path = path
  }

  private enum Mode { case path, fragment, userPassword, host, zone }

  private static func cut(
    _ text: [UInt8], at separator: Character
  ) -> (before: [UInt8], after: [UInt8]?) {
    guard let separator = separator.asciiValue, let position = text.firstIndex(of: separator)
    else { return (text, nil) }
    return (Array(text[..<position]), Array(text[(position + 1)...]))
  }

  /// `parseAuthority`, `validUserinfo`.
  private static func parseAuthority(_ authority: [UInt8]) -> [UInt8]? {
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return parseHost(authority) }
    guard let host = parseHost(Array(authority[(at + 1)...])) else { return nil }
    let userinfo = Array(authority[..<at])
    guard userinfo.allSatisfy({ isAlphanumeric($0) || "-._:~!$&'()*+,;=%@".utf8.contains($0) })
    else { return nil }
    let (user, password) = cut(userinfo, at: ":")
    guard unescape(user, .userPassword) != nil, unescape(password ?? [], .userPassword) != nil
    else { return nil }
    return host
  }

  /// `parseHost`.
  private static func parseHost(_ host: [UInt8]) -> [UInt8]? {
    if let opening = host.lastIndex(of: UInt8(ascii: "[")) {
      guard opening == 0, let closing = host.lastIndex(of: UInt8(ascii: "]")) else { return nil }
      let colonPort = Array(host[(closing + 1)...])
      guard validOptionalPort(colonPort), let port = unescape(colonPort, .host) else { return nil }
      let hostname = Array(host[1..<closing])
      let zone = hostname.indices.first { hostname[$0...].starts(with: "%25".utf8) }
      guard let address = unescape(Array(hostname[..<(zone ?? hostname.count)]), .host),
        let zone = unescape(Array(hostname[(zone ?? hostname.count)...]), .zone),
        isIPv6(address + zone)
      else { return nil }
      return Array("[".utf8) + address + zone + Array("]".utf8) + port
    }
    if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
      guard validOptionalPort(Array(host[colon...])) else { return nil }
    }
    return unescape(host, .host)
  }

  /// `validOptionalPort`.
  private static func validOptionalPort(_ port: [UInt8]) -> Bool {
    guard let first = port.first else { return true }
    return first == UInt8(ascii: ":") && port.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  /// `unescape`.
  private static func unescape(_ text: [UInt8], _ mode: Mode) -> [UInt8]? {
    var output: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2, rest.prefix(2).allSatisfy(isHexDigit),
          let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else { return nil }
        let isPercent = rest.starts(with: "25".utf8)
        if mode == .host, value < 0x80, !isPercent { return nil }
        if mode == .zone, !isPercent, value != 0x20, shouldEscapeInHost(value) { return nil }
        rest.removeFirst(2)
        output.append(value)
      } else {
        if mode == .host || mode == .zone, byte < 0x80, shouldEscapeInHost(byte) { return nil }
        output.append(byte)
      }
    }
    return output
  }

  /// `shouldEscape` for `encodeHost` and `encodeZone`.
  private static func shouldEscapeInHost(_ byte: UInt8) -> Bool {
    !isAlphanumeric(byte) && !"-_.~!$&'()*+,;=:[]<>\"".utf8.contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  /// net/netip, netip.go: `ParseAddr`, without IPv4 addresses.
  static func isIPv6(_ text: [UInt8]) -> Bool {
    let parts = text.split(
      separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, parts[1].isEmpty { return false }
    guard parts.first?.allSatisfy({ $0 < 0x80 }) != false else { return false }
    let address = String(decoding: parts.first ?? [], as: UTF8.self)
    // The groups on both sides of the "::", or all groups if there is none.
    let sides = address.splitAll("::")
    switch sides.count {
    case 1:
      return groupCount(sides[0], mayEndInIPv4: true) == 8
    case 2:
      guard let left = sides[0].isEmpty ? 0 : groupCount(sides[0], mayEndInIPv4: false),
        let right = sides[1].isEmpty ? 0 : groupCount(sides[1], mayEndInIPv4: true)
      else { return false }
      return left + right < 8
    default:
      return false
    }
  }

  private static func groupCount(_ text: String, mayEndInIPv4: Bool) -> Int? {
    var groups = text.splitAll(":")
    var count = 0
    if mayEndInIPv4, let last = groups.last, last.contains(".") {
      guard isIPv4(last) else { return nil }
      groups.removeLast()
      count = 2
    }
    for group in groups {
      guard (1...4).contains(group.utf8.count), group.allSatisfy(\.isHexDigit) else { return nil }
      count += 1
    }
    return count
  }

  private static func isIPv4(_ text: String) -> Bool {
    let fields = text.splitAll(".")
    return fields.count == 4
      && fields.allSatisfy { field in
        guard (1...3).contains(field.utf8.count), let value = UInt8(field) else { return false }
        return String(value) == field
      }
  }
}

extension String {
  /// Go's `strings.Split`.
  fileprivate func splitAll(_ separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while let character = rest.first {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(character)
        rest = rest.dropFirst()
      }
    }
    return parts
  }
}
