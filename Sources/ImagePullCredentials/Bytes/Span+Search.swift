extension Span<UInt8> {
  /// The byte at `offset`, or nil at and beyond the end.
  @inline(__always)
  func byte(at offset: Int) -> UInt8? {
    offset < count ? self[offset] : nil
  }

  /// The offset of the first byte from `start` that is not in the class, or the end.
  @inline(__always)
  func end(from start: Int, while isInClass: (UInt8) -> Bool) -> Int {
    var offset = start
    while offset < count, isInClass(self[offset]) { offset += 1 }
    return offset
  }

  /// The first position of `byte` inside `range`.
  func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    for offset in range where self[offset] == byte { return offset }
    return nil
  }

  /// The first position of `byte`.
  func firstOffset(of byte: UInt8) -> Int? {
    firstOffset(of: byte, in: 0..<count)
  }

  /// The last position of `byte` inside `range`.
  func lastOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    var offset = range.upperBound
    while offset > range.lowerBound {
      offset -= 1
      if self[offset] == byte { return offset }
    }
    return nil
  }
}
