@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("Host and port")
struct HostPortTests {
  @Test(
    "are split as net.SplitHostPort does, and not at all where that fails",
    arguments: [
      ("", "", ""), ("example.com", "example.com", ""), ("example.com:5000", "example.com", "5000"),
      ("example.com:", "example.com", ""), (":5000", "", "5000"), (":", "", ""),
      ("a:b", "a", "b"), ("a:1:2", "a:1:2", ""), ("::1", "::1", ""),
      ("[::1]", "[::1]", ""), ("[::1]:", "::1", ""), ("[::1]:5000", "::1", "5000"),
      ("[fe80::1%eth0]:80", "fe80::1%eth0", "80"), ("[::1]x:80", "[::1]x:80", ""),
      ("[::1:80", "[::1:80", ""), ("[[::1]:80", "[[::1]:80", ""), ("[a]]:80", "[a]]:80", ""),
      ("a]:80", "a]:80", ""), ("a[:80", "a[:80", ""), ("a:8]", "a:8]", ""),
      ("[a]:8[", "[a]:8[", ""),
      ("]:80", "]:80", ""), ("[]:80", "", "80"),
    ])
  func split(text: String, host: String, port: String) {
    let bytes = text.utf8Span.span
    let split = HostPort(splitting: bytes, bytes.indices)
    #expect(String(copying: bytes.extracting(split.host)) == host)
    #expect(String(copying: bytes.extracting(split.port)) == port)
  }

  @Test("are split inside a range")
  func splitRange() {
    let text = "[a:b]:1/[c]:2"
    let bytes = text.utf8Span.span
    let split = HostPort(splitting: bytes, 8..<13)
    #expect(split.host == 9..<10)
    #expect(split.port == 12..<13)
  }

  @Test("agree with the model for random text")
  func agreesWithModel() {
    let alphabet = Array("ab:[]1".utf8)
    var random = SeededGenerator(seed: 6)
    for _ in 0..<50_000 {
      let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in random.pick(alphabet) }
      let expected = KubeletModel.splitHostPort(text) ?? (text, [])
      let split = HostPort(splitting: text.span, text.indices)
      #expect(Array(text[split.host]) == expected.0, "\(text)")
      #expect(Array(text[split.port]) == expected.1, "\(text)")
    }
  }
}
