import Testing

@testable import ImagePullCredentials

@Suite("A compiled key")
struct CompiledKeyTests {
  /// A key with what its parts are ranges of.
  private struct Compiled {
    let key: CompiledKey
    let bytes: [UInt8]

    init(registryKey text: String) throws {
      var decoded: [UInt8] = []
      key = try CompiledKey(registryKey: text.utf8Span.span, decoded: &decoded)
      bytes = decoded.isEmpty ? Array(text.utf8) : decoded
    }

    init(matchImage text: String) throws {
      var decoded: [UInt8] = []
      key = try CompiledKey(matchImage: text.utf8Span.span, decoded: &decoded)
      bytes = decoded.isEmpty ? Array(text.utf8) : decoded
    }

    func text(_ part: CompiledKey.Part) -> String {
      String(decoding: bytes[part.range], as: UTF8.self)
    }
  }

  @Test("of an ordinary key is ranges of its text")
  func ranges() throws {
    let key = try Compiled(registryKey: "https://u:p@eu.example.com:5000/v2/team/?q").key
    #expect(key.canonicalHost.range == 12..<31)
    #expect(key.canonicalPath.range == 34..<40)
    #expect(key.host.range == 12..<26)
    #expect(key.port.range == 27..<31)
    #expect(key.path.range == 34..<40)
    #expect(key.isMatchable && key.isReadable && !key.isWildcard)
    let plain = try Compiled(registryKey: "http://*.example.com:/v2/team/").key
    #expect(plain.canonicalHost.range == 7..<21 && plain.host.range == 7..<20)
    #expect(plain.port.isEmpty && plain.path.range == 24..<30 && plain.isWildcard)
    #expect(plain.shifted(by: 5).path.range == 29..<35)
  }

  @Test(
    "is filed under host and trimmed path, and read back from there",
    arguments: [
      // key, canonical host and path, host, port and path as matched
      ("docker.io", "docker.io", "", "docker.io", "", ""),
      ("https://index.docker.io/v1/", "index.docker.io", "", "index.docker.io", "", ""),
      ("a/%2Fb", "a", "//b", "a", "", "//b"),
      ("%C3%BC:80/v1/x", "ü:80", "/x", "ü", "80", "/x"),
      ("a/v%31/b", "a", "/b", "a", "", "/b"),
      ("a/v1%2f", "a", "", "a", "", ""),
      ("a/%2541", "a", "/%41", "a", "", "/A"),
      ("a/v1/%252541", "a", "/%2541", "a", "", "/%41"),
      ("a/b%3Fc", "a", "/b?c", "a", "", "/b"),
      ("a/b%23c", "a", "/b#c", "a", "", "/b"),
      ("%25C3%25BC", "%C3%BC", "", "ü", "", ""),
      ("[fe80::1%2525eth0]:80", "[fe80::1%25eth0]:80", "", "fe80::1%eth0", "80", ""),
      ("/v%31/", "", "", "", "", ""),
    ])
  func readBack(
    text: String, canonicalHost: String, canonicalPath: String, host: String, port: String,
    path: String
  ) throws {
    let compiled = try Compiled(registryKey: text)
    let key = compiled.key
    #expect(compiled.text(key.canonicalHost) == canonicalHost)
    #expect(compiled.text(key.canonicalPath) == canonicalPath)
    #expect(compiled.text(key.host) == host)
    #expect(compiled.text(key.port) == port)
    #expect(compiled.text(key.path) == path)
    #expect(key.isMatchable)
  }

  @Test(
    "matches nothing when it cannot be read back",
    arguments: [
      // key, canonical host and path
      ("a/b%0Ac", "a", "/b\nc"), ("a/b%25", "a", "/b%"), ("a%25b/c", "a%b", "/c"),
      ("a/b%23%25", "a", "/b#%"), ("[fe80::1%25eth0]:80", "[fe80::1%eth0]:80", ""),
    ])
  func unreadable(text: String, host: String, path: String) throws {
    let compiled = try Compiled(registryKey: text)
    let key = compiled.key
    #expect(!key.isMatchable)
    #expect(compiled.text(key.canonicalHost) == host)
    #expect(compiled.text(key.canonicalPath) == path)
    #expect(compiled.text(key.path) == path)
  }

  @Test("of an entry of matchImages is read once, and nothing is trimmed")
  func matchImage() throws {
    let compiled = try Compiled(matchImage: "a:80/v1/%2541/")
    let key = compiled.key
    #expect(compiled.text(key.canonicalPath) == "/v1/%41/")
    #expect(compiled.text(key.path) == "/v1/%41/")
    #expect(compiled.text(key.host) == "a")
    #expect(compiled.text(key.port) == "80")
    #expect(key.isMatchable)
  }
}
