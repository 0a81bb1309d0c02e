@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("A URL without a scheme")
struct SchemelessURLTests {
  typealias Code = RegistryPattern.ParseError.Code

  @Test(
    "has the host and the path that Go finds",
    arguments: [
      ("", "", ""), ("/", "", "/"), ("docker.io", "docker.io", ""),
      ("docker.io/library/nginx", "docker.io", "/library/nginx"), ("a:5000/b", "a:5000", "/b"),
      ("a:/b", "a:", "/b"), (":80", ":80", ""), ("a//b", "a", "//b"), ("a/b:c@d", "a", "/b:c@d"),
      ("a/b c[]|", "a", "/b c[]|"), ("https://a", "https:", "//a"),
      // Dropped.
      ("user@a/b", "a", "/b"), ("user:pw@a/b", "a", "/b"), ("u@v:w@a", "a", ""), ("@a", "a", ""),
      ("u%41:%20@a", "a", ""), ("a?b", "a", ""), ("a/b?c/d?e", "a", "/b"), ("a/b?", "a", "/b"),
      ("a/b?%zz", "a", "/b"), ("a/b#c", "a", "/b"), ("a#", "a", ""), ("a/b#\u{1}", "a", "/b"),
      ("a#b?c", "a", ""), ("?@b", "", ""),
      // Decoded.
      ("a/b%2Fc", "a", "/b/c"), ("a/%3f%23%25", "a", "/?#%"), ("%C3%BC/x", "ü", "/x"),
      ("a%25b", "a%b", ""), ("a/%41%0a", "a", "/A\n"),
      // Odd characters.
      ("\"<>'!$&()*+,;=~_-]", "\"<>'!$&()*+,;=~_-]", ""), ("ü", "ü", ""), ("日本:80", "日本:80", ""),
      // Addresses.
      ("[::1]", "[::1]", ""), ("[::1]:80/a", "[::1]:80", "/a"), ("[::1]:", "[::1]:", ""),
      ("u:p@[::1]:80", "[::1]:80", ""), ("[fe80::1%25eth0]", "[fe80::1%eth0]", ""),
      ("[fe80::1%25e%20%5b%25]", "[fe80::1%e [%]", ""),
      ("[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]", ""),
      ("[fe80::1%25ü%2541]", "[fe80::1%ü%41]", ""),
    ])
  func valid(text: String, host: String, path: String) throws {
    let bytes = text.utf8Span.span
    let url = try SchemelessURL(bytes)
    #expect(String(copying: url.host(in: bytes)) == host)
    #expect(String(copying: url.path(in: bytes)) == path)
  }

  @Test(
    "is decoded only when host or path hold an escape",
    arguments: [
      ("a/b", false), ("u%41@a/b?%41#%41", false), ("[::1]:80/a", false), ("a/%62", true),
      ("%C3%BC", true), ("[::1%25a]", true),
    ])
  func isDecoded(text: String, expected: Bool) throws {
    #expect(try SchemelessURL(text.utf8Span.span).isDecoded == expected)
  }

