/// The host and the path that Go's `url.Parse` finds in `https://` followed by a text.
///
/// The kubelet reads a registry key, and every image name that it looks up, as such a URL
/// (pkg/credentialprovider/keyring.go, `ParseSchemelessURL`; the grammar is net/url, url.go of
/// Go 1.26, with strict colons):
///
///     text      = [ userinfo "@" ] host [ "/" path ] [ "?" query ] [ "#" fragment ]
///     userinfo  = everything before the last "@" that stands before the first "/"
///     host      = name [ ":" digits ] | "[" IPv6 [ "%25" zone ] "]" [ ":" digits ]
///
/// User information, query and fragment are checked, as far as Go does, and dropped. Host and path
/// are decoded. Neither host nor path has to be there.
struct SchemelessURL: Sendable {
  /// The bytes that ``host`` and ``path`` are ranges of; empty when that is the text itself.
  private let decoded: [UInt8]
  /// The host with its port, and with the brackets of an IPv6 address.
  let host: Range<Int>
  /// The path, empty or beginning with a slash.
  let path: Range<Int>

  /// Whether host or path held an escape.
  ///
  /// If not, reading the one followed by the other gives the same two again. If so, it may not:
  /// decoding may have brought to light a `%`, `?` or `#`.
  var isDecoded: Bool { !decoded.isEmpty }

  /// Reads `text` from `start` on.
  ///
  /// Offsets in an error count from the beginning of `text`. Go before 1.26 let a host have several
  /// colons, of which only the last is before a port.
  init(
    _ text: Span<UInt8>, from start: Int = 0, allowsColons: Bool = false
  ) throws(RegistryPattern.ParseError) {
    if let plain = PlainURL(text, from: start) {
      self.init(plain)
    } else {
      self = try Self(general: text, from: start, allowsColons: allowsColons)
    }
  }

  /// The bytes of the host.
  @_lifetime(borrow self, copy text)
  func host(in text: Span<UInt8>) -> Span<UInt8> {
    bytes(host, of: text)
  }

  /// The bytes of the path.
  @_lifetime(borrow self, copy text)
  func path(in text: Span<UInt8>) -> Span<UInt8> {
    bytes(path, of: text)
  }

  @_lifetime(borrow self, copy text)
  private func bytes(_ range: Range<Int>, of text: Span<UInt8>) -> Span<UInt8> {
    isDecoded ? decoded.span.extracting(range) : text.extracting(range)
  }

  private init(decoded: [UInt8], host: Range<Int>, path: Range<Int>) {
    self.decoded = decoded
    self.host = host
    self.path = path
  }
}

/// What nearly every key and every image name is, read in one pass: a name, perhaps a port, perhaps a path, and nothing to
/// decode or to drop.
struct PlainURL {
  let start: Int
  /// The end of the name: of the host without its port.
  let nameEnd: Int
  /// The end of the host with its port. A path begins here.
  let hostEnd: Int
  let end: Int
  /// Whether the name holds a `*`.
  let hasStar: Bool

  /// Nil for everything else, valid or not.
  @inline(__always)
  init?(_ text: Span<UInt8>, from start: Int) {
    var offset = start
    var hasStar = false
    while offset < text.count, text[offset].isHostNameByte {
      hasStar = hasStar || text[offset] == UInt8(ascii: "*")
      offset += 1
    }
    let nameEnd = offset
    if offset < text.count, text[offset] == UInt8(ascii: ":") {
      offset = text.end(from: offset + 1) { $0.isDigit }
    }
    let hostEnd = offset
    guard hostEnd == text.count || text[hostEnd] == UInt8(ascii: "/") else { return nil }
    offset = text.end(from: offset) { !$0.isPathPunctuation }
    guard offset == text.count else { return nil }
    (self.start, self.nameEnd, self.hostEnd, self.end) = (start, nameEnd, hostEnd, offset)
    self.hasStar = hasStar
  }
}

extension SchemelessURL {
  /// A URL that `plain` is.
  private init(_ plain: PlainURL) {
    self.init(decoded: [], host: plain.start..<plain.hostEnd, path: plain.hostEnd..<plain.end)
  }

