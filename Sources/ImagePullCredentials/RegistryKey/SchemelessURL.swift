/// The host and the path of a text that Go's `url.Parse` reads after `https://`.
///
/// The kubelet reads registry keys, and the image names that it looks up, as such URLs
/// (pkg/credentialprovider/keyring.go, `ParseSchemelessURL`; the grammar is net/url, url.go of Go 1.26, with strict
/// colons):
///
///     text      = [ userinfo "@" ] host [ "/" path ] [ "?" query ] [ "#" fragment ]
/// userinfo = everything before the last "@" that comes before the first "/"
///     host      = name [ ":" digits ] | "[" IPv6 [ "%25" zone ] "]" [ ":" digits ]
///
/// User information, query and fragment are checked as far as in Go, and dropped. Host and path are decoded; both are
/// optional.
struct SchemelessURL: Sendable {
  /// The bytes that ``host`` and ``path`` are ranges of; empty if they are ranges of the text itself.
  private let decoded: [UInt8]
  /// The host with its port, and with the brackets of an IPv6 address.
  let host: Range<Int>
  /// The path, empty or beginning with a slash.
  let path: Range<Int>

  /// Whether host or path had an escape.
  ///
  /// If not, parsing host and path again gives the same two. If so, it may not: decoding may produce a `%`, `?` or `#`.
  var isDecoded: Bool { !decoded.isEmpty }

  /// Reads `text` from `start` on.
  ///
  /// Offsets in an error count from the beginning of `text`. Go before 1.26 accepts several colons in a host, of which
  /// only the last is before a port.
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

/// The common form of keys and image names, read in one pass: a name, an optional port, an optional path, and nothing
/// to decode or drop.
struct PlainURL {
  let start: Int
  /// The end of the name: of the host without its port.
  let nameEnd: Int
  /// The end of the host with its port. A path begins here.
  let hostEnd: Int
  let end: Int
  /// Whether the name contains a `*`.
  let hasStar: Bool

  /// Nil for any other text, valid or not.
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
  /// The URL of `plain`.
  private init(_ plain: PlainURL) {
    self.init(decoded: [], host: plain.start..<plain.hostEnd, path: plain.hostEnd..<plain.end)
  }

  /// Reads any text, in Go's order.
  init(
    general text: Span<UInt8>, from start: Int, allowsColons: Bool = false
  ) throws(RegistryPattern.ParseError) {
    let hash = text.firstOffset(of: UInt8(ascii: "#"), in: start..<text.count) ?? text.count
    for offset in start..<hash where ASCIISet.control.contains(text[offset]) {
      throw .init(.controlCharacter, at: offset)
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

  /// Checks a host with its port, and returns whether it has an escape: `parseHost` of net/url.
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
    else { throw .init(.invalidIPLiteral, at: opening) }
    try checkPort(text, closing + 1..<range.upperBound)
    return try checkAddress(text, opening + 1..<closing)
  }

  /// Checks the text between brackets, and returns whether it has an escape.
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
    guard isValid else { throw .init(.invalidIPLiteral, at: range.lowerBound - 1) }
    return isEscaped
  }

  /// Where `%25` begins, which separates an IPv6 address from its zone.
  private static func firstZone(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    for offset in range where text[offset] == UInt8(ascii: "%") {
      if range.upperBound - offset >= 3, text.starts(with: "%25", from: offset) { return offset }
    }
    return nil
  }

