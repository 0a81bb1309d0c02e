import Foundation
import Testing

@testable import ImagePullCredentials

@Suite struct Base64EncodingTests {
  /// The examples of RFC 4648, section 10, and the characters that the URL alphabet replaces.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), (">>>???", "Pj4+Pz8/"),
  ])
  func encodes(text: String, encoded: String) {
    #expect(String(decoding: Base64.encode(text.utf8.span), as: UTF8.self) == encoded)
  }

  @Test func agreesWithFoundationOnEveryByteAndLength() {
    let bytes = (0...UInt8.max).map { $0 }
    for length in 0...256 {
      let encoded = Base64.encode(Array(bytes.suffix(length)).span)
      #expect(encoded == Array(Data(bytes.suffix(length)).base64EncodedData()), "\(length)")
    }
  }

  @Test func appends() {
    var text = Array("a".utf8)
    Base64.encode([0].span, appendingTo: &text)
    #expect(text == Array("aAA==".utf8))
  }
}
