import Testing

@testable import ImagePullCredentials

@Suite("A comparison of bytes")
struct SpanComparisonTests {
  @Test("finds the first byte that differs, wherever in a word it stands")
  func differences() {
    for count in 0...20 {
      let bytes = (0..<count).map { UInt8(100 + $0) }
      expect(bytes, bytes)
      expect(bytes, bytes + [0])
      for place in 0..<count {
        var other = bytes
        other[place] = 0xFF
        // What differs later must not count.
        for later in place + 1..<max(count, place + 1) { other[later] = 0 }
        expect(bytes, other)
      }
    }
  }

  private func expect(_ one: [UInt8], _ other: [UInt8]) {
    let isEqual = one.span.hasSameBytes(as: other.span)
    let precedes = one.span.precedes(other.span)
    let follows = other.span.precedes(one.span)
    let isBeginning = other.span.starts(with: one.span)
    #expect(isEqual == (one == other))
    #expect(precedes == one.lexicographicallyPrecedes(other))
    #expect(follows == other.lexicographicallyPrecedes(one))
    #expect(isBeginning == other.starts(with: one))
  }

  @Test("never takes canonically equivalent texts for equal")
  func noUnicode() {
    let isEqual = "\u{E9}".utf8.span.hasSameBytes(as: "e\u{301}".utf8.span)
    #expect(!isEqual)
  }

  @Test(
    "with a prefix from a place on",
    arguments: [
      (0, true), (1, false), (4, true), (5, false), (7, false), (8, false), (9, false),
    ])
  func prefix(start: Int, expected: Bool) {
    let begins = "%25a%25b".utf8.span.starts(with: "%25", from: start)
    #expect(begins == expected)
  }

  @Test(
    "with two texts one after the other",
    arguments: [
      ("abc", "a", "bc", true), ("abc", "abc", "", true), ("abc", "", "abc", true),
      ("", "", "", true), ("abc", "ab", "bc", false), ("abc", "ab", "", false),
      ("abc", "ab", "d", false), ("abc", "bb", "c", false),
    ])
  func concatenation(text: String, head: String, tail: String, expected: Bool) {
    let isConcatenation = text.utf8.span.isConcatenation(of: head.utf8.span, tail.utf8.span)
    #expect(isConcatenation == expected)
  }

  @Test(
    "without case knows the case of ASCII letters alone",
    arguments: [
      ("", "", true), ("aZ09", "Az09", true), ("a", "ab", false), ("a", "b", false),
      ("@[", "`{", false), ("ü", "Ü", false), ("k", "\u{212A}", false),
    ])
  func ignoringCase(one: String, other: String, expected: Bool) {
    let isEqual = one.utf8.span.equalsIgnoringCase(other.utf8.span)
    #expect(isEqual == expected)
  }
}