  /// A port is empty, or a colon and any number of digits: `validOptionalPort` of net/url.
  private static func checkPort(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(RegistryPattern.ParseError) {
    for offset in range {
      let isValid =
        offset == range.lowerBound
        ? text[offset] == UInt8(ascii: ":") : text[offset].isDigit
      guard isValid else { throw .init(.invalidPort, at: offset) }
    }
  }

  /// `validUserinfo` of net/url, then `unescape` of user and password.
  private static func checkUserinfo(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(RegistryPattern.ParseError) {
    for offset in range where !ASCIISet.userinfo.contains(text[offset]) {
      throw .init(.invalidUserinfo, at: offset)
    }
    // A colon is not a hexadecimal digit, so no escape crosses from the user into the password.
    _ = try PercentEncoding.check(text, range, as: .other)
  }
}

/// Which bytes are allowed unescaped, and which as `%XX`, in each part of a URL.
///
/// The rules are those of Go's `unescape` and `shouldEscape` (net/url, url.go), which are less strict than RFC 3986 in
/// places: a host may contain quotation marks and angle brackets, and unescaped bytes outside ASCII.
enum PercentEncoding {
  /// The parts of a URL with different rules for escapes.
  enum Component {
    /// The host: escapes only for bytes outside ASCII, or for the `%` before a zone.
    case host
    /// An IPv6 zone, from its `%25` on (RFC 6874): any escape of a byte that a host may contain.
    case zone
    /// Any other part: every byte and every complete escape is allowed.
    case other
  }

  /// Checks `range` of `text`, and returns whether it has an escape and needs decoding.
  static func check(
    _ text: Span<UInt8>, _ range: Range<Int>, as component: Component
  ) throws(RegistryPattern.ParseError) -> Bool {
    var hasEscape = false
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = text[offset]
      if byte == UInt8(ascii: "%") {
        guard let decoded = escape(in: text, at: offset, before: range.upperBound) else {
          throw .init(.invalidPercentEncoding, at: offset)
        }
        guard isAllowed(decoded, escapedIn: component) else {
          throw .init(.escapedHostCharacter, at: offset)
        }
        hasEscape = true
        offset += 3
      } else {
        guard component == .other || byte >= 0x80 || ASCIISet.host.contains(byte) else {
          throw .init(.invalidHostCharacter, at: offset)
        }
        offset += 1
      }
    }
    return hasEscape
  }

  /// Appends `range` of `text` to `output`, with each escape decoded.
  ///
  /// A `%` that does not begin an escape is kept; text that ``check(_:_:as:)`` accepted has none.
  static func decode(_ text: Span<UInt8>, _ range: Range<Int>, into output: inout [UInt8]) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if let decoded = escape(in: text, at: offset, before: range.upperBound) {
        output.append(decoded)
        offset += 3
      } else {
        output.append(text[offset])
        offset += 1
      }
    }
  }

  /// The byte that the escape at `offset` encodes; `nil` if there is no complete escape.
  private static func escape(in text: Span<UInt8>, at offset: Int, before end: Int) -> UInt8? {
    guard text[offset] == UInt8(ascii: "%"), end - offset >= 3,
      let high = text[offset + 1].hexDigitValue, let low = text[offset + 2].hexDigitValue
    else { return nil }
    return high << 4 | low
  }

  private static func isAllowed(_ decoded: UInt8, escapedIn component: Component) -> Bool {
    switch component {
    case .host: decoded >= 0x80 || decoded == UInt8(ascii: "%")
    case .zone:
      decoded == UInt8(ascii: "%") || decoded == UInt8(ascii: " ")
        || ASCIISet.host.contains(decoded)
    case .other: true
    }
  }
}

/// A set of ASCII characters, one bit each. It contains no byte outside ASCII.
struct ASCIISet {
  /// Bit n is the byte n.
  let low: UInt64
  /// Bit n is the byte 64 + n.
  let high: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 64 ? low : high) &>> UInt64(byte) & 1 != 0
  }
}

extension ASCIISet {
  /// `A-Z a-z 0-9 - _ . ~ ! $ & ' ( ) * + , ; = : [ ] < > "`: what a host may contain unescaped.
  static var host: ASCIISet {
    ASCIISet(low: 0x7FFF_7FD6_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE)
  }

  /// `% @ A-Z a-z 0-9 - . _ : ~ ! $ & ' ( ) * + , ; =`: what user information may contain.
  static var userinfo: ASCIISet {
    ASCIISet(low: 0x2FFF_7FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
  }

  /// Bytes below 0x20, and 0x7F.
  static var control: ASCIISet {
    ASCIISet(low: 0x0000_0000_FFFF_FFFF, high: 0x8000_0000_0000_0000)
  }
}
