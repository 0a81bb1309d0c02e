import Testing

import ImagePullCredentials

@Suite("A registry pattern")
struct RegistryPatternTests {
  @Test(
    "matches as the kubelet does",
    arguments: [
      // Ports are equal as text.
      ("registry.example.com", "registry.example.com/app", true),
      ("registry.example.com", "registry.example.com:443/app", false),
      ("registry.example.com:443", "registry.example.com/app", false),
      ("a.io:5000", "a.io:5000/app", true), ("a.io:5000", "a.io:05000/app", false),
      ("a.io:", "a.io/app", true), ("a.io", "a.io:/app", true),
      // Labels are compared one with one, cases apart.
      ("*.example.com", "eu.example.com/app", true), ("*.example.com", "example.com/app", false),
      ("*.example.com", "a.eu.example.com/app", false), ("*", "localhost/app", true),
      ("*", "docker.io/app", false), ("*.*", "docker.io/app", true),
      ("d?cker.io", "docker.io", false), ("d?cker.io", "d/app", true),
      ("Docker.io", "docker.io", false), ("docker.io.", "docker.io", false),
      ("eu-*.pkg.dev", "eu-west1.pkg.dev", true), ("eu-*.pkg.dev", "us-west1.pkg.dev", false),
      // Paths are prefixes, and no patterns.
      ("a.io/team", "a.io/team/app", true), ("a.io/team", "a.io/teams", true),
      ("a.io/team/", "a.io/team/app", true), ("a.io/team/", "a.io/team", false),
      ("a.io/team", "a.io/other", false), ("a.io/*", "a.io/app", false),
      ("a.io/*", "a.io/*/app", true),
      // Docker's own keys.
      ("https://index.docker.io/v1/", "index.docker.io/library/nginx", true),
      ("https://index.docker.io/v1/", "docker.io/library/nginx", false),
      ("https://index.docker.io/v1", "index.docker.io/library/nginx", false),
      ("HTTPS://a.io", "a.io/app", false),
      // Decoded, and dropped.
      ("a.io/team%2Fapp", "a.io/team/app", true), ("user:pw@a.io?x#y", "a.io/app", true),
      // An address without a port is a character class.
      ("[::1]", "[::1]/app", false), ("[::1]:5000", "[::1]:5000/app", true),
      ("[::1]:", "[::1]:/app", true), ("[::1]:", "[::1]/app", false),
      // What Go does not read matches nothing.
      ("*", "bad name", false), ("*", "a:b:c", false), ("*", "", true),
    ])
  func matches(key: String, image: String, expected: Bool) throws {
    #expect(try RegistryPattern(registryKey: key).matches(normalizedName: image) == expected)
  }

  @Test(
    "of matchImages keeps scheme and version",
    arguments: [
      ("*.dkr.ecr.*.amazonaws.com", "1.dkr.ecr.eu.amazonaws.com/app", true),
      ("a.io/v1/", "a.io/v1/app", true), ("a.io/v1/", "a.io/app", false),
      ("a.io/", "a.io/app", true), ("a.io/", "a.io", false), ("https://a.io", "a.io/app", false),
      ("https://a.io", "https://a.io/app", true),
    ])
  func matchImage(entry: String, image: String, expected: Bool) throws {
    #expect(try RegistryPattern(matchImage: entry).matches(normalizedName: image) == expected)
  }

  @Test("shows its parts as matched")
  func parts() throws {
    let pattern = try RegistryPattern(registryKey: "https://u:p@*.example.com:5000/v2/team%2F")
    #expect(pattern.originalText == "https://u:p@*.example.com:5000/v2/team%2F")
    #expect(pattern.canonical == "*.example.com:5000/team/")
    #expect(pattern.host == "*.example.com")
    #expect(pattern.port == "5000")
    #expect(pattern.path == "/team/")
    #expect(pattern.isWildcard)
    #expect(pattern.isMatchable)

    let plain = try RegistryPattern(registryKey: "docker.io/")
    #expect(plain.canonical == "docker.io")
    #expect(plain.host == "docker.io")
    #expect(plain.port == nil)
    #expect(plain.path == "")
    #expect(!plain.isWildcard)

    #expect(try RegistryPattern(registryKey: "a.io:").port == nil)
    #expect(try RegistryPattern(registryKey: "a.io:").canonical == "a.io:")
    #expect(try RegistryPattern(registryKey: "a.io/*").isWildcard == false)
    #expect(try RegistryPattern(registryKey: "[::1]").isWildcard)
    #expect(try RegistryPattern(registryKey: "[::1]:80").host == "::1")
  }

  @Test("that cannot be read back matches nothing, itself included")
  func unmatchable() throws {
    let pattern = try RegistryPattern(registryKey: "a.io/50%25")
    #expect(!pattern.isMatchable)
    #expect(pattern.canonical == "a.io/50%")
    #expect(!pattern.matches(normalizedName: "a.io/50%25"))
    #expect(!pattern.matches(normalizedName: "a.io/50%"))
    #expect(pattern.comparison(withNormalizedName: "a.io/50") == nil)
  }

  @Test("equals another that is filed under the same key, however written")
  func equality() throws {
    let plain = try RegistryPattern(registryKey: "index.docker.io")
    let url = try RegistryPattern(registryKey: "https://u:p@index.docker.io/v1/")
    #expect(plain == url)
    #expect(Set([plain, url]).count == 1)
    #expect(try plain != RegistryPattern(registryKey: "index.docker.io:"))
    #expect(try plain != RegistryPattern(registryKey: "index.docker.io/a"))
    // Not the same bytes, though the same text when repaired.
    #expect(
      try RegistryPattern(registryKey: "a/%FE") != RegistryPattern(registryKey: "a/%FF"))
    // Filed alike, read back once more or not.
    #expect(
      try RegistryPattern(registryKey: "a/%2541") != RegistryPattern(matchImage: "a/%2541"))
  }
}
