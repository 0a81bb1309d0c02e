import ManifestYAML
import Testing

@Suite struct PositionTests {
  /// The position of each piece of the JSON text in the input.
  private func places(of pieces: [String], in text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    var reader = YAMLReader(bytes.span)
    var places: [String] = []
    while let document = try reader.next() {
      let json = document.json.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      let positions = document.positions
      for piece in pieces {
        guard let range = json.firstRange(of: piece) else { continue }
        let offset = json.utf8.distance(from: json.startIndex, to: range.lowerBound)
        places.append("\(piece) \(positions.position(ofByte: offset))")
      }
    }
    return places
  }

  @Test func keysAndValues() throws {
    let text = """
      # A comment.
      kind: Pod
      spec:
        é: 'x'
        list:
        - one
        -   two
        flow: {k: [v]}
        empty:
      ---
      kind: Two
      """
    #expect(
      try places(
        of: [
          "{\"kind", "\"kind\"", "\"Pod\"", "\"é\"", "\"x\"", "[\"one", "\"one", "\"two", "\"k\"",
          "[\"v", "null", "\"Two",
        ], in: text)
        == [
          "{\"kind 2:1", "\"kind\" 2:1", "\"Pod\" 2:7", "\"é\" 4:3", "\"x\" 4:6", "[\"one 6:3",
          "\"one 6:5", "\"two 7:7", "\"k\" 8:10", "[\"v 8:13", "null 9:9", "{\"kind 11:1",
          "\"kind\" 11:1", "\"Two 11:7",
        ])
  }

  @Test func aliasesAndMerges() throws {
    let text = "a: &x\n  k: v\nb: *x\nc:\n  <<: *x\n  l: w\n"
    #expect(
      try places(of: ["{\"k\":\"v\"},\"c", "\"c\"", "\"k\":\"v\",", "\"w\""], in: text)
        == ["{\"k\":\"v\"},\"c 3:4", "\"c\" 4:1", "\"k\":\"v\", 2:3", "\"w\" 6:6"])
  }

  @Test func carriageReturnsCountAsLines() throws {
    #expect(try places(of: ["\"b\""], in: "a: 1\r\nb: 2\r\n") == ["\"b\" 2:1"])
  }

  @Test func verbatimDocuments() throws {
    let text = "{\"é\":1}\n {\"a\":\n  {\"b\": 2}} {\"c\":3}"
    #expect(
      try places(of: ["1", "\"b\"", "2", "\"c\""], in: text)
        == ["1 1:6", "\"b\" 3:4", "2 3:9", "\"c\" 3:14"])
  }

  @Test func offsetsOutsideAreClamped() throws {
    let text = Array("a: 1\n".utf8)
    var reader = YAMLReader(text.span)
    let positions = try #require(try reader.next()?.positions)
    #expect(positions.position(ofByte: -1) == YAMLPosition(line: 1, column: 1))
    #expect(positions.position(ofByte: 1_000) == YAMLPosition(line: 1, column: 4))
  }
}
