import Foundation
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// What findings show, and do not show.
@Suite struct FindingTests {
  @Test func noFindingShowsASecret() throws {
    let secrets = [
      secret(user: "u", password: "hunter2\n"), secret(password: "hunter2 ${X}"),
      secret(keys: ["oci://me:hunter2@r.example"]), secret(keys: ["me:hunter2@r.example:1"]),
      secret(document: #"{"auths":{"r.example":{"auth":"hunter2"}}}"#),
      secret(document: #"{"auths":{"r.example":{"identitytoken":"hunter2"}}}"#),
      secret(document: #"{"r.example":{"username":"u","password":"hunter2"}}"#),
      secret(document: #"{"auths":{"r.example":{"username":"AWS","password":"hunter2"}}}"#),
    ]
    for text in secrets {
      for finding in try findings(pod(secrets: ["a"]), text) {
        #expect(!Self.texts(of: finding).contains("hunter2"), "\(finding.code)")
      }
    }
  }

  /// What interpolation and dump show of a finding.
  private static func texts(of finding: Finding) -> String {
    var dumped = ""
    dump(finding, to: &dumped)
    return "\(finding)\n\(dumped)"
  }

  @Test func controlCharactersAreEscaped() throws {
    let found = try findings(pod(secrets: ["a"]), secret(keys: ["r.example\u{1B}[2J\n"]))
    #expect(found.map(\.code) == [.unmatchableKey])
    #expect(found[0].problem.hasPrefix(#"Key "r.example\u{1B}[2J\n" of Secret shop/a "#))
  }

  @Test func longTextsAreCut() throws {
    let key = "r.example/" + String(repeating: "x", count: 1_000)
    let found = try findings(pod(secrets: ["a"]), secret(keys: [key]))
    #expect(found[0].problem.unicodeScalars.count < 500)
  }

  @Test(arguments: ["x; rm -rf 'y'", "--all", "X", "-f"])
  func noCommandHasANameThatIsNone(_ name: String) throws {
    let found = try findings(
      deployment(items: #"{"name":"\#(name)"}"#), secret(keys: ["q.example"]))
    #expect(found[0].code == .secretMissing)
    #expect(found[0].command == nil)
  }

  @Test func severitiesAreOrdered() {
    #expect(
      Finding.Severity.allCases.sorted().map(\.description) == [
        "worth knowing", "may fail", "will fail",
      ])
  }
}

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

  /// Rule, code and document agree: the rule has the documentation sentence of its code.
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

/// What people store or send.
@Suite struct FindingCodableTests {
  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(try json(value).utf8))
  }

  @Test func whatIsFound() throws {
    let all = try findings(pod(secrets: ["gone"]), secret(keys: ["z.example"]))
    #expect(!all.isEmpty)
    let copies = try roundTrip(all)
    #expect(copies.map(\.description) == all.map(\.description))
    #expect(copies.map(\.command) == all.map(\.command))
    #expect(copies.map(\.objects) == all.map(\.objects))
    #expect(try json([Finding.Severity.willFail, .mayFail]) == #"["willFail","mayFail"]"#)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Finding.Severity].self, from: Data(#"["bad"]"#.utf8))
    }
  }

  @Test func referencesAndTimes() throws {
    let image = try ImageReference("nginx:1")
    #expect(try json([image]) == #"["nginx:1"]"#)
    #expect(try roundTrip([image]) == [image])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ImageReference].self, from: Data(#"["Bad"]"#.utf8))
    }
    let times = [0, -62_167_219_201, 253_402_300_800, .min, .max].map {
      Timestamp(secondsSince1970: $0)
    }
    #expect(try roundTrip(times) == times)
    #expect(times.map { Timestamp($0.description) } == times)
    #expect(Timestamp("5 s") == nil)
    #expect(try json([KubernetesObjects.DecodingError.Code.yaml]) == #"["yaml"]"#)
  }
}
