import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import pullcreds

@Suite struct ExcerptTests {
  @Test(arguments: [
    ("Foo", 0, "Foo", 0),
    ("Foo", 2, "Foo", 2),
    ("Foo", 3, "Foo", 3),
    ("äF", 2, "\"äF\"", 2),  // the byte after one of two bytes
    ("äF", 1, "\"äF\"", 1),  // a byte inside a scalar
    ("a\u{7}F", 2, "\"a\\u{07}F\"", 8),
    ("", 0, "\"\"", 1), ("✓ key", 4, "\"✓ key\"", 3),
  ])
  func shortTexts(_ text: String, _ offset: Int, _ shown: String, _ column: Int) {
    let excerpt = Excerpt(of: text, around: offset, width: 80)
    #expect(excerpt.text.text == shown)
    #expect(excerpt.column == column)
  }

  @Test(arguments: [
    (0, "abcdefgh…", 0), (4, "abcdefgh…", 4), (13, "…jklmnopq…", 5), (25, "…stuvwxyz", 8),
    (26, "…stuvwxyz", 9),
  ])
  func longTextsShowTheSurroundings(_ offset: Int, _ shown: String, _ column: Int) {
    let excerpt = Excerpt(of: "abcdefghijklmnopqrstuvwxyz", around: offset, width: 10)
    #expect(excerpt.text.text == shown)
    #expect(excerpt.column == column)
  }

  @Test func theWidthIsKept() {
    let text = String(repeating: "a", count: 10)
    #expect(Excerpt(of: text, around: 0, width: 10).text.text == text)
    #expect(Excerpt(of: text + "b", around: 0, width: 10).text.text == "aaaaaaaa…")
  }
}
