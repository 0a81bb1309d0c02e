import Testing

@testable import ImagePullCredentials

@Suite("A JSON writer")
struct JSONWriterTests {
  @Test("writes no white space when it is compact")
  func compact() {
    var json = JSONWriter()
    write(to: &json)
    #expect(
      json.text == #"{"a":[1,-2,[],{}],"b":{"c":true,"d":null},"e":"x","f":{"raw":0}}"#)
  }

  @Test("writes one member a line when it indents, and empty containers in one piece")
  func indented() {
    var json = JSONWriter(.indented(2))
    write(to: &json)
    #expect(
      json.text == """
        {
          "a": [
            1,
            -2,
            [],
            {}
          ],
          "b": {
            "c": true,
            "d": null
          },
          "e": "x",
          "f": {"raw":0}
        }
        """)
  }

  @Test("writes a single value as it is", arguments: [JSONWriter.Layout.compact, .indented(4)])
  func scalar(layout: JSONWriter.Layout) {
    var json = JSONWriter(layout)
    json.string("a")
    #expect(json.text == "\"a\"")
  }

  private func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("a")
    json.beginArray()
    json.integer(1)
    json.integer(-2)
    json.beginArray()
    json.endArray()
    json.beginObject()
    json.endObject()
    json.endArray()
    json.name("b")
    json.beginObject()
    json.name("c")
    json.bool(true)
    json.name("d")
    json.null()
    json.endObject()
    json.name("e")
    json.string("x")
    json.name("f")
    json.raw(#"{"raw":0}"#)
    json.endObject()
  }
}
