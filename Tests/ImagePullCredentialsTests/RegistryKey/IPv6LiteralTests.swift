@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("An IPv6 literal")
struct IPv6LiteralTests {
  @Test(
    "is what netip.ParseAddr takes for an IPv6 address",
    arguments: [
      "::", "::1", "1::", "1:2:3:4:5:6:7:8", "2001:db8::1", "FE80::ABCD", "0001:0:0:0:0:0:0:ffff",
      "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "1::8", "::ffff:1.2.3.4", "1:2:3:4:5:6:255.0.0.0",
      "1:2:3:4:5::1.2.3.4", "::1.2.3.4", "::1%eth0", "::%1", "fe80::1%a%b", "fe80::1% ", "::1%]",
    ])
  func valid(text: String) {
    #expect(isValid(text))
    #expect(GoURL.isIPv6(Array(text.utf8)))
  }

  @Test(
    "is nothing else",
    arguments: [
      "", ":", ":::", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
      "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "1::2::3", "1:::2", "12345::", "00001::", "g::",
      "1.2.3.4", "1.2.3.4::", "1.2::", "::1.2.3", "::1.2.3.4.5", "::01.2.3.4", "::1.2.3.256",
      "::1.2..4", "::1.2.3.", "::.1.2.3", "::a.2.3.4", "::1.2.3.4:5", "1:2:3:4:5:1.2.3.4",
      "1:2:3:4:5:6:7:1.2.3.4", "::1:2:3:4:5:6:1.2.3.4", "::1%", "%eth0", "1%eth0", "::1 ",
      "::\u{663}",
    ])
  func invalid(text: String) {
    #expect(!isValid(text))
    #expect(!GoURL.isIPv6(Array(text.utf8)))
  }

  @Test("agrees with the model for random text")
  func agreesWithModel() {
    let parts = [
      ":", "::", ":", "1", "ab", "2:3", "0000", "12345", "1.2.3.4", "255", ".", "%", "x",
    ]
    var random = SeededGenerator(seed: 5)
    var valid = 0
    for _ in 0..<50_000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in random.pick(parts) }
        .joined()
      let expected = GoURL.isIPv6(Array(text.utf8))
      #expect(isValid(text) == expected, "\(text)")
      if expected { valid += 1 }
    }
    #expect(valid > 500, "\(valid)")
  }

  private func isValid(_ text: String) -> Bool {
    IPv6Literal.isValid(text.utf8Span.span)
  }
}
