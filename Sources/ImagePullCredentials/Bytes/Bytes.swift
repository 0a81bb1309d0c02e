// Bytes, spans and strings: the few operations that the standard library leaves out. What other modules call for
// every byte is inlinable; without that, decoding a cluster takes a tenth longer.

extension [UInt8] {
  /// The bytes of `span`.
  package init(copying span: Span<UInt8>) {
    self = span.withUnsafeBufferPointer { Array($0) }
  }

  /// Appends the bytes of `span`.
  package mutating func append(copying span: Span<UInt8>) {
    span.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}

extension OutputSpan<UInt8> {
  /// Appends `scalar` in UTF-8.
  mutating func append(scalar: Unicode.Scalar) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte) }
  }
}

extension String {
  /// The text whose UTF-8 is `span`; ill-formed parts become U+FFFD.
  package init(copying span: Span<UInt8>) {
    self = span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}

extension StaticString {
  /// The bytes of a literal.
  ///
  /// Invariant: the literal is longer than one character, so it is stored as a pointer, and what that points to is
  /// a constant of the program and outlives every use.
  package var bytes: Span<UInt8> {
    @_lifetime(immortal)
    get {
      let span = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
      return unsafe _overrideLifetime(span, copying: ())
    }
  }
}

// MARK: - Comparing

// Eight bytes at a time. Never Unicode equivalence, which `String` would apply.

extension Span<UInt8> {
  /// Whether both hold the same bytes.
  @inlinable @inline(__always)
  package func hasSameBytes(as other: Span<UInt8>) -> Bool {
    count == other.count && firstDifference(from: other, below: count) == count
  }

  /// Whether both hold the same bytes, ignoring the case of ASCII letters.
  func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for offset in indices where self[offset] != other[offset] {
      guard self[offset].lowercasedASCII == other[offset].lowercasedASCII else { return false }
    }
    return true
  }

  /// Whether the bytes begin with those of `prefix`: Go's `strings.HasPrefix`.
  @inlinable
  package func starts(with prefix: Span<UInt8>) -> Bool {
    prefix.count <= count && firstDifference(from: prefix, below: prefix.count) == prefix.count
  }

  /// Whether the bytes from `start` on begin with `prefix`.
  package func starts(with prefix: StaticString, from start: Int) -> Bool {
    start <= count && extracting(start...).starts(with: prefix.bytes)
  }

  /// Whether these bytes come before `other` in byte order; a prefix comes first.
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
  @inlinable @inline(__always)
  package func firstDifference(from other: Span<UInt8>, below end: Int) -> Int {
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
  @inlinable @inline(__always)
  package func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

// MARK: - Searching

extension Span<UInt8> {
  /// The byte at `offset`, or nil at and beyond the end.
  @inlinable @inline(__always)
  package func byte(at offset: Int) -> UInt8? {
    offset < count ? self[offset] : nil
  }

  /// The offset of the first byte from `start` that is not in the class, or the end.
  @inlinable @inline(__always)
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

  /// The end of the spaces that begin at `start`. Indentation is half of what kubectl prints.
  @inlinable
  package func endOfSpaces(from start: Int) -> Int {
    var offset = start
    while offset + 8 <= count {
      let others = word(at: offset) ^ .eachByte(UInt8(ascii: " "))
      guard others == 0 else { return offset + others.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < count, self[offset] == UInt8(ascii: " ") { offset += 1 }
    return offset
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

extension Span<UInt8> {
  /// The first position of `text`, which is not empty, from `start` on.
  ///
  /// Knuth-Morris-Pratt, linear in both lengths: an attacker can choose both texts.
  package func firstOffset(
    of text: Span<UInt8>, from start: Int = 0, ignoringASCIICase: Bool = false
  ) -> Int? {
    guard text.count > 0, text.count <= count - start else { return nil }
    var offset = start
    if !ignoringASCIICase {
      // Usually not even the first byte is found, and nothing is allocated.
      guard let first = firstOffset(of: text[0], in: start..<count) else { return nil }
      offset = first
    }
    func isEqual(_ one: UInt8, _ other: UInt8) -> Bool {
      one == other || ignoringASCIICase && one.lowercasedASCII == other.lowercasedASCII
    }
    // For each prefix of the text, the length of its longest proper prefix that is also its suffix.
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
  @inlinable @inline(__always)
  package static func eachByte(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

  /// Sets the high bit of the first byte, the least significant one, that equals `byte`; zero if none does.
  ///
  /// A borrow can set it for bytes after the first one too, never before it.
  @inlinable @inline(__always)
  package func marks(of byte: UInt8) -> UInt64 {
    let difference = self ^ .eachByte(byte)
    return (difference &- .eachByte(1)) & ~difference & .eachByte(0x80)
  }

  /// The same for bytes below `bound`, which is at most 0x80.
  @inline(__always)
  func marks(below bound: UInt8) -> UInt64 {
    (self &- .eachByte(bound)) & ~self & .eachByte(0x80)
  }
}

// MARK: - UTF-8

extension Span<UInt8> {
  /// The length of the well-formed multi-byte sequence at `index`, nil if there is none (Unicode, table 3-7).
  func wellFormedLength(at index: Int, before end: Int) -> Int? {
    let length: Int
    let second: ClosedRange<UInt8>
    switch self[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard index + length <= end, second.contains(self[index + 1]) else { return nil }
    for next in index + 2..<index + length where self[next] & 0xC0 != 0x80 { return nil }
    return length
  }

  /// Whether the bytes are well-formed UTF-8.
  var isUTF8: Bool {
    (try? UTF8Span(validating: self)) != nil
  }
}

// MARK: - Positions

/// A line and a column of a text, both from 1; the column counts bytes.
package struct TextPosition: Sendable, Hashable {
  package private(set) var line = 1
  package private(set) var column = 1

  /// The position of byte `offset` in `bytes`. O(offset): for error messages only.
  package init(of offset: Int, in bytes: Span<UInt8>) {
    advance(from: 0, to: offset, in: bytes)
  }

  /// Moves on from byte `start`, whose position this is, to byte `end`.
  package mutating func advance(from start: Int, to end: Int, in bytes: Span<UInt8>) {
    column += end - start
    var index = start
    while index < min(end, bytes.count) {
      if bytes[index] == UInt8(ascii: "\n") {
        line += 1
        column = end - index
      }
      index += 1
    }
  }
}
