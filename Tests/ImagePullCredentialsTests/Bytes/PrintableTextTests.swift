import Testing

@testable import ImagePullCredentials

@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("plain, ünïcode 漢", "plain, ünïcode 漢"),
    ("\u{1B}[31mred", "\\u{1B}[31mred"),
    ("a\nb\tc\r", "a\\nb\\tc\\r"),
    ("\u{7F}\u{9B}\u{A0}", "\\u{7F}\\u{009B}\u{A0}"),
    ("soft\u{AD}hyphen\u{2028}", "soft\\u{00AD}hyphen\\u{2028}"),
    ("\u{202E}gro.elpmaxe\u{2066}", "\\u{202E}gro.elpmaxe\\u{2066}"),
  ])
  func escapes(_ text: String, _ expected: String) {
    #expect(text.printable == expected)
  }
}
