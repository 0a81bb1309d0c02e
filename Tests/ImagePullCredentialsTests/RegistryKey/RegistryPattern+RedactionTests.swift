import Testing

import ImagePullCredentials

@Suite("What a registry pattern prints")
struct RegistryPatternRedactionTests {
  @Test(
    "is the key without user and password",
    arguments: [
      ("docker.io/team", "docker.io/team"), ("https://docker.io/v1/", "https://docker.io/v1/"),
      ("user:hunter2@docker.io", "***@docker.io"), ("https://hunter2@a.io/b", "https://***@a.io/b"),
      ("http://user:hunter2@x@a.io", "http://***@a.io"),
      // Not valid as keys, or not what their authors meant.
      ("https://user:hunter2/x@a.io", "https://***@a.io"), ("hunter2?x@a.io", "***@a.io"),
      ("http://https://user:hunter2@a.io", "http://***@a.io"), ("hunter2 @a.io", "***@a.io"),
      ("a.io/app@sha256:0", "a.io/app@sha256:0"), ("a.io/app@x", "***@x"), ("@", "***@"), ("", ""),
    ])
  func displayKey(key: String, expected: String) {
    #expect(RegistryPattern.displayKey(of: key) == expected)
    guard let pattern = try? RegistryPattern(registryKey: key) else { return }
    var dumped = ""
    dump(pattern, to: &dumped)
    #expect(pattern.displayKey == expected)
    #expect(pattern.description == expected)
    for text in ["\(pattern)", String(reflecting: pattern), dumped, "\([pattern])"] {
      #expect(!text.contains("hunter2"))
      #expect(text.contains(expected))
    }
  }
}
