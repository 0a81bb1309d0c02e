import ImagePullCredentials
import KubernetesPulls
@testable import PullDiagnosis
import Testing
@testable import pullcreds

@Suite struct TextPageTests {
  private func page(width: Int = 80, _ write: (inout TextPage) -> Void) -> String {
    var page = TextPage(width: width)
    write(&page)
    return page.text.text
  }

  @Test func sentencesAreWrappedAtColumn80() {
    let letters = String(repeating: "a", count: 38)
    let word: SafeText = "\(word: letters)"
    let text: SafeText = "\(word) \(word)b c"
    #expect(page { $0.paragraph(text) } == "\(text)\n")  // 80 columns
    #expect(page { $0.paragraph(text + "d") } == "\(word) \(word)b\ncd\n")
    #expect(page { $0.paragraph(text, indent: 1) } == " \(word) \(word)b\n c\n")
    #expect(page { $0.paragraph("x " + text) } == "x \(word) \(word)b\nc\n")
  }

  @Test func aWordIsNeverBroken() {
    let letters = String(repeating: "a", count: 90)
    let word: SafeText = "\(word: letters)"
    #expect(page { $0.paragraph("x \(word) y") } == "x\n\(word)\ny\n")
  }

  @Test func laterLinesHang() {
    #expect(page { $0.paragraph("a\nb c", indent: 1, hanging: 2) } == " a\n   b c\n")
  }

  @Test func digestsMoveToTheNextLine() {
    let name = String(repeating: "n", count: 7)
    let digest = "@sha256:" + String(repeating: "d", count: 64)
    #expect(page { $0.reference(name + digest, indent: 1) } == " \(name)\(digest)\n")
    #expect(page { $0.reference("n" + name + digest, indent: 1) } == " n\(name)\n \(digest)\n")
    let long = String(repeating: "n", count: 90)
    #expect(page { $0.reference(long, indent: 2) } == "  \(long)\n")
  }