  @Test(
    "is refused where Go refuses it, with the byte at which it goes wrong",
    arguments: [
      ("a\n", Code.controlCharacter, 1), ("a/b\t", .controlCharacter, 3),
      ("a\u{7F}", .controlCharacter, 1),
      ("a?\u{0}", .controlCharacter, 2), ("\u{1F}", .controlCharacter, 0),
      ("a b", .invalidHostCharacter, 1), (" a", .invalidHostCharacter, 0),
      ("a\\b", .invalidHostCharacter, 1),
      ("${X}", .invalidHostCharacter, 1), ("a|", .invalidHostCharacter, 1),
      ("a^b", .invalidHostCharacter, 1),
      ("u:p@a`", .invalidHostCharacter, 5), ("[::1 ]", .invalidHostCharacter, 4),
      ("a%20b", .escapedHostCharacter, 1), ("a%2e", .escapedHostCharacter, 1),
      ("%7f", .escapedHostCharacter, 0),
      ("[%3A%3A1]", .escapedHostCharacter, 1), ("[fe80::1%25%2F]", .escapedHostCharacter, 11),
      ("[fe80::1%25%C3%BC]", .escapedHostCharacter, 11),
      ("a:b", .invalidPort, 2), ("a:*", .invalidPort, 2), ("a:80:80", .invalidPort, 4),
      ("::1", .invalidPort, 1),
      ("a:-1/b", .invalidPort, 2), ("a:%38", .invalidPort, 2), ("[::1]80", .invalidPort, 5),
      ("[::1]:8a", .invalidPort, 7), ("user:pw/@a", .invalidPort, 5), ("a:8 ", .invalidPort, 3),
      ("a/%", .invalidPercentEncoding, 2), ("a/%4", .invalidPercentEncoding, 2),
      ("a/%g0", .invalidPercentEncoding, 2),
      ("a/%41%0g", .invalidPercentEncoding, 5), ("a%", .invalidPercentEncoding, 1),
      ("a#%zz", .invalidPercentEncoding, 2),
      ("u%zz@a", .invalidPercentEncoding, 1), ("u%4:1@a", .invalidPercentEncoding, 1),
      ("[fe80::1%eth0]", .invalidPercentEncoding, 8), ("[fe80::1%2]", .invalidPercentEncoding, 8),
      ("[", .invalidIPLiteral, 0), ("[]", .invalidIPLiteral, 0), ("[::1", .invalidIPLiteral, 0),
      ("a[::1]", .invalidIPLiteral, 1), ("[[::1]]", .invalidIPLiteral, 1),
      ("[1.2.3.4]", .invalidIPLiteral, 0),
      ("[fe80::1%25]", .invalidIPLiteral, 0), ("[a-z].io", .invalidPort, 5),
      ("u@[x]", .invalidIPLiteral, 2),
      ("a[b].io", .invalidIPLiteral, 1), ("[::1]]", .invalidIPLiteral, 0),
      ("ü@a", .invalidUserinfo, 0), ("u p@a", .invalidUserinfo, 1), ("u[@a", .invalidUserinfo, 1),
      ("u:p\"@a", .invalidUserinfo, 3),
    ])
  func invalid(text: String, code: Code, offset: Int) {
    let error = #expect(throws: RegistryPattern.ParseError.self) {
      try SchemelessURL(text.utf8Span.span)
    }
    #expect(error?.code == code)
    #expect(error?.offset == offset)
  }

  @Test("is read from the given byte on, and errors count from the first")
  func start() throws {
    let text = "https://a:5000/b"
    let url = try SchemelessURL(text.utf8Span.span, from: 8)
    #expect(url.host == 8..<14)
    #expect(url.path == 14..<16)
    let bad = "https://a:5000/%"
    let error = #expect(throws: RegistryPattern.ParseError.self) {
      try SchemelessURL(bad.utf8Span.span, from: 8)
    }
    #expect(error?.offset == 15)
  }

  @Test("is the same in one pass and in several, and as the model says")
  func agreesWithModel() {
    var generator = KeyGenerator(random: SeededGenerator(seed: 7))
    var plain = 0
    for _ in 0..<30_000 {
      let text = generator.key()
      let bytes = text.utf8Span.span
      let expected = GoURL(Array("https://\(text)".utf8))
      let general = try? SchemelessURL(general: bytes, from: 0)
      #expect((general != nil) == (expected != nil), "\(text)")
      #expect(general.map { Array(copying: $0.host(in: bytes)) } == expected?.host, "\(text)")
      #expect(general.map { Array(copying: $0.path(in: bytes)) } == expected?.path, "\(text)")
      if let quick = PlainURL(bytes, from: 0), let general {
        plain += 1
        #expect(
          0..<quick.hostEnd == general.host && quick.hostEnd..<quick.end == general.path, "\(text)")
        #expect(!general.isDecoded, "\(text)")
        // What splitting finds, and whether there is a star, in the same pass.
        let split = HostPort(splitting: bytes, general.host)
        #expect(split.host == 0..<quick.nameEnd, "\(text)")
        #expect(LabelGlob.isLiteral(bytes.extracting(split.host)) == !quick.hasStar, "\(text)")
      }
    }
    #expect(plain > 5_000, "\(plain)")
  }
}
