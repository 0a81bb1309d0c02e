import Testing

@testable import pullcreds

@Suite struct PrintableTests {
  @Test(arguments: [
    ("plain, ünïcode 漢", "plain, ünïcode 漢"),
    ("\u{1B}[31mred", "\\u{1B}[31mred"),
    ("a\nb\tc\r", "a\\u{A}b\\u{9}c\\u{D}"),
    ("\u{7F}\u{9B}\u{A0}", "\\u{7F}\\u{9B}\u{A0}"),
    ("\u{202E}gro.elpmaxe\u{2066}", "\\u{202E}gro.elpmaxe\\u{2066}"),
  ])
  func escapes(_ text: String, _ expected: String) {
    #expect(text.printable == expected)
  }
}
