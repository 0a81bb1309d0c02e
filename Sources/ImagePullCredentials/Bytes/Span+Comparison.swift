// Comparisons of bytes, eight at a time. Never Unicode equivalence, which `String` would apply.

extension Span<UInt8> {
  /// Whether both hold the same bytes.
  @inline(__always)
  package func hasSameBytes(as other: Span<UInt8>) -> Bool {
    count == other.count && firstDifference(from: other, below: count) == count
  }

  /// Whether both hold the same bytes but for the case of ASCII letters.
  func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for offset in indices where self[offset] != other[offset] {
      guard self[offset].lowercasedASCII == other[offset].lowercasedASCII else { return false }
    }
    return true
  }

  /// Whether the bytes begin with those of `prefix`: Go's `strings.HasPrefix`.
  package func starts(with prefix: Span<UInt8>) -> Bool {
    prefix.count <= count && firstDifference(from: prefix, below: prefix.count) == prefix.count
  }

  /// Whether the bytes from `start` on begin with `prefix`.
  package func starts(with prefix: StaticString, from start: Int) -> Bool {
    start <= count && extracting(start...).starts(with: prefix.bytes)
  }

  /// Whether these bytes come before `other` in byte order, a prefix before what it begins.
  func precedes(_ other: Span<UInt8>) -> Bool {
    let shorter = Swift.min(count, other.count)
    let offset = firstDifference(from: other, below: shorter)
    return offset < shorter ? self[offset] < other[offset] : count < other.count
  }

  /// Whether these are the bytes of `head` followed by those of `tail`.
  func isConcatenation(of head: Span<UInt8>, _ tail: Span<UInt8>) -> Bool {
    count == head.count + tail.count && starts(with: head)
      && extracting(head.count...).hasSameBytes(as: tail)
  }

  /// The first offset below `end`, which neither count exceeds, at which the bytes differ; `end` if there is none.
  @inline(__always)
  private func firstDifference(from other: Span<UInt8>, below end: Int) -> Int {
    var offset = 0
    while offset + 8 <= end {
      let difference = word(at: offset) ^ other.word(at: offset)
      if difference != 0 { return offset + difference.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < end, self[offset] == other[offset] { offset += 1 }
    return offset
  }

  /// The eight bytes at `offset`, the first one least significant.
  @inline(__always)
  package func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
