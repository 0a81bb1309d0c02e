extension Span<UInt8> {
  /// The first position of `byte` inside `range`.
  func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    for offset in range where self[offset] == byte { return offset }
    return nil
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

  /// Whether the bytes from `start` on begin with `prefix`.
  func starts(with prefix: StaticString, from start: Int) -> Bool {
    let length = prefix.utf8CodeUnitCount
    guard count - start >= length else { return false }
    return prefix.withUTF8Buffer { bytes in
      for offset in 0..<length where self[start + offset] != bytes[offset] { return false }
      return true
    }
  }
}
