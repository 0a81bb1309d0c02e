import Testing

@testable import ImagePullCredentials

struct GoLowercaseTests {
  @Test(arguments: [
    ("", nil), ("abc", nil), ("aBc", 1), ("é", nil), ("É", 0), ("aéÉ", 3),
    ("\u{212A}", 0),  // Kelvin sign, to k
    ("\u{130}", 0),  // I with a dot, to i
    ("\u{212B}", 0),  // Angstrom sign, to å; canonically equivalent to Å
    ("\u{17F}", nil),  // long s: its upper case is S, but it is lower case itself
    ("\u{1C5}", 0),  // a title-case digraph
    ("\u{FFFD}", nil),
    ("\u{A7C0}", 0),  // Unicode 14
    ("\u{A7CB}", 0),  // Unicode 16, which Go's tables do not have: a divergence
  ])
  func firstChange(text: String, offset: Int?) {
    #expect(GoLowercase.firstChange(in: Array(text.utf8).span) == offset)
  }

  @Test(arguments: [
    ([0xFF], 0), ([0x61, 0xC3], 1), ([0x61, 0xED, 0xA0, 0x80], 1),
    ([0xC3, 0x89, 0xFF], 0), ([0xC3, 0xA9, 0xFF], 2),
  ])
  func notUTF8(bytes: [UInt8], offset: Int) {
    #expect(GoLowercase.firstChange(in: bytes.span) == offset)
    #expect(GoLowercase.ascii(bytes.span) == nil)
  }

  @Test(arguments: [
    ("aBZ09-", "abz09-"), ("\u{212A}\u{130}", "ki"), ("é", nil), ("\u{212B}", nil),
  ])
  func ascii(text: String, lowered: String?) {
    #expect(GoLowercase.ascii(Array(text.utf8).span) == lowered.map { Array($0.utf8) })
  }
}
