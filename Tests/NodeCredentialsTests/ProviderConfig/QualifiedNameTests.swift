import Testing

@testable import NodeCredentials

@Suite struct QualifiedNameTests {
  @Test(arguments: [
    "a", "A", "\u{212A}/\u{130}", "a.b", "a_b", "a-b", "0", "example.com/name", "EXAMPLE.com/Name",
    String(repeating: "n", count: 63), String(repeating: "p", count: 253) + "/n",
  ])
  func accepts(_ key: String) {
    #expect(QualifiedName.violations(in: key) == [])
  }

  @Test(arguments: [
    "", "/", "a/", "/a", "a/b/c", "-a", "a-", ".a", "a.", "a b", "a/b c", "é", "example..com/n",
    "-example.com/n", "example_x.com/n", String(repeating: "n", count: 64),
    String(repeating: "p", count: 254) + "/n",
  ])
  func refuses(_ key: String) {
    #expect(!QualifiedName.violations(in: key).isEmpty)
  }
}
