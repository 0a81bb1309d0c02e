/// Where a string's content stands in JSON text, quotes excluded.
package struct JSONString: Sendable {
  package let start: Int
  package let end: Int
  /// The content is ASCII without escapes, so that the bytes of the text are those of the value.
  package let isVerbatim: Bool

  package var count: Int { end - start }
  package var isEmpty: Bool { end == start }
}

extension JSONReader {
  /// Reads the string that is next. Checks escapes and control characters; decodes nothing.
  package mutating func string() throws(JSONError) -> JSONString {
    try expect(UInt8(ascii: "\""))
    let start = offset
    var isVerbatim = true
    while true {
      skipOrdinaryWords()
      guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return JSONString(start: start, end: offset - 1, isVerbatim: isVerbatim)
      case UInt8(ascii: "\\"):
        isVerbatim = false
        try skipEscape()
      case 0x00..<0x20:
        throw JSONError(.controlCharacter, at: offset)
      case 0x80...:
        isVerbatim = false
        offset += 1
      default:
        offset += 1
      }
    }
  }

  /// Steps over whole words of eight bytes as long as none of them ends the string or needs a look.
  ///
  /// A byte needs one when it is a quote, a backslash, below 0x20 or above 0x7F.
  @inline(__always)
  private mutating func skipOrdinaryWords() {
    while offset + 8 <= bytes.count {
      let word = bytes.word(at: offset)
      let stops =
        word.marks(of: UInt8(ascii: "\"")) | word.marks(of: UInt8(ascii: "\\"))
        | word.marks(below: 0x20) | word & .eachByte(0x80)
      guard stops == 0 else {
        offset += stops.trailingZeroBitCount / 8
        return
      }
      offset += 8
    }
  }

  private mutating func skipEscape() throws(JSONError) {
    guard offset + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
    switch bytes[offset + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 2
    case UInt8(ascii: "u"):
      for index in offset + 2..<offset + 6 {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        guard bytes[index].hexDigitValue != nil else { throw JSONError(.invalidEscape, at: index) }
      }
      offset += 6
    default:
      throw JSONError(.invalidEscape, at: offset + 1)
    }
  }
}
