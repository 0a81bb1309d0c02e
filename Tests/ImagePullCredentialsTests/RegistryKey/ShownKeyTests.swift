import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("A registry key as it is shown")
struct ShownKeyTests {
  @Test(
    "has no user, no password, nor what was meant to be one, and stays on its line",
    arguments: [
      ("", ""), ("a.io/b", "a.io/b"), ("u:p@a.io", "***@a.io"), ("u@a.io/b", "***@a.io/b"),
      ("https://u:p@a.io", "https://***@a.io"), ("http://u:p@a.io", "http://***@a.io"),
      ("HTTPS://u:p@a.io", "HTTPS://***@a.io"), ("https://a.io", "https://a.io"),
      ("https://u:p/q@a.io", "https://***@a.io"), ("u:p#q?r@a.io", "***@a.io"),
      ("a\u{1B}[31m\n.io", "a\\u{1B}[31m\\n.io"), ("u:p@\u{2028}a\u{7F}", "***@\\u{2028}a\\u{7F}"),
      ("u:p@q@a.io", "***@a.io"), ("u:p@\u{301}a.io", "***@\u{301}a.io"),
      ("u:p%40a.io", "***@a.io"), ("u:p%40q@a.io", "***@a.io"), ("u:p@q%40a.io", "***@a.io"),
      ("u:p%4a.io", "u:p%4a.io"), ("a.io/b@x", "***@x"), ("@", "***@"),
      ("http://https://u:p@a.io", "http://***@a.io"),
      // A digest is no userinfo, but what is before it may hold some.
      ("a.io/b@sha256:0f", "a.io/b@sha256:0f"), ("u:p@a.io/b@sha256:0f", "***@a.io/b@sha256:0f"),
      ("a.io/b@sha256:0/f", "***@sha256:0/f"), ("a.io/b@sha:0f", "***@sha:0f"),
      ("a.io/b@sha256", "***@sha256"), ("u:p%40a.io@sha512:0", "***@a.io@sha512:0"),
      // Nor is a host with a port a digest.
      ("https://u:p@sha2:443", "https://***@sha2:443"), ("u:p@sha2:65535", "***@sha2:65535"),
      ("a.io/b@sha2:123456", "a.io/b@sha2:123456"),
      ("u:p@md5:0", "***@md5:0"), ("u:p@a.io:5000", "***@a.io:5000"),
    ])
  func hidesUserinfo(key: String, expected: String) {
    #expect(ShownKey(key).text == expected)
    #expect(
      ShownKey(key).hasUserinfo == expected.utf8.starts(with: "***".utf8)
        || expected.contains("://***"))
    #expect(RegistryPattern.displayKey(of: key) == expected)
    #expect(ImageReference.displayText(of: key) == expected)
    let entry = DockerConfig.Entry(registryKey: key)
    #expect(entry.displayKey == expected)
    #expect((try? RegistryPattern(registryKey: key)).map { $0.displayKey == expected } ?? true)
  }

  @Test(arguments: [
    ("https://u:p@a.io/b", "https://a.io/b"), ("u:p/q@a.io", "a.io"), ("a.io/b", "a.io/b"),
    ("HTTPS://u:p@a.io", "HTTPS://a.io"), ("oci://u:p@a.io", "a.io"), ("u:p%40a.io", "a.io"),
  ])
  func withoutUserinfo(key: String, expected: String) {
    #expect(ShownKey(key).withoutUserinfo == expected)
  }

  @Test(
    "A part of a key is shown only where no password can be in it",
    arguments: [
      ("https://u:p@a.io:5000/b", "a.io 5000 /b"), ("a.io", "a.io - "), ("u:p@a.io", "a.io - "),
      ("https://robot:1/p@a.io", nil), ("dGhpc2lz/p@a.io", nil), ("u/p@a.io/b", nil),
      ("u:p@q@a.io/b", "a.io - /b"), ("a.io/b@x", nil), ("robot/p%40x", nil),
      ("a.io/b\u{2028}", "a.io - /b\\u{2028}"),
    ] as [(String, String?)])
  func parts(key: String, expected: String?) throws {
    let pattern = try RegistryPattern(registryKey: key)
    #expect(pattern.hasShownParts == (expected != nil))
    let shown = pattern.shownHost.map {
      "\($0) \(pattern.shownPort ?? "-") \(pattern.shownPath ?? "-")"
    }
    #expect(shown == expected)
  }

  @Test func partsOfMatchImages() throws {
    #expect(try RegistryPattern(matchImage: "u:p@a.io/b").shownPath == "/b")
    // The scheme is a host there, and all that follows a path.
    #expect(try RegistryPattern(matchImage: "https://u:p@a.io/b").shownPath == nil)
  }
}

/// No byte of a password comes out of anything that shows a key, whatever the password.
@Suite struct UserinfoPropertyTests {
  @Test(arguments: 0..<8 as Range<UInt64>)
  func generatedKeysHideTheirPasswords(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let key = generator.registryKeyWithUserinfo(SecretMark.text)
      let entry = DockerConfig.Entry(registryKey: key, username: "u", password: "p")
      let config = DockerConfig([entry])
      var keyring = Keyring()
      keyring.add(config, source: .literal)
      Canary.expectHidden(in: entry, key)
      Canary.expectHidden(in: config, key)
      Canary.expectHidden(in: keyring, key)
      Canary.expectHidden(
        in: keyring.credentials(forNormalizedName: "registry.example.com/app"), key)
      Canary.expectHidden(in: ShownKey(key).withoutUserinfo, key)
      for isMatchImage in [false, true] {
        do {
          let pattern =
            isMatchImage
            ? try RegistryPattern(matchImage: key) : try RegistryPattern(registryKey: key)
          Canary.expectHidden(in: pattern, key)
          Canary.expectHidden(
            in: [pattern.shownHost, pattern.shownPort, pattern.shownPath] as Any, key)
        } catch {
          Canary.expectHidden(in: error, key)
        }
      }
      Canary.expectHidden(in: ImageReference.displayText(of: key), key)
      var json = JSONWriter()
      json.beginObject()
      json.name(key)
      json.integer(1)
      json.endObject()
      let error = #expect(throws: DockerConfig.DecodingError.self) {
        try DockerConfig(dockercfg: json.bytes)
      }
      Canary.expectHidden(in: try #require(error), key)
    }
  }
}
