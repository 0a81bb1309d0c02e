extension JSONWriter {
  /// Appends `text` in quotes, escaped as `appendString` in Go's encoding/json/encode.go does with HTML escaping on.
  mutating func appendString(_ text: Span<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        appendASCII(byte)
        index += 1
      } else if let length = text.wellFormedLength(at: index, before: text.count) {
        appendScalar(text.extracting(index..<index + length))
        index += length
      } else {
        append(escape: 0xFFFD)
        index += 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendASCII(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(escaped: byte)
    case 0x08: append(escaped: UInt8(ascii: "b"))
    case 0x0C: append(escaped: UInt8(ascii: "f"))
    case 0x0A: append(escaped: UInt8(ascii: "n"))
    case 0x0D: append(escaped: UInt8(ascii: "r"))
    case 0x09: append(escaped: UInt8(ascii: "t"))
    case 0x00..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
      append(escape: UInt16(byte))
    default: bytes.append(byte)
    }
  }

  /// U+2028 and U+2029 are line ends to JavaScript, so that Go escapes them.
  private mutating func appendScalar(_ scalar: Span<UInt8>) {
    if scalar.count == 3, scalar[0] == 0xE2, scalar[1] == 0x80, scalar[2] & 0xFE == 0xA8 {
      append(escape: 0x2000 | UInt16(scalar[2] & 0x3F))
    } else {
      bytes.append(copying: scalar)
    }
  }

  private mutating func append(escaped byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(byte)
  }

  private mutating func append(escape unit: UInt16) {
    append(escaped: UInt8(ascii: "u"))
    for shift in stride(from: 12, through: 0, by: -4) {
      bytes.append(UInt8(hexDigit: UInt8(unit >> UInt16(shift) & 0xF)))
    }
  }
}
