import Testing

@testable import ImagePullCredentials

@Suite("Bytes")
struct BytesTests {
  @Test("are lower-cased where they are ASCII capitals alone")
  func lowercase() {
    for byte in UInt8.min...UInt8.max {
      let isCapital = (0x41...0x5A).contains(byte)
      #expect(byte.lowercasedASCII == (isCapital ? byte + 0x20 : byte))
    }
  }

  @Test("are hexadecimal digits as the standard library has them")
  func hexadecimal() {
    for byte in UInt8.min...UInt8.max {
      let character = Character(Unicode.Scalar(byte))
      let expected = byte < 0x80 ? character.hexDigitValue : nil
      #expect(byte.hexDigitValue.map { Int($0) } == expected)
    }
    #expect((0..<16).map { UInt8(hexDigit: $0) } == Array("0123456789abcdef".utf8))
  }

  @Test("of a literal are its UTF-8")
  func literal() {
    let bytes = Array(copying: ("aü" as StaticString).bytes)
    #expect(bytes == [0x61, 0xC3, 0xBC])
  }

  @Test("become text with U+FFFD for what is ill-formed, and scalars become UTF-8")
  func text() {
    #expect(String(copying: ([0x61, 0xFF] as [UInt8]).span) == "a\u{FFFD}")
    var bytes: [UInt8] = []
    bytes.append(addingCapacity: 16) { output in
      for scalar: Unicode.Scalar in ["a", "ü", "日", "😀"] { output.append(scalar: scalar) }
    }
    bytes.append(copying: "!".utf8.span)
    #expect(bytes == Array("aü日😀!".utf8))
  }
}
