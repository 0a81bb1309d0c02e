import Testing

import ImagePullCredentials

@Suite("The error of a registry pattern")
struct RegistryPatternParseErrorTests {
  typealias ParseError = RegistryPattern.ParseError

  @Test(
    "counts bytes from the beginning of the key, scheme and user included",
    arguments: [
      ("registry.example.com\n", ParseError.Code.controlCharacter, 20),
      ("https://a.io/\n", .controlCharacter, 13), ("http://a b", .invalidHostCharacter, 8),
      ("https://a.io%20", .escapedHostCharacter, 12), ("u:p@a.io:*", .invalidPort, 9),
      ("ü.io/%", .invalidPercentEncoding, 6), ("https://[::1", .invalidIPLiteral, 8),
      ("https://us er:pw@a.io", .invalidUserinfo, 10),
    ])
  func offsets(key: String, code: ParseError.Code, offset: Int) {
    let error = #expect(throws: ParseError.self) { try RegistryPattern(registryKey: key) }
    #expect(error?.code == code)
    #expect(error?.offset == offset)
  }

  @Test("of matchImages counts from the beginning of the entry")
  func matchImage() {
    let error = #expect(throws: ParseError.self) { try RegistryPattern(matchImage: "*.io:*") }
    #expect(error?.code == .invalidPort)
    #expect(error?.offset == 5)
  }

  @Test("says what, where, and what would be right")
  func description() {
    let error = #expect(throws: ParseError.self) { try RegistryPattern(registryKey: "a.io:*") }
    #expect(
      error?.description
        == "invalid port at byte 5: a port is a colon and decimal digits, as in "
        + "\"registry.example.com:5000\"; it cannot be a pattern")
  }

  @Test(
    "shows nothing of the key",
    arguments: [
      "hunter2\n@a", "https://user:hunter2/@a.io", "us er:hunter2@a.io", "user:hunter2%zz@a.io",
      "user:hunter2@a.io:*", "user:hunter2@[x]", "user:hunter2@a b", "user:hunter2@a/%",
    ])
  func secrets(key: String) {
    let error = #expect(throws: ParseError.self) { try RegistryPattern(registryKey: key) }
    guard let error else { return }
    var dumped = ""
    dump(error, to: &dumped)
    for text in ["\(error)", String(reflecting: error), dumped] {
      #expect(!text.contains("hunter2"))
    }
  }

  @Test("equals another that is equal in all parts; the code tells the kind")
  func equality() throws {
    let errors = try ["a b", "abc d", "a:b", "a}b"].map { key in
      try #require(throws: ParseError.self) { try RegistryPattern(registryKey: key) }
    }
    #expect(errors[0] == ParseError(.invalidHostCharacter, at: 1))
    #expect(errors[0] != errors[1] && errors[0].code == errors[1].code)
    #expect(errors[0] != errors[2])
    #expect(errors[0] == errors[3] && Set(errors).count == 3)
  }

  @Test("has codes with stable names")
  func codes() {
    #expect(
      ParseError.Code.allCases.map(\.rawValue) == [
        "control-character", "invalid-host-character", "escaped-host-character", "invalid-port",
        "invalid-percent-encoding", "invalid-ip-literal", "invalid-userinfo",
      ])
    #expect("\(ParseError.Code.invalidPort)" == "invalid-port")
  }
}
