/// Which bytes stand for themselves, and which may be written as `%XX`, in each part of a URL.
///
/// The rules are those of Go's `unescape` and `shouldEscape` (net/url, url.go), which are laxer
/// than RFC 3986 in places: a host may hold quotation marks and angle brackets, and any byte
/// outside ASCII as it is.
enum PercentEncoding {
  /// A part of a URL, as far as its escapes have rules of their own.
  enum Component {
    /// The host: escapes stand only for bytes outside ASCII, or for the `%` before a zone.
    case host
    /// An IPv6 zone, from its `%25` on (RFC 6874): any escape of a byte that a host may hold.
    case zone
    /// Any other part: every byte is fine, and so is every complete escape.
    case other
  }

  /// Checks `range` of `text`, and tells whether it holds an escape, so whether it needs decoding.
  static func check(
    _ text: Span<UInt8>, _ range: Range<Int>, as component: Component
  ) throws(RegistryPattern.ParseError) -> Bool {
    var hasEscape = false
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = text[offset]
      if byte == UInt8(ascii: "%") {
        guard let decoded = escape(in: text, at: offset, before: range.upperBound) else {
          throw .init(code: .invalidPercentEncoding, offset: offset)
        }
        guard isAllowed(decoded, escapedIn: component) else {
          throw .init(code: .escapedHostCharacter, offset: offset)
        }
        hasEscape = true
        offset += 3
      } else {
        guard component == .other || byte >= 0x80 || ASCIISet.host.contains(byte) else {
          throw .init(code: .invalidHostCharacter, offset: offset)
        }
        offset += 1
      }
    }
    return hasEscape
  }

  /// Appends `range` of `text` to `output`, each escape replaced by the byte it stands for.
  ///
  /// A `%` that begins no escape is kept; in text that ``check(_:_:as:)`` accepted there is none.
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

  /// The byte that the escape at `offset` stands for; `nil` when no complete escape is there.
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
