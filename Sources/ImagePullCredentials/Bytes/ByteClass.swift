/// The classes of bytes that the grammars of references and registry keys are written in.
extension UInt8 {
  @inline(__always) package var isDigit: Bool { isIn(digit) }
  @inline(__always) package var isUppercase: Bool { isIn(upperHex | upperRest) }
  @inline(__always) package var isLetter: Bool { isIn(lowerHex | lowerRest | upperHex | upperRest) }
  @inline(__always) package var isLowercaseAlphanumeric: Bool { isIn(digit | lowerHex | lowerRest) }
  @inline(__always) package var isAlphanumeric: Bool {
    isIn(digit | lowerHex | lowerRest | upperHex | upperRest)
  }
  @inline(__always) var isLowercaseHexDigit: Bool { isIn(digit | lowerHex) }
  @inline(__always) var isHexDigit: Bool { isIn(digit | lowerHex | upperHex) }
  @inline(__always) var isTagCharacter: Bool {
    isIn(digit | lowerHex | lowerRest | upperHex | upperRest | tagMark)
  }
  @inline(__always) var isASCII: Bool { self < 0x80 }
  /// An ordinary byte of a URL's host: all that Go accepts unescaped, except `: [ ]`.
  @inline(__always) var isHostNameByte: Bool {
    isIn(digit | lowerHex | lowerRest | upperHex | upperRest | tagMark | hostMark)
  }
  /// Not an ordinary byte of a URL's path: control characters and `% ? #`.
  @inline(__always) var isPathPunctuation: Bool { isIn(pathMark) }

  @inline(__always)
  private func isIn(_ ranges: UInt8) -> Bool { ranges & rangeOfByte[Int(self)] != 0 }
}

extension UInt8 {
  /// The lower-case letter of an ASCII capital; every other byte unchanged.
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

// The ranges that make up the classes, one bit each.
private let digit: UInt8 = 1
private let lowerHex: UInt8 = 2
private let lowerRest: UInt8 = 4
private let upperHex: UInt8 = 8
private let upperRest: UInt8 = 16
private let tagMark: UInt8 = 32
private let hostMark: UInt8 = 64
private let pathMark: UInt8 = 128

/// The ranges that each byte is in: 0-9, a-f, g-z, A-F, G-Z; "-", "." and "_"; other bytes of a host's name; what is
/// not an ordinary byte of a path.
///
/// Written out, so that it is a compile-time constant and needs no initialisation.
private let rangeOfByte: InlineArray<256, UInt8> = [
  128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
  128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
  0, 64, 64, 128, 64, 128, 64, 64, 64, 64, 64, 64, 64, 32, 32, 0,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 64, 64, 64, 64, 128,
  0, 8, 8, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16, 16, 16, 16,
  16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 0, 0, 0, 0, 32,
  0, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4,
  4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0, 64, 128,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
]
