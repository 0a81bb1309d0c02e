import Testing

@testable import ImagePullCredentials

@Suite("A registry key as it is shown")
struct KeyDisplayTests {
  @Test(
    "has no user, no password, nor what was meant to be one, and stays on its line",
    arguments: [
      ("", ""), ("a.io/b", "a.io/b"), ("u:p@a.io", "***@a.io"), ("u@a.io/b", "***@a.io/b"),
      ("https://u:p@a.io", "https://***@a.io"), ("http://u:p@a.io", "http://***@a.io"),
      ("HTTPS://u:p@a.io", "***@a.io"), ("https://a.io", "https://a.io"),
      ("https://u:p/q@a.io", "https://***@a.io"), ("u:p#q?r@a.io", "***@a.io"),
      ("a\u{1B}[31m\n.io", "a\\u{1B}[31m\\n.io"), ("u:p@\u{2028}a\u{7F}", "***@\\u{2028}a\\u{7F}"),
      ("u:p@q@a.io", "***@a.io"), ("u:p@\u{301}a.io", "***@\u{301}a.io"),
    ])
  func redacts(key: String, expected: String) {
    #expect(displayedKey(key) == expected)
  }
}
