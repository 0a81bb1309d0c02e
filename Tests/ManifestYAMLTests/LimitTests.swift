import ManifestYAML
import Testing

@Suite struct LimitTests {
  @Test func inputBytes() {
    let head = Array("a\n---\n".utf8)
    func firstError(ofByteCount count: Int) -> YAMLError.Code? {
      let text = head + [UInt8](repeating: UInt8(ascii: "#"), count: count - head.count)
      var reader = YAMLReader(text.span)
      do {
        _ = try reader.next()?.number
        return nil
      } catch {
        return error.code
      }
    }
    #expect(firstError(ofByteCount: YAMLReader.maximumByteCount) == nil)
    #expect(firstError(ofByteCount: YAMLReader.maximumByteCount + 1) == .tooLarge)
  }

  @Test func documents() {
    let count = YAMLReader.maximumDocumentCount
    let text = Array(repeatElement("a\n---\n", count: count).joined().utf8)
    #expect(readDocuments(in: text).error == nil)
    let more = readDocuments(in: text + Array("a\n".utf8))
    #expect(more.documents.count == count)
    #expect(more.error?.code == .tooManyDocuments)
    #expect(more.error?.line == 2 * count + 1)
  }

  @Test func flowDepth() throws {
    func text(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "\n"
    }
    #expect(try json(text(YAMLReader.maximumDepth)).count == 1)
    #expect(failure(in: text(YAMLReader.maximumDepth + 1))?.code == .tooDeep)
  }

  @Test func blockDepth() throws {
    func text(_ depth: Int) -> String { String(repeating: "- ", count: depth) + "a\n" }
    #expect(try json(text(YAMLReader.maximumDepth)).count == 1)
    #expect(failure(in: text(YAMLReader.maximumDepth + 1))?.code == .tooDeep)
  }

  /// Flow in block can be deeper than either: then it is the JSON text that is too deep.
  @Test func textDepth() throws {
    func text(_ depth: Int) -> String {
      let flow = depth - 10
      return String(repeating: "- ", count: 10) + String(repeating: "[", count: flow)
        + String(repeating: "]", count: flow) + "\n"
    }
    #expect(try json(text(YAMLReader.maximumDepth)).count == 1)
    let error = try #require(failure(in: text(YAMLReader.maximumDepth + 1)))
    #expect(error.code == .nestedTooDeep)
    #expect(
      error.kubectlMessage
        == "error unmarshaling JSON: while decoding JSON: invalid character '…' exceeded max depth")
  }

  @Test func jsonDepth() throws {
    func text(_ depth: Int) -> String {
      String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
    }
    #expect(try json(text(YAMLReader.maximumDepth)).count == 1)
    #expect(failure(in: text(YAMLReader.maximumDepth + 1))?.code == .jsonTooDeep)
  }

  /// Each tag is kept with its handle's prefix, but no more of it than tells it from the tags that are known.
  @Test func tagPrefixes() throws {
    func text(_ prefix: String) -> String { "%TAG !a! \(prefix)\r---\r- !a!int 1\r- !a!x 1\r" }
    let unknown = try json(text("tag:example.org:"))
    #expect(try json(text("tag:yaml.org,2002:")) != unknown)
    #expect(try json(text("tag:yaml.org,2002:" + String(repeating: "x", count: 100))) == unknown)
    #expect(
      failure(in: "%TAG !a! x\r%TAG !b! x\r%TAG !a! y\r---\r- 1\r")?.code == .duplicateTagDirective)
  }

  /// Of the nodes of a small document, 99 in 100 may come from aliases. Here there are 206 without the aliases: the document,
  /// the mapping, two keys, two lists, and 200 elements. Each alias is one more, and 201 below it.
  @Test func aliases() throws {
    func text(_ count: Int) -> String {
      let elements = Array(repeating: "1", count: 200).joined(separator: ",")
      let aliases = Array(repeating: "*a ", count: count).joined(separator: ",")
      return "a: &a [\(elements)]\nb: [\(aliases)]\n"
    }
    #expect(try json(text(199)).count == 1)
    #expect(failure(in: text(200))?.code == .excessiveAliasing)
  }

  @Test func expandedText() {
    func byteCount(scalar: Int, padding: Int) -> Int? {
      let copies = Array(repeating: "*a ", count: 30).joined(separator: ",")
      let scalar = String(repeating: "x", count: scalar)
      let text = "a: &a \(scalar)\nb: [\(copies),\(String(repeating: "z", count: padding))]\n"
      let bytes = Array(text.utf8)
      var reader = YAMLReader(bytes.span)
      do {
        guard let document = try reader.next() else { return nil }
        return document.json.count
      } catch {
        return nil
      }
    }
    let maximum = YAMLReader.maximumExpandedByteCount
    let scalar = 1 << 20
    let frame = (byteCount(scalar: 1, padding: 1) ?? 0) - 32
    let padding = maximum - frame - 31 * scalar
    #expect(byteCount(scalar: scalar, padding: padding) == maximum)
    #expect(byteCount(scalar: scalar, padding: padding + 1) == nil)
  }

  /// A simple key has its colon at most 1,024 characters after its start.
  @Test func keyLength() throws {
    func text(_ length: Int) -> String { String(repeating: "é", count: length) + ": v\n" }
    #expect(try json(text(1_024)).count == 1)
    #expect(failure(in: text(1_025))?.code == .misplacedValue)
    #expect(failure(in: "a: 1\n" + text(1_025))?.code == .missingColon)
  }

  /// Only the beginning of a stream, 4,096 bytes, tells whether it is JSON.
  @Test func jsonIsRecognisedEarly() {
    func isJSON(after spaces: Int) -> Bool? {
      readDocuments(in: Array((String(repeating: " ", count: spaces) + "{\"a\":1}").utf8))
        .documents.first?.isVerbatim
    }
    #expect(isJSON(after: 4_095) == true)
    #expect(isJSON(after: 4_096) == false)
  }

  /// apimachinery loses a last line that ends without LF and fills its blocks of 4,096 bytes.
  @Test func lostLastLine() throws {
    func text(_ length: Int) -> String { "a: 1\nb: " + String(repeating: "x", count: length - 3) }
    #expect(try json(text(4_096)) == [#"{"a":1}"#])
    #expect(try json(text(4_097)) != [#"{"a":1}"#])
    #expect(try json(text(4_096) + "\n") != [#"{"a":1}"#])
  }
}
