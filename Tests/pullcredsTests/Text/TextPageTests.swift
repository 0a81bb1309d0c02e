import Testing

@testable import pullcreds

@Suite struct TextPageTests {
  private func page(_ write: (inout TextPage) -> Void) -> String {
    var page = TextPage()
    write(&page)
    return page.text
  }

  @Test func sentencesAreWrappedAtColumn80() {
    let word = String(repeating: "a", count: 38)
    let text = "\(word) \(word)b c"
    #expect(page { $0.paragraph(text) } == "\(text)\n")  // 80 columns
    #expect(page { $0.paragraph(text + "d") } == "\(word) \(word)b\ncd\n")
    #expect(page { $0.paragraph(text, indent: 1) } == " \(word) \(word)b\n c\n")
    #expect(page { $0.paragraph("x " + text) } == "x \(word) \(word)b\nc\n")
  }

  @Test func aWordIsNeverBroken() {
    let word = String(repeating: "a", count: 90)
    #expect(page { $0.paragraph("x \(word) y") } == "x\n\(word)\ny\n")
  }

  @Test func laterLinesHang() {
    #expect(page { $0.paragraph("a\nb c", indent: 1, hanging: 2) } == " a\n   b c\n")
  }

  @Test func digestsMoveToTheNextLine() {
    let name = String(repeating: "n", count: 30)
    let digest = "@" + String(repeating: "d", count: 47)
    #expect(page { $0.reference(name + digest, indent: 2) } == "  \(name)\(digest)\n")
    #expect(page { $0.reference(name + digest + "d", indent: 2) } == "  \(name)\n  \(digest)d\n")
    let long = String(repeating: "n", count: 90)
    #expect(page { $0.reference(long, indent: 2) } == "  \(long)\n")
  }

  @Test func fieldsThatDoNotFitStandBelow() {
    let fits = String(repeating: "v", count: 68)
    #expect(page { $0.field("key", fits, column: 10, indent: 2) } == "  key       \(fits)\n")
    #expect(page { $0.field("key", fits + "v", column: 10, indent: 2) } == "  key\n    \(fits)v\n")
    #expect(page { $0.field("from", ["a", "b"], column: 6, indent: 0) } == "from  a, b\n")
    #expect(
      page { $0.field("from", ["a", fits + "vvvvvv"], column: 6, indent: 0) }
        == "from  a\n      \(fits)vvvvvv\n")
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
}
