import Foundation
import ImagePullCredentials
import Testing

@testable import PullDiagnosis

/// The codes, and their descriptions in Docs/Findings.md.
@Suite struct FindingCodeTests {
  private static let document = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Docs/Findings.md")

  @Test func slugsAreKebabCaseAndUnique() {
    let slugs = Finding.Code.allCases.map(\.description)
    #expect(Set(slugs).count == slugs.count)
    for slug in slugs {
      #expect(
        slug.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
          !part.isEmpty
            && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }, "\(slug)")
    }
  }

  @Test func theDocumentHasThemAllInOrder() throws {
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("### ") }
    #expect(headings == Finding.Code.allCases.map { "### `\($0)`" })
  }

  /// Rule, code and document agree: the sentence that documents a code stands with the rule.
  @Test func theDocumentHasTheSentencesOfTheTable() throws {
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    for (code, sentence) in Rule.table.flatMap({ Array($0.codes) }) {
      let heading = try #require(text.range(of: "### `\(code)`\n\n"), "\(code)")
      let paragraph = text[heading.upperBound...].components(separatedBy: "\n\n")[0]
      #expect(paragraph.replacing("\n", with: " ") == sentence)
    }
  }

  @Test func eachCodeIsInOneRowOfTheTable() {
    let codes = Rule.table.flatMap { $0.codes.map(\.key) }
    #expect(Set(codes).count == codes.count)
  }

  @Test(arguments: Finding.Code.allCases)
  func theDocumentHasASentenceAnExampleAndTheFix(code: Finding.Code) throws {
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let heading = try #require(text.range(of: "### `\(code)`\n\n"))
    let section = text[heading.upperBound...].components(separatedBy: "\n#")[0]
    let paragraphs = section.components(separatedBy: "\n\n")
    try #require(paragraphs.count >= 3)
    #expect(paragraphs[0].hasSuffix("."))
    #expect(paragraphs[1].hasPrefix("Example: "))
    #expect(paragraphs[2].hasPrefix("Fix: "))
  }
}
