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

// MARK: - Texts

extension Span<UInt8> {
  /// The first place from `start` on where `text`, which is not empty, is.
  ///
  /// The search of Knuth, Morris and Pratt, whose time is linear in both lengths: whoever writes a long text and a long
  /// place to look for it in would choose both.
  package func firstOffset(
    of text: Span<UInt8>, from start: Int = 0, ignoringASCIICase: Bool = false
  ) -> Int? {
    guard text.count > 0, text.count <= count - start else { return nil }
    var offset = start
    if !ignoringASCIICase {
      // Mostly not even its first byte is there, and nothing has to be allocated.
      guard let first = firstOffset(of: text[0], in: start..<count) else { return nil }
      offset = first
    }
    func isEqual(_ one: UInt8, _ other: UInt8) -> Bool {
      one == other || ignoringASCIICase && one.lowercasedASCII == other.lowercasedASCII
    }
    // For each beginning of the text, the length of the longest shorter one that it also ends in.
    var borders = [0]
    borders.reserveCapacity(text.count)
    var matched = 0
    while borders.count < text.count {
      let byte = text[borders.count]
      while matched > 0, !isEqual(text[matched], byte) { matched = borders[matched - 1] }
      if isEqual(text[matched], byte) { matched += 1 }
      borders.append(matched)
    }
    matched = 0
    while offset < count {
      while matched > 0, !isEqual(text[matched], self[offset]) { matched = borders[matched - 1] }
      if isEqual(text[matched], self[offset]) { matched += 1 }
      offset += 1
      if matched == text.count { return offset - matched }
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
