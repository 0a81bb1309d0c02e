import Testing

@testable import ImagePullCredentials

@Suite("A string that a JSON writer writes")
struct JSONWriterStringsTests {
  @Test(
    "is escaped as json.Marshal escapes it",
    arguments: [
      ("", ""), ("abc /'\u{7F}", "abc /'\u{7F}"), ("\"\\", #"\"\\"#),
      ("\u{8}\u{C}\n\r\t", #"\b\f\n\r\t"#), ("\u{0}\u{B}\u{1F}", #"\u0000\u000b\u001f"#),
      ("<a>&", #"\u003ca\u003e\u0026"#), ("ü日😀", "ü日😀"),
      ("\u{2027}\u{2028}\u{2029}\u{202A}", "\u{2027}\\u2028\\u2029\u{202A}"),
      ("\u{FFFD}", "\u{FFFD}"),
    ])
  func escapes(text: String, expected: String) {
    var json = JSONWriter()
    json.string(text)
    #expect(json.text == "\"\(expected)\"")
  }

  @Test("has an escape for each byte that is not part of well-formed UTF-8")
  func illFormed() {
    var json = JSONWriter()
    json.string(([0x61, 0xFF, 0xE2, 0x80, 0x62] as [UInt8]).span)
    #expect(json.text == #""a\ufffd\ufffd\ufffdb""#)
  }

  @Test("reads back as it was")
  func readsBack() throws {
    let scalars = (0...0x2100).compactMap(Unicode.Scalar.init) + ["\u{FFFF}", "\u{10FFFF}"]
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    var writer = JSONWriter()
    writer.beginObject()
    writer.name(text)
    writer.string(text)
    writer.endObject()
    var json = JSONReader(writer.bytes.span)
    var members = try json.beginObject()
    let name = try #require(try json.nextName(&members).map { json.text($0) })
    let value = json.text(try json.string())
    #expect(Array(name.utf8) == Array(text.utf8))
    #expect(Array(value.utf8) == Array(text.utf8))
  }
}
