import Testing

@testable import ImagePullCredentials

@Suite("Percent encoding")
struct PercentEncodingTests {
  @Test("allows every byte to be escaped somewhere, and in a host only some")
  func escapes() {
    for byte in UInt8.min...UInt8.max {
      let digits = String(byte, radix: 16)
      let text = "%" + (digits.count == 1 ? "0" : "") + digits
      #expect(isAllowed(text, as: .other))
      #expect(isAllowed(text, as: .host) == (byte >= 0x80 || text == "%25"), "\(text)")
      let isZone =
        byte < 0x80 && (ASCIISet.host.contains(byte) || text == "%25" || text == "%20")
      #expect(isAllowed(text, as: .zone) == isZone, "\(text)")
    }
  }

  @Test(
    "is decoded once",
    arguments: [("a%2Fb", "a/b"), ("%2541", "%41"), ("%c3%BC", "ü"), ("a", "a"), ("", "")])
  func decode(text: String, expected: String) {
    let bytes = text.utf8Span.span
    var decoded: [UInt8] = []
    PercentEncoding.decode(bytes, bytes.indices, into: &decoded)
    #expect(String(decoding: decoded, as: UTF8.self) == expected)
  }

  private func isAllowed(_ text: String, as component: PercentEncoding.Component) -> Bool {
    let bytes = text.utf8Span.span
    return (try? PercentEncoding.check(bytes, bytes.indices, as: component)) != nil
  }
}
