import Testing

@testable import ImagePullCredentials

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain, ünïcode 漢", "plain, ünïcode 漢"),
    ("\u{1B}[31mred", "\\u{1B}[31mred"),
    ("a\nb\tc\r", "a\\nb\\tc\\r"),
    ("\u{7F}\u{9B}\u{A0}", "\\u{7F}\\u{009B}\\u{00A0}"),
    ("soft\u{AD}hyphen\u{2028}", "soft\\u{00AD}hyphen\\u{2028}"),
    ("\u{202E}gro.elpmaxe\u{2066}", "\\u{202E}gro.elpmaxe\\u{2066}"),
    ("\u{3000}\u{3164}\u{E0041}\u{E000}", "\\u{3000}\\u{3164}\\u{000E0041}\\u{E000}"),
  ])
  func whatATerminalActsOnIsEscaped(_ text: String, _ expected: String) {
    #expect(text.printable == expected)
    #expect(("\(text: text)" as SafeText).text == expected)
    #expect(("\(sentence: text)" as SafeText).text == expected)
    #expect(("\(quoted: text)" as SafeText).text == "\"\(expected)\"")
  }

  @Test(arguments: [
    ("ecr", "ecr"), ("a.b-c.0", "a.b-c.0"), ("ECR", "\"ECR\""), ("", "\"\""), ("-a", "\"-a\""),
    ("a b", "\"a b\""), ("a.", "\"a.\""), ("a\nb", "\"a\\nb\""),
    (String(repeating: "a", count: 253), String(repeating: "a", count: 253)),
    (
      String(repeating: "a", count: 254),
      "\"\(String(repeating: "a", count: SafeText.limit))…\""
    ),
  ])
  func whatIsNoNameIsQuoted(_ name: String, _ expected: String) {
    #expect(("\(name: name)" as SafeText).text == expected)
  }

  @Test(arguments: [
    ("ReplicaSet", "ReplicaSet"), ("registry:5000/a", "registry:5000/a"), ("", "\"\""),
    ("a b", "\"a b\""), ("é", "\"é\""), ("a\"b", "\"a\\\"b\""), ("✓", "\"✓\""),
  ])
  func whatIsNoWordIsQuoted(_ word: String, _ expected: String) {
    #expect(("\(word: word)" as SafeText).text == expected)
  }

  @Test func spacesOfTheInputAreMarked() {
    #expect(("a \(quoted: "b c") d" as SafeText).marked == "a \"b\u{A0}c\" d")
    #expect(("\(text: "b   c ")" as SafeText).marked == "b\u{A0}\\u{20}\\u{20}c\u{A0}")
    #expect(("\(sentence: #"a "b c" d"#)" as SafeText).marked == "a \"b\u{A0}c\" d")
    #expect(("\(sentence: #"a "b\" c" d"#)" as SafeText).marked == "a \"b\\\"\u{A0}c\" d")
  }

  @Test func longInputIsCut() {
    let limit = SafeText.limit
    let most = String(repeating: "é", count: limit)
    #expect(("\(text: most)" as SafeText).text == most)
    #expect(("\(text: most + "é")" as SafeText).text == most + "…")
    #expect(("\(text: "abc", limit: 2)" as SafeText).text == "ab…")
  }

  @Test func texts() {
    let text: SafeText = "\(3) of \("all" as SafeText)"
    #expect(text.text == "3 of all")
    #expect("\(text)" == "3 of all")
    #expect((text + ".").text == "3 of all.")
    #expect([text, text].joined(separator: ", ").text == "3 of all, 3 of all")
    #expect(("" as SafeText).isEmpty)
  }
}
