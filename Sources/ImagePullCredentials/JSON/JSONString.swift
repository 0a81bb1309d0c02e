/// The range of a string's content in JSON text, without the quotes.
package struct JSONString: Sendable {
  package let start: Int
  package let end: Int
  /// The content is ASCII without escapes, so the bytes of the text are those of the value.
  package let isVerbatim: Bool

  package var count: Int { end - start }
  package var isEmpty: Bool { end == start }
}

extension JSONReader {
  /// Reads the next string. Checks escapes and control characters; decodes nothing.
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

  /// Skips whole words of eight bytes while none of their bytes ends the string or needs a closer look.
  ///
  /// A byte needs one if it is a quote, a backslash, below 0x20 or above 0x7F.
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

// Decoding a string's content: escapes, ill-formed UTF-8, and names compared as in encoding/json.

extension JSONReader {
  /// Appends the value of `string` in UTF-8, as Go's `unquote` decodes it: a lone surrogate escape and each
  /// byte that is not part of well-formed UTF-8 become U+FFFD.
  package func append(_ string: JSONString, to value: inout [UInt8]) {
    guard !string.isVerbatim else {
      return value.append(copying: bytes.extracting(string.start..<string.end))
    }
    value.append(addingCapacity: capacity(of: string)) { append(string, to: &$0) }
  }

  /// The most bytes that the value of `string` can have: U+FFFD takes three.
  func capacity(of string: JSONString) -> Int {
    string.isVerbatim ? string.count : string.count * 3
  }

  /// Appends the value of `string` to `value`, which has room for ``capacity(of:)``.
  func append(_ string: JSONString, to value: inout OutputSpan<UInt8>) {
    var index = string.start
    while index < string.end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        appendEscape(at: &index, to: &value)
      } else if byte < 0x80 {
        value.append(byte)
        index += 1
      } else if let length = bytes.wellFormedLength(at: index, before: string.end) {
        for offset in index..<index + length { value.append(bytes[offset]) }
        index += length
      } else {
        value.append(scalar: replacement)
        index += 1
      }
    }
  }

  /// The value of `string`, as a new string.
  package func text(_ string: JSONString) -> String {
    guard !string.isVerbatim else {
      return String(copying: bytes.extracting(string.start..<string.end))
    }
    var value: [UInt8] = []
    append(string, to: &value)
    return String(decoding: value, as: UTF8.self)
  }

  /// Whether the value of `string` is exactly `text`, which is ASCII.
  package func equals(_ string: JSONString, _ text: String) -> Bool {
    if string.isVerbatim {
      return string.count == text.utf8.count
        && bytes.extracting(string.start..<string.end).hasSameBytes(as: text.utf8.span)
    }
    return self.text(string).utf8.elementsEqual(text.utf8)
  }

  /// Whether encoding/json matches `string` with the field `name`, which is ASCII: letters compare without
  /// case, including the two other characters that fold to an ASCII letter, U+017F (s) and U+212A (k).
  ///
  /// Source: `foldName` in Go's encoding/json/fold.go.
  @inline(__always)
  package func names(_ string: JSONString, _ name: StaticString) -> Bool {
    guard string.isVerbatim else { return isFolded(string, to: name) }
    return string.count == name.utf8CodeUnitCount
      && bytes.extracting(string.start..<string.end).equalsIgnoringCase(name.bytes)
  }

  private func isFolded(_ string: JSONString, to name: StaticString) -> Bool {
    let folded = text(string).unicodeScalars.lazy.map { scalar -> UInt8? in
      switch scalar {
      case "\u{017F}": UInt8(ascii: "s")
      case "\u{212A}": UInt8(ascii: "k")
      default: UInt8(exactly: scalar.value)?.lowercasedASCII
      }
    }
    return folded.elementsEqual("\(name)".utf8.lazy.map { Optional($0.lowercasedASCII) })
  }

  private func appendEscape(at index: inout Int, to value: inout OutputSpan<UInt8>) {
    switch bytes[index + 1] {
    case UInt8(ascii: "b"): value.append(0x08)
    case UInt8(ascii: "f"): value.append(0x0C)
    case UInt8(ascii: "n"): value.append(0x0A)
    case UInt8(ascii: "r"): value.append(0x0D)
    case UInt8(ascii: "t"): value.append(0x09)
    case UInt8(ascii: "u"):
      let unit = codeUnit(at: index)
      index += 6
      guard UTF16.isLeadSurrogate(unit), isCodeUnitEscape(at: index) else {
        value.append(scalar: Unicode.Scalar(unit) ?? replacement)
        return
      }
      let trail = codeUnit(at: index)
      // A lead followed by anything but a trail becomes U+FFFD, and what follows is read separately.
      guard UTF16.isTrailSurrogate(trail) else {
        value.append(scalar: replacement)
        return
      }
      index += 6
      let scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
      value.append(scalar: Unicode.Scalar(scalar) ?? replacement)
      return
    case let escaped: value.append(escaped)
    }
    index += 2
  }

  /// Whether there is a `\u` at `index`. A string's escapes are complete, so four hexadecimal digits
  /// follow.
  private func isCodeUnitEscape(at index: Int) -> Bool {
    index + 1 < bytes.count && bytes[index] == UInt8(ascii: "\\")
      && bytes[index + 1] == UInt8(ascii: "u")
  }

  /// The value of the escape `\uXXXX` at `index`.
  private func codeUnit(at index: Int) -> UInt16 {
    var unit: UInt16 = 0
    for digit in index + 2..<index + 6 {
      unit = unit << 4 | UInt16(bytes[digit].hexDigitValue ?? 0)
    }
    return unit
  }
}

private let replacement: Unicode.Scalar = "\u{FFFD}"
