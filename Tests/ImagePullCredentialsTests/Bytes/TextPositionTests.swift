import Testing

@testable import ImagePullCredentials

@Suite("A position in a text")
struct TextPositionTests {
  @Test(
    "counts lines at line feeds and columns in bytes, from 1",
    arguments: [
      (0, 1, 1), (2, 1, 3), (3, 1, 4), (4, 2, 1), (6, 2, 3), (7, 2, 4), (8, 3, 1), (9, 4, 1),
      (10, 4, 2),
    ])
  func position(offset: Int, line: Int, column: Int) {
    // A line feed belongs to the line that it ends; a carriage return ends none.
    let text = "aü\nb\rc\n\nd"
    let position = TextPosition(of: offset, in: text.utf8.span)
    #expect(position.line == line)
    #expect(position.column == column)
  }
}
