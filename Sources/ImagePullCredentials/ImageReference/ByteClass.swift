/// The classes of bytes that the grammar is written in.
extension UInt8 {
  @inline(__always) package var isDigit: Bool { isIn(digit) }
  @inline(__always) var isUppercase: Bool { isIn(upperHex | upperRest) }
  @inline(__always) var isLetter: Bool { isIn(lowerHex | lowerRest | upperHex | upperRest) }
  @inline(__always) var isLowercaseAlphanumeric: Bool { isIn(digit | lowerHex | lowerRest) }
  @inline(__always) var isAlphanumeric: Bool {
    isIn(digit | lowerHex | lowerRest | upperHex | upperRest)
  }
  @inline(__always) var isLowercaseHexDigit: Bool { isIn(digit | lowerHex) }
  @inline(__always) var isHexDigit: Bool { isIn(digit | lowerHex | upperHex) }
  @inline(__always) var isTagCharacter: Bool {
    isIn(digit | lowerHex | lowerRest | upperHex | upperRest | tagMark)
  }
  @inline(__always) var isASCII: Bool { self < 0x80 }

  @inline(__always)
  private func isIn(_ ranges: UInt8) -> Bool { ranges & rangeOfByte[Int(self)] != 0 }
}

// The ranges that the classes are unions of, a bit each.
private let digit: UInt8 = 1
private let lowerHex: UInt8 = 2
private let lowerRest: UInt8 = 4
private let upperHex: UInt8 = 8
private let upperRest: UInt8 = 16
private let tagMark: UInt8 = 32

/// The range that each byte is in: 0-9, a-f, g-z, A-F, G-Z, or "-", "." and "_"; 0 for all others.
///
/// Written out so that it is a constant of the program, with nothing to initialise.
private let rangeOfByte: InlineArray<256, UInt8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 32, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
  0, 8, 8, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16, 16, 16, 16,
  16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 0, 0, 0, 0, 32,
  0, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4,
  4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]