  @Test func userinfoOfAReferenceIsMasked() {
    #expect(
      page { $0.reference("https://u:hunter2@r.example/a") } == "https://***@r.example/a\n")
  }

  @Test func fieldsThatDoNotFitStandBelow() {
    let letters = String(repeating: "v", count: 68)
    let fits: SafeText = "\(word: letters)"
    #expect(page { $0.field("key", fits, column: 10, indent: 2) } == "  key       \(fits)\n")
    #expect(page { $0.field("key", fits + "v", column: 10, indent: 2) } == "  key\n    \(fits)v\n")
    #expect(page { $0.field("from", ["a", "b"], column: 6, indent: 0) } == "from  a, b\n")
    #expect(
      page { $0.field("from", ["a", fits + "vvvvvv"], column: 6, indent: 0) }
        == "from  a\n      \(fits)vvvvvv\n")
  }

  @Test(arguments: [40, 80, 132])
  func theWidthIsKept(_ width: Int) {
    let words = Array(repeating: "word" as SafeText, count: 100).joined(separator: " ")
    let lines = page(width: width) { $0.paragraph(words, indent: 2, hanging: 4) }
      .split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines[0].count > width - 5)
  }

  /// A line that begins inside the input is marked, wherever the text is wrapped.
  @Test func inputCannotImitateALine() {
    for width in 1...90 {
      let name = String(repeating: "a", count: width) + " ✓ key forged of Secret s: matches"
      for text in [
        "Secret \(name: name) is missing" as SafeText, "it says \(text: name)",
        "\(sentence: "the key \"\(name)\" is none")",
      ] {
        let lines = page { $0.paragraph("✗ \(text)", indent: 2, hanging: 2) }.split(separator: "\n")
        #expect(lines.dropFirst().allSatisfy { !$0.drop { $0 == " " }.hasPrefix("✓") }, "\(lines)")
        #expect(lines.joined(separator: " ").contains("forged"))
      }
    }
  }

  /// What people look for in a message stays in one piece, without a mark inside.
  @Test func aMessageIsBrokenBetweenWordsOfItsOwn() {
    let message =
      "unexpected status from HEAD request to https://registry.example.com/v2/a: 401 Unauthorized"
    #expect(
      page(width: 85) { $0.paragraph("says: \(quoted: message)") }
        == """
        says: "unexpected status from HEAD request to https://registry.example.com/v2/a:
        401 Unauthorized"

        """)
  }

  @Test func aQuotedNameThatFitsOnALineIsNotBroken() {
    let name = String(repeating: "a", count: 60) + " b"
    #expect(
      page { $0.paragraph("The Secret is called \(name: name) here") }
        == "The Secret is called\n\"\(name)\" here\n")
  }

  @Test func aLongPageIsCut() {
    let line = SafeText.spaces(1) + "\(text: String(repeating: "a", count: 1_022), limit: .max)"
    let count = TextPage.maximumByteCount / 1_024
    #expect(page { for _ in 0..<count { $0.line(line) } }.split(separator: "\n").count == count)
    let text = page { for _ in 0..<count + 3 { $0.line(line) } }
    #expect(text.hasSuffix("\n… and 3 more lines; ask for less with --image or -n\n"))
  }

  @Test func blankLinesAreSingle() {
    let text = page {
      $0.blank()
      $0.line("a")
      $0.blank()
      $0.blank()
      $0.line("b")
    }
    #expect(text == "a\n\nb\n")
  }

  // MARK: - Commands

  private func lines(_ words: [ShellCommand.Word?], indent: Int = 0) throws -> [String] {
    var page = TextPage()
    page.command(try #require(ShellCommand(words)), indent: indent)
    return page.text.text.split(separator: "\n").map(String.init)
  }

  @Test func aShortOneIsOneLine() throws {
    #expect(try lines(["kubectl", "get", "pods"], indent: 2) == ["  kubectl get pods"])
  }

  @Test func aLongOneIsBrokenBeforeOptionsAndPipes() throws {
    let value = String(repeating: "v", count: 40)
    #expect(
      try lines([
        "kubectl", "create", .option("--a", value), .option("--b", value), "-o", "yaml", "|",
        "kubectl", "apply", "-f", "-",
      ]) == [
        "kubectl create --a=\(value) \\", "  --b=\(value) -o yaml | kubectl apply -f -",
      ])
  }

  @Test func quotesAreNeverBroken() throws {
    let text = Array(repeating: "w'\u{301}", count: 45).joined(separator: " ")
    let quoted = "'" + text.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }.joined() + "'"
    #expect(
      try lines(["kubectl", "patch", "x", "-p", .argument(text)]) == [
        "kubectl patch x -p \\", "  \(quoted)",
      ])
  }

  @Test func linesFit() throws {
    let words = Array(repeating: ShellCommand.Word.option("--option", "value"), count: 40)
    for indent in [0, 2, 10] {
      #expect(try lines(words, indent: indent).allSatisfy { $0.count <= 80 })
    }
  }
}

@Suite struct PaletteTests {
  @Test func theFirstWordOfALineIsColoured() {
    let text: SafeText = "  ✓ key\n✗ will fail\n  will fail: x\nmay fail\nPod ✓\n"
    #expect(Palette.plain.paint(text) == text)
    #expect(
      Palette.coloured.paint(text).text == """
          \u{1B}[32m✓\u{1B}[0m key
        \u{1B}[31m✗\u{1B}[0m will fail
          \u{1B}[31mwill fail\u{1B}[0m: x
        \u{1B}[33mmay fail\u{1B}[0m
        Pod ✓

        """)
  }

  @Test func nothingIsColouredForAPipe() throws {
    let result = try Tool.run(
      "explain", "-f", "Docs/Examples/explain/two-registries.json", "--deployment", "ledger")
    #expect(!result.output.contains("\u{1B}"))
  }
}
