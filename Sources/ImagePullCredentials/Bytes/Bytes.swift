// Bytes, spans and strings: the few operations that the standard library leaves out.

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

extension UInt8 {
  /// An ASCII capital's small letter; every other byte unchanged.
  package var lowercasedASCII: UInt8 {
    UInt8(ascii: "A") <= self && self <= UInt8(ascii: "Z") ? self | 0x20 : self
  }

  /// 0 through 15 for `0-9`, `a-f` and `A-F`.
  package var hexDigitValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The lower-case hexadecimal digit for `value`, which is below 16.
  init(hexDigit value: UInt8) {
    self = value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}

extension String {
  /// Whether both have the same UTF-8: `==` also takes what Unicode holds for equivalent.
  package func hasSameBytes(as other: String) -> Bool {
    utf8.span.hasSameBytes(as: other.utf8.span)
  }
}
