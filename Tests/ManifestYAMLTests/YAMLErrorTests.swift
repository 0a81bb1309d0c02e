import ManifestYAML
import Testing

@Suite struct YAMLErrorTests {
  /// Input, code, place, and the line that kubectl prints.
  @Test(arguments: [
    ("a:\n\tb: 2\n", YAMLError.Code.unexpectedTab, 2, 1, 2 as Int?),
    ("a:\n-\tb\n", .unexpectedTab, 2, 2, 2),
    ("a: @b\n", .unexpectedCharacter, 1, 4, nil),
    ("a: 1\n\tb: 2\n", .tabInIndentation, 2, 1, 2),
    ("a: 1\nb\nc: 2\n", .missingColon, 2, 1, 3),
    ("a: b: c\n", .misplacedValue, 1, 5, nil),
    ("x: 1\na: b: c\n", .misplacedValue, 2, 5, 2),
    ("a:\n  - b\n c: d\n", .missingKey, 3, 2, 2),
    ("- a\nb: 1\n", .missingDash, 2, 1, 1),
    ("a: 1\n b: 2\n", .misplacedValue, 2, 3, 2),
    ("a: [1, 2\nb: 3\n", .unclosedFlowSequence, 2, 2, 1),
    ("a: 'b\n", .endInsideQuotes, 1, 4, 2),
    ("a: |\n\tb\n", .tabInBlockScalar, 2, 1, 2),
    ("a: \"\\/\"\n", .unknownEscape, 1, 5, nil),
    ("a: *b\n", .unknownAnchor, 1, 4, nil),
    ("x: 1\na: &a [*a]\n", .recursiveAnchor, 2, 8, nil),
    ("a: !!int x\n", .tagMismatch, 1, 4, nil),
    ("a: {{ .Values.x }}\n", .collectionAsKey, 1, 5, nil),
    ("a: 1\n~: 2\n", .unsupportedKey, 2, 1, nil),
    ("a: .nan\n", .unsupportedNumber, 1, 4, nil),
    ("a: 1\n--- x\n", .invalidSeparator, 2, 5, nil),
    ("---\na: 1\n---\nb: 1\n c: 2\n", .misplacedValue, 5, 3, 2),
    ("é: \u{7}\n", .controlCharacter, 1, 4, nil),
    ("{\"é\": x", .jsonValue, 1, 7, nil),
    ("{\"a\":\n 1", .jsonUnexpectedEnd, 2, 3, nil),
  ])
  func places(
    text: String, code: YAMLError.Code, line: Int, column: Int, kubectlLine: Int?
  ) throws {
    let error = try #require(failure(in: text))
    #expect(error.code == code)
    #expect(YAMLPosition(line: error.line, column: error.column).description == "\(line):\(column)")
    #expect(error.kubectlLine == kubectlLine)
  }

  @Test func textSaysWhatToDo() throws {
    let error = try #require(failure(in: "a: 1\nb:\n\t- c\n"))
    #expect(error.document == 1)
    #expect(
      error.kubectlMessage
        == "error converting YAML to JSON: yaml: line 3: found character that cannot start any token"
    )
    #expect(
      error.description == "line 3, column 1: found character that cannot start any token. "
        + "There is a tab where spaces are needed: indent with spaces.")
  }

  @Test func theDocumentIsCounted() throws {
    #expect(failure(in: "a: 1\n---\n---\n@\n")?.document == 2)
    #expect(failure(in: "a: 1\n---\n\n---\n@\n")?.document == 3)
  }

  /// Whatever kubectl quotes of the input is left out.
  @Test(arguments: [
    "password: *hunter2\n", "password: !!int hunter2\n", "a: 1\n---hunter2\n",
    "? {password: hunter2}\n: b\n", "{\"password\": hunter2", "? ~\n: hunter2\n",
    "password: !!binary hunter2\n", "password: &hunter2 [*hunter2]\n", "p: 'hunter2\n",
    "password: \"hunter2\\q\"\n", "password: hunter2: x\n", "%hunter2\n", "a: !hunter2,} x\n",
  ])
  func noByteOfASecretIsShown(text: String) throws {
    let error = try #require(failure(in: text))
    for shown in [error.description, error.kubectlMessage, "\(error.code)"] {
      #expect(!shown.contains("hunter2"))
      #expect(!shown.contains("'h'"))
    }
  }

  @Test func codesAreStable() throws {
    #expect(YAMLError.Code.missingKey.rawValue == "missing-key")
    #expect(YAMLError.Code(rawValue: "tab-in-block-scalar") == .tabInBlockScalar)
    #expect("\(YAMLError.Code.incompleteUTF16)" == "incomplete-utf16")
    #expect("\(YAMLError.Code.jsonAfterMember)" == "json-after-member")
    let one = try #require(failure(in: "a: b: c\n"))
    let other = try #require(failure(in: "x: 1\na: b: c\n"))
    #expect(one.code == other.code)
    #expect(one != other)
    #expect(try one == #require(failure(in: "a: b: c\n")))
  }

  @Test func thereIsNothingAfterAnError() throws {
    let text = Array("@\n---\na: 1\n".utf8)
    var reader = YAMLReader(text.span)
    #expect(throws: YAMLError.self) { _ = try reader.next() }
    let next = try reader.next()?.number
    #expect(next == nil)
  }
}
