import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct ObjectNameRuleTests {
  @Test(arguments: ["a", "0", "a-b", "a--b", "a.b", "a-b.c-d", "1.2", "regcred"])
  func secretNames(name: String) throws {
    try ObjectNameRule.secret.check(name)
  }

  @Test(arguments: [
    ("A", 0), ("-a", 0), (".a", 0), ("a-", 1), ("a.", 1), ("a..b", 2), ("a.-b", 2), ("a-.b", 2),
    ("a_b", 1), ("a b", 1), ("ä", 0), ("a/b", 1), ("a\n", 1), ("-", 0),
  ])
  func noSecretNames(name: String, offset: Int) {
    let error = #expect(throws: ObjectNameError.self) { try ObjectNameRule.secret.check(name) }
    #expect(error?.code == .invalidCharacter)
    #expect(error?.offset == offset)
  }

  @Test func lengths() throws {
    try ObjectNameRule.secret.check(String(repeating: "a", count: 253))
    try ObjectNameRule.namespace.check(String(repeating: "a", count: 63))
    for (rule, limit) in [(ObjectNameRule.secret, 253), (.namespace, 63), (.serviceAccount, 253)] {
      let error = #expect(throws: ObjectNameError.self) {
        try rule.check(String(repeating: "a", count: limit + 1))
      }
      #expect(error?.code == .tooLong)
      #expect(error?.offset == limit)
      #expect(
        throws: ObjectNameError(code: .empty, offset: 0, kind: rule.kind)
      ) { try rule.check("") }
    }
  }

  @Test func namespacesHaveNoDots() throws {
    try ObjectNameRule.namespace.check("a-b")
    let error = #expect(throws: ObjectNameError.self) { try ObjectNameRule.namespace.check("a.b") }
    #expect(error?.offset == 1)
    #expect(
      error?.description
        == "invalid character at byte 1 of a Namespace's name: a name consists of a-z, 0-9 and -, "
        + "begins and ends with a letter or digit")
  }
}
