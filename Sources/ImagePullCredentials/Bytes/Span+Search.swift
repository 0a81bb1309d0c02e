extension Span<UInt8> {
  /// The byte at `offset`, or nil at and beyond the end.
  @inline(__always)
  package func byte(at offset: Int) -> UInt8? {
    offset < count ? self[offset] : nil
  }

  /// The offset of the first byte from `start` that is not in the class, or the end.
  @inline(__always)
  package func end(from start: Int, while isInClass: (UInt8) -> Bool) -> Int {
    var offset = start
    while offset < count, isInClass(self[offset]) { offset += 1 }
    return offset
  }

  /// The first position of `byte` inside `range`.
  func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    var offset = range.lowerBound
    while offset + 8 <= range.upperBound {
      let found = word(at: offset).marks(of: byte)
      if found != 0 { return offset + found.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < range.upperBound {
      if self[offset] == byte { return offset }
      offset += 1
    }
    return nil
  }

  /// Whether no byte in `range` is above 0x7F.
  func isASCII(in range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    var all: UInt64 = 0
    while offset + 8 <= range.upperBound {
      all |= word(at: offset)
      offset += 8
    }
    while offset < range.upperBound {
      all |= UInt64(self[offset])
      offset += 1
    }
    return all & UInt64.eachByte(0x80) == 0
  }

  /// The first position of `byte`.
  func firstOffset(of byte: UInt8) -> Int? {
    firstOffset(of: byte, in: 0..<count)
  }

  /// The last position of `byte` inside `range`.
  func lastOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    var offset = range.upperBound
    while offset - 8 >= range.lowerBound, word(at: offset - 8).marks(of: byte) == 0 { offset -= 8 }
    while offset > range.lowerBound {
      offset -= 1
      if self[offset] == byte { return offset }
    }
    return nil
  }
}

extension UInt64 {
  /// Eight times `byte`.
  @inline(__always)
  static func eachByte(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

  /// Sets the high bit of the first byte, the least significant one, that equals `byte`; zero if none does.
  ///
  /// A borrow can set it for bytes after the first one too, never before it.
  @inline(__always)
  func marks(of byte: UInt8) -> UInt64 {
    let difference = self ^ .eachByte(byte)
    return (difference &- .eachByte(1)) & ~difference & .eachByte(0x80)
  }

  /// The same for bytes below `bound`, which is at most 0x80.
  @inline(__always)
  func marks(below bound: UInt8) -> UInt64 {
    (self &- .eachByte(bound)) & ~self & .eachByte(0x80)
  }
}
