extension Span<UInt8> {
  /// Eight bytes, the first one the least significant.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    // Any eight bytes are a valid UInt64; the load checks the bounds.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The first `count` of up to eight bytes, which must exist, with zeros for the rest.
  @inline(__always)
  func word(at offset: Int, count: Int) -> UInt64 {
    if offset &+ 8 <= self.count {
      let word = word(at: offset)
      return count >= 8 ? word : word & (1 &<< UInt64(truncatingIfNeeded: count &* 8) &- 1)
    }
    var word: UInt64 = 0
    for index in 0..<Swift.min(count, 8) {
      word |= UInt64(self[offset + index]) << UInt64(8 * index)
    }
    return word
  }

  /// The first offset of `byte` in `range`.
  func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    var offset = range.lowerBound
    while offset + 8 <= range.upperBound {
      let marks = word(at: offset).exactMarks(of: byte)
      if marks != 0 { return offset + marks.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < range.upperBound {
      if self[offset] == byte { return offset }
      offset += 1
    }
    return nil
  }

  /// The last offset of `byte` in `range`.
  func lastOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    var offset = range.upperBound
    while offset > range.lowerBound {
      offset -= 1
      if self[offset] == byte { return offset }
    }
    return nil
  }

  /// The end of the run of printable ASCII, tabs and line ends from `start`.
  func endOfUsualBytes(from start: Int) -> Int {
    var offset = start
    while offset + 8 <= count {
      let word = word(at: offset)
      let lineEnds =
        word.exactMarks(of: UInt8(ascii: "\n")) | word.exactMarks(of: UInt8(ascii: "\r"))
      let unusual = word.unusualMarks & ~(lineEnds | word.exactMarks(of: UInt8(ascii: "\t")))
      if unusual != 0 { return offset + unusual.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < count {
      switch self[offset] {
      case 0x20...0x7E, UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
      default: return offset
      }
    }
    return offset
  }

  /// Whether the bytes in `range` are those of `literal`.
  func equals(_ literal: StaticString, in range: Range<Int>) -> Bool {
    guard literal.utf8CodeUnitCount == range.count else { return false }
    return literal.withUTF8Buffer { buffer in
      for (index, byte) in buffer.enumerated() where self[range.lowerBound + index] != byte {
        return false
      }
      return true
    }
  }

  var isUTF8: Bool {
    (try? UTF8Span(validating: self)) != nil
  }
}

extension UInt64 {
  @inline(__always)
  static func eachByte(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

  /// The high bit of each byte that equals `byte`.
  @inline(__always)
  func exactMarks(of byte: UInt8) -> UInt64 {
    let difference = self ^ .eachByte(byte)
    let sum = (difference & .eachByte(0x7F)) &+ .eachByte(0x7F)
    return ~(sum | difference | .eachByte(0x7F))
  }

  /// The high bit of each byte below 0x20 or above 0x7F.
  @inline(__always)
  var controlOrUnicodeMarks: UInt64 {
    (self | ~((self & .eachByte(0x7F)) &+ .eachByte(0x60))) & .eachByte(0x80)
  }

  /// The high bit of each byte that Go escapes in JSON text, and of those above 0x7F.
  @inline(__always)
  var escapedMarks: UInt64 {
    // `<` and `>`, and `"` and `&`, differ in one bit.
    controlOrUnicodeMarks | exactMarks(of: UInt8(ascii: "\\"))
      | (self | .eachByte(0x02)).exactMarks(of: UInt8(ascii: ">"))
      | (self | .eachByte(0x04)).exactMarks(of: UInt8(ascii: "&"))
  }

  /// The high bit of each `,`, `?`, `[`, `]`, `{` and `}`.
  @inline(__always)
  var flowIndicatorMarks: UInt64 {
    // The brackets differ from the braces in one bit.
    let folded = self | .eachByte(0x20)
    return exactMarks(of: UInt8(ascii: ",")) | exactMarks(of: UInt8(ascii: "?"))
      | folded.exactMarks(of: UInt8(ascii: "{")) | folded.exactMarks(of: UInt8(ascii: "}"))
  }

  /// The high bit of each byte that is not printable ASCII.
  @inline(__always)
  var unusualMarks: UInt64 {
    let low = self & .eachByte(0x7F)
    let isPrintable = (low &+ .eachByte(0x60)) & ~(low &+ .eachByte(0x01))
    return (self | ~isPrintable) & .eachByte(0x80)
  }
}

extension [UInt8] {
  @inline(__always)
  mutating func append(copying span: Span<UInt8>, _ range: Range<Int>) {
    span.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Appends a code point, which must not be a surrogate, in UTF-8.
  mutating func append(scalar value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else { return }
    append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}

extension [UInt8] {
  init(_ span: Span<UInt8>) {
    self = span.withUnsafeBufferPointer { Array($0) }
  }
}