  /// Reads any text, in the order in which Go does.
  init(
    general text: Span<UInt8>, from start: Int, allowsColons: Bool = false
  ) throws(RegistryPattern.ParseError) {
    let hash = text.firstOffset(of: UInt8(ascii: "#"), in: start..<text.count) ?? text.count
    for offset in start..<hash where ASCIISet.control.contains(text[offset]) {
      throw .init(code: .controlCharacter, offset: offset)
    }
    let end = text.firstOffset(of: UInt8(ascii: "?"), in: start..<hash) ?? hash
    let slash = text.firstOffset(of: UInt8(ascii: "/"), in: start..<end) ?? end
    let at = text.lastOffset(of: UInt8(ascii: "@"), in: start..<slash)

    let host = (at.map { $0 + 1 } ?? start)..<slash
    let path = slash..<end
    var hasEscape = try Self.checkHost(text, host, allowsColons: allowsColons)
    if let at { try Self.checkUserinfo(text, start..<at) }
    hasEscape = try PercentEncoding.check(text, path, as: .other) || hasEscape
    if hash < text.count {
      _ = try PercentEncoding.check(text, hash + 1..<text.count, as: .other)
    }

    guard hasEscape else {
      self.init(decoded: [], host: host, path: path)
      return
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(end - host.lowerBound)
    PercentEncoding.decode(text, host, into: &decoded)
    let hostLength = decoded.count
    PercentEncoding.decode(text, path, into: &decoded)
    self.init(decoded: decoded, host: 0..<hostLength, path: hostLength..<decoded.count)
  }

  /// Checks a host with its port, and tells whether it holds an escape: `parseHost` of net/url.
  private static func checkHost(
    _ text: Span<UInt8>, _ range: Range<Int>, allowsColons: Bool
  ) throws(RegistryPattern.ParseError) -> Bool {
    guard let opening = text.lastOffset(of: UInt8(ascii: "["), in: range) else {
      let colon =
        allowsColons
        ? text.lastOffset(of: UInt8(ascii: ":"), in: range)
        : text.firstOffset(of: UInt8(ascii: ":"), in: range)
      try checkPort(text, (colon ?? range.upperBound)..<range.upperBound)
      return try PercentEncoding.check(text, range, as: .host)
    }
    guard opening == range.lowerBound,
      let closing = text.lastOffset(of: UInt8(ascii: "]"), in: range)
    else { throw .init(code: .invalidIPLiteral, offset: opening) }
    try checkPort(text, closing + 1..<range.upperBound)
    return try checkAddress(text, opening + 1..<closing)
  }

  /// Checks what stands between brackets, and tells whether it holds an escape.
  private static func checkAddress(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(RegistryPattern.ParseError) -> Bool {
    let zone = firstZone(in: text, range) ?? range.upperBound
    let isHostEscaped = try PercentEncoding.check(text, range.lowerBound..<zone, as: .host)
    let isZoneEscaped = try PercentEncoding.check(text, zone..<range.upperBound, as: .zone)
    let isEscaped = isHostEscaped || isZoneEscaped
    let isValid: Bool
    if isEscaped {
      var decoded: [UInt8] = []
      PercentEncoding.decode(text, range, into: &decoded)
      isValid = IPv6Literal.isValid(decoded.span)
    } else {
      isValid = IPv6Literal.isValid(text.extracting(range))
    }
    guard isValid else { throw .init(code: .invalidIPLiteral, offset: range.lowerBound - 1) }
    return isEscaped
  }

  /// Where `%25` begins, which separates an IPv6 address from its zone.
  private static func firstZone(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    for offset in range where text[offset] == UInt8(ascii: "%") {
      if range.upperBound - offset >= 3, text.starts(with: "%25", from: offset) { return offset }
    }
    return nil
  }

  /// A port is nothing at all, or a colon and digits, perhaps none: `validOptionalPort` of net/url.
  private static func checkPort(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(RegistryPattern.ParseError) {
    for offset in range {
      let isValid =
        offset == range.lowerBound
        ? text[offset] == UInt8(ascii: ":") : text[offset].isDigit
      guard isValid else { throw .init(code: .invalidPort, offset: offset) }
    }
  }

  /// `validUserinfo` of net/url, then `unescape` of user and password.
  private static func checkUserinfo(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(RegistryPattern.ParseError) {
    for offset in range where !ASCIISet.userinfo.contains(text[offset]) {
      throw .init(code: .invalidUserinfo, offset: offset)
    }
    // A colon is no hexadecimal digit, so no escape reaches from the user into the password.
    _ = try PercentEncoding.check(text, range, as: .other)
  }
}
