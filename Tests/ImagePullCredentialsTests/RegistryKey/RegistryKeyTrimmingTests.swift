import Testing

@testable import ImagePullCredentials

@Suite("Trimming of a registry key")
struct RegistryKeyTrimmingTests {
  @Test(
    "cuts off a scheme in lower case",
    arguments: [
      ("https://a", 8), ("http://a", 7), ("https://", 8), ("HTTPS://a", 0), ("https:/a", 0),
      ("http:a", 0), ("oci://a", 0), ("a/https://b", 0), ("https://https://a", 8), ("", 0),
    ])
  func schemeLength(key: String, expected: Int) {
    let length = RegistryKeyTrimming.schemeLength(of: key.utf8Span.span)
    #expect(length == expected)
  }

  @Test(
    "cuts off one version that a slash follows, and a slash alone",
    arguments: [
      ("", ""), ("/", ""), ("/v1/", ""), ("/v2/", ""), ("/v1", "/v1"), ("/v2", "/v2"),
      ("/v1/a", "/a"), ("/v2/a/", "/a/"), ("/v3/a", "/v3/a"), ("/V1/a", "/V1/a"), ("//", "//"),
      ("/v1//", "//"), ("/v1/v2/", "/v2/"), ("/a/v1/", "/a/v1/"), ("/v11/", "/v11/"), ("/a", "/a"),
    ])
  func effectivePath(path: String, expected: String) {
    #expect(String(copying: RegistryKeyTrimming.effectivePath(of: path.utf8Span.span)) == expected)
  }
}
