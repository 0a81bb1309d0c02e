extension Span<UInt8> {
  /// Eight bytes, the first one the least significant.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    // Any eight bytes are a UInt64; the load checks the bounds.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
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
