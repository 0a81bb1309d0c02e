import Testing

@testable import ImagePullCredentials

@Suite("A compiled key")
struct CompiledKeyTests {
  @Test("of an ordinary key is ranges of its text")
  func ranges() throws {
    let text = "https://u:p@eu.example.com:5000/v2/team/?q"
    let key = try CompiledKey(registryKey: text.utf8Span.span)
    #expect(key.canonicalHost == 12..<31)
    #expect(key.canonicalPath == 34..<40)
    #expect(key.host == 12..<26)
    #expect(key.port == 27..<31)
    #expect(key.path == 34..<40)
    #expect(key.isMatchable)
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
    let bytes = text.utf8Span.span
    let key = try CompiledKey(registryKey: bytes)
    #expect(String(copying: key.bytes(key.canonicalHost, of: bytes)) == canonicalHost)
    #expect(String(copying: key.bytes(key.canonicalPath, of: bytes)) == canonicalPath)
    #expect(String(copying: key.bytes(key.host, of: bytes)) == host)
    #expect(String(copying: key.bytes(key.port, of: bytes)) == port)
    #expect(String(copying: key.bytes(key.path, of: bytes)) == path)
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
    let bytes = text.utf8Span.span
    let key = try CompiledKey(registryKey: bytes)
    #expect(!key.isMatchable)
    #expect(String(copying: key.bytes(key.canonicalHost, of: bytes)) == host)
    #expect(String(copying: key.bytes(key.canonicalPath, of: bytes)) == path)
    #expect(String(copying: key.bytes(key.path, of: bytes)) == path)
  }

  @Test("of an entry of matchImages is read once, and nothing is trimmed")
  func matchImage() throws {
    let text = "a:80/v1/%2541/"
    let bytes = text.utf8Span.span
    let key = try CompiledKey(matchImage: bytes)
    #expect(String(copying: key.bytes(key.canonicalPath, of: bytes)) == "/v1/%41/")
    #expect(String(copying: key.bytes(key.path, of: bytes)) == "/v1/%41/")
    #expect(String(copying: key.bytes(key.host, of: bytes)) == "a")
    #expect(String(copying: key.bytes(key.port, of: bytes)) == "80")
    #expect(key.isMatchable)
  }
}
