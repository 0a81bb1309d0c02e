import ManifestYAML
import Testing

@Suite struct YAMLReaderTests {
  @Test func manifest() throws {
    let text = """
      # Source: shop/templates/pod.yaml
      kind: Pod
      apiVersion: v1
      metadata: {name: web, labels: {tier: "1"}}
      spec:
        imagePullSecrets:
        - name: a
        - name: b   # the second one
        containers:
          - image: registry.example.com/web:1.0
            args: [--listen, ":8080"]
            ports: [{containerPort: 8080}]
            command:
              - |
                set -e
                exec web
      """
    #expect(
      try json(text) == [
        #"{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"tier":"1"},"name":"web"},"spec":"#
          + #"{"containers":[{"args":["--listen",":8080"],"command":["set -e\nexec web\n"],"#
          + #""image":"registry.example.com/web:1.0","ports":[{"containerPort":8080}]}],"#
          + #""imagePullSecrets":[{"name":"a"},{"name":"b"}]}}"#
      ])
  }

  @Test func documentsAndTheirLines() {
    let text = "---\na: 1\n---\n# nothing\n--- # next\nb: 2\n"
    let (documents, error) = readDocuments(in: Array(text.utf8))
    #expect(error == nil)
    #expect(
      documents == [
        ReadDocument(#"{"a":1}"#), ReadDocument("null", line: 4),
        ReadDocument(#"{"b":2}"#, line: 6),
      ])
  }

  @Test(arguments: [("", []), ("\n", ["null"]), ("---\n---\n", ["null"]), ("# c\n", ["null"])])
  func emptyStreams(text: String, expected: [String]) throws {
    #expect(try json(text) == expected)
  }

  @Test func emptyDocumentsAreRecognised() throws {
    let text = Array("null\n---\na: null\n".utf8)
    var reader = YAMLReader(text.span)
    let first = try reader.next()?.isNull
    let second = try reader.next()?.isNull
    #expect(first == true)
    #expect(second == false)
  }

  @Test(
    arguments: [
      ("a: 1\n---\nb: [\n---\nc: *x\n---\nd: 1\n", [1, 4], [2, 3]),
      ("---\n'a\n---\nb: 1", [2], [1]),
      ("a: 1\n--- x\n---\nb: 1\n", [], [1]),
      (#"{"a":1}{"b"#, [1], [2]),
    ] as [(String, [Int], [Int])])
  func goesBehindARefusedDocument(text: String, read: [Int], refused: [Int]) {
    let bytes = Array(text.utf8)
    var reader = YAMLReader(bytes.span)
    var numbers: (read: [Int], refused: [Int]) = ([], [])
    while true {
      do throws(YAMLError) {
        guard let document = try reader.next() else { break }
        numbers.read.append(document.number)
      } catch {
        numbers.refused.append(error.document)
        guard reader.skipRefusedDocument() else { break }
      }
    }
    #expect(numbers.read == read)
    #expect(numbers.refused == refused)
    let again = reader.skipRefusedDocument()
    #expect(!again)
  }

  @Test func separatorsInsideBlocksSeparate() throws {
    #expect(try json("a: |\n  x\n---\nb: 1\n") == [#"{"a":"x\n"}"#, #"{"b":1}"#])
    #expect(try json("a: |\n  x\n  ---\nb: 1\n") == [#"{"a":"x\n---\n","b":1}"#])
  }

  // MARK: - JSON

  @Test func jsonIsHandedOutAsItIs() {
    let text = "{\"b\" : 1.0,\n \"a\":[ ]}\n  {\"a\":1,\"a\":2} 3 null"
    let (documents, error) = readDocuments(in: Array(text.utf8))
    #expect(error == nil)
    #expect(
      documents == [
        ReadDocument("{\"b\" : 1.0,\n \"a\":[ ]}", isVerbatim: true),
        ReadDocument(#"{"a":1,"a":2}"#, line: 3, isVerbatim: true),
        ReadDocument("3", line: 3, isVerbatim: true),
        ReadDocument("null", line: 3, isVerbatim: true),
      ])
  }

  @Test func yamlMayFollowOneJSONDocument() throws {
    #expect(try json("{\"a\":1}\n---\nb: 2\n") == [#"{"a":1}"#, #"{"b":2}"#])
    #expect(try json("{a: 1}\n") == [#"{"a":1}"#])
    let (documents, error) = readDocuments(in: Array("{\"a\":1}{\"a\":2}\n---\nb: 2\n".utf8))
    #expect(documents.count == 2)
    #expect(error?.code == .jsonNumber)
    #expect(error?.kubectlMessage == "invalid character '…' in numeric literal")
  }

  // MARK: - Encodings

  @Test func byteOrderMarksOfFiles() {
    let text = "a: é\n"
    let bigEndian: [UInt8] = "\u{FEFF}\(text)".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let littleEndian: [UInt8] = "\u{FEFF}\(text)".utf16.flatMap {
      [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }
    for bytes in [[0xEF, 0xBB, 0xBF] + Array(text.utf8), littleEndian, bigEndian] {
      #expect(readDocuments(in: bytes).documents == [ReadDocument(#"{"a":"é"}"#)])
    }
    #expect(readDocuments(in: littleEndian, from: .url).error?.code == .incompleteUTF16)
  }

  @Test func illFormedUTF8() {
    let bytes = Array("a: x".utf8) + [0xFF] + Array("\n".utf8)
    #expect(readDocuments(in: bytes).documents == [ReadDocument("{\"a\":\"x\u{FFFD}\"}")])
    #expect(readDocuments(in: bytes, from: .url).error?.code == .invalidLeadingByte)
    let json = Array("{\"a\":\"x".utf8) + [0xFF] + Array("\"}".utf8)
    #expect(
      readDocuments(in: json).documents
        == [ReadDocument("{\"a\":\"x\u{FFFD}\"}", isVerbatim: true)])
  }
}
