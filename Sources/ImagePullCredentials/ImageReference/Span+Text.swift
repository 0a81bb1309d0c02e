extension Span<UInt8> {
  /// The byte at `offset`, or nil at and beyond the end.
  @inline(__always)
  func byte(at offset: Int) -> UInt8? {
    offset < count ? self[offset] : nil
  }

  /// The offset of the first byte from `start` that is not in the class, or the end.
  @inline(__always)
  func end(from start: Int, while isInClass: (UInt8) -> Bool) -> Int {
    // No offset is negative; that it is said here spares every step of the loop a check.
    var offset = max(0, start)
    while offset < count, isInClass(self[offset]) { offset += 1 }
    return offset
  }

  /// The offset of the first `byte` from `start`, or nil.
  func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    let offset = end(from: start) { $0 != byte }
    return offset < count ? offset : nil
  }

  /// Whether both hold the same bytes: never Unicode equivalence, which `String` would apply.
  @inline(__always)
  func hasSameBytes(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for offset in indices where self[offset] != other[offset] { return false }
    return true
  }

  /// Whether the bytes begin with `prefix`.
  func starts(with prefix: Span<UInt8>) -> Bool {
    count >= prefix.count && extracting(first: prefix.count).hasSameBytes(as: prefix)
  }
}

extension StaticString {
  /// The bytes of a literal.
  ///
  /// Invariant: the literal is longer than one character, so it is stored as a pointer, and what
  /// that points to is a constant of the program and outlives every use.
  var bytes: Span<UInt8> {
    @_lifetime(immortal)
    get {
      let span = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
      return unsafe _overrideLifetime(span, copying: ())
    }
  }
}
