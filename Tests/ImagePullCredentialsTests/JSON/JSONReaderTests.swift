import Testing

@testable import ImagePullCredentials

/// Where and why reading failed, for comparison.
struct JSONFailure: Equatable {
  let code: JSONError.Code
  let offset: Int

  init(_ code: JSONError.Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  init(_ error: JSONError) { self.init(error.code, at: error.offset) }

  /// Why `bytes` are not one value and nothing else; nil if they are.
  static func skipping(_ bytes: [UInt8]) -> JSONFailure? {
    var json = JSONReader(bytes.span)
    do throws(JSONError) {
      try json.skipValue()
      try json.expectEnd()
      return nil
    } catch {
      return JSONFailure(error)
    }
  }
}

@Suite("A JSON reader")
struct JSONReaderTests {
  @Test(
    "tells the kind of a value by its first byte",
    arguments: [
      ("{", .object, 0), ("[", .array, 0), ("\"", .string, 0), ("-", .number, 0),
      ("0", .number, 0), ("9", .number, 0), ("t", .bool, 0), ("f", .bool, 0), ("n", .null, 0),
      (" \t\r\n1", .number, 4),
    ] as [(String, JSONReader.Kind, Int)])
  func kind(text: String, expected: JSONReader.Kind, offset: Int) throws {
    var json = JSONReader(text.utf8.span)
    let kind = try json.kind()
    let end = json.offset
    #expect(kind == expected)
    #expect(end == offset)
  }

  @Test("pulls members and elements, and counts the containers around it")
  func pulls() throws {
    let text = #" { "a" : [ 1 , true ] , "b":null, "c":{} } "#
    var json = JSONReader(text.utf8.span)
    var seen: [String] = []
    var object = try json.beginObject()
    while let name = try json.nextName(&object) {
      seen.append("\(json.text(name)) \(json.depth)")
      switch try json.kind() {
      case .array:
        var array = try json.beginArray()
        while try json.nextElement(&array) {
          seen.append("element \(json.depth)")
          try json.skipValue()
        }
      case .null: seen.append("null \(try json.consumeNull())")
      default: try json.skipValue()
      }
    }
    try json.expectEnd()
    let depth = json.depth
    #expect(seen == ["a 1", "element 2", "element 2", "b 1", "null true", "c 1"])
    #expect(depth == 0)
  }

  @Test(
    "refuses what encoding/json refuses between the members of a container",
    arguments: [
      ("[1,]", JSONFailure(.unexpectedByte, at: 3)), ("[,1]", JSONFailure(.unexpectedByte, at: 1)),
      ("[1 1]", JSONFailure(.unexpectedByte, at: 3)), ("[1", JSONFailure(.unexpectedEnd, at: 2)),
      ("[1}", JSONFailure(.unexpectedByte, at: 2)), ("[", JSONFailure(.unexpectedEnd, at: 1)),
      ("[1,", JSONFailure(.unexpectedEnd, at: 3)), ("1", JSONFailure(.unexpectedByte, at: 0)),
    ])
  func elements(text: String, expected: JSONFailure) {
    var json = JSONReader(text.utf8.span)
    var failure: JSONFailure?
    do throws(JSONError) {
      var array = try json.beginArray()
      while try json.nextElement(&array) { try json.skipValue() }
    } catch {
      failure = JSONFailure(error)
    }
    #expect(failure == expected)
    // Skipping it takes another way through the code, to the same place.
    if text != "1" {
      #expect(JSONFailure.skipping(Array(text.utf8)) == expected)
    }
  }

  @Test(
    "refuses what encoding/json refuses around names",
    arguments: [
      ("{a:1}", JSONFailure(.unexpectedByte, at: 1)),
      ("{1:1}", JSONFailure(.unexpectedByte, at: 1)),
      ("{\"a\"}", JSONFailure(.unexpectedByte, at: 4)),
      ("{\"a\":}", JSONFailure(.unexpectedByte, at: 5)),
      ("{\"a\":1,}", JSONFailure(.unexpectedByte, at: 7)),
      ("{\"a\":1 \"b\":1}", JSONFailure(.unexpectedByte, at: 7)),
      ("{,}", JSONFailure(.unexpectedByte, at: 1)), ("{]", JSONFailure(.unexpectedByte, at: 1)),
      ("{", JSONFailure(.unexpectedEnd, at: 1)), ("{\"a\"", JSONFailure(.unexpectedEnd, at: 4)),
      ("{\"a\":", JSONFailure(.unexpectedEnd, at: 5)),
    ])
  func names(text: String, expected: JSONFailure) {
    var json = JSONReader(text.utf8.span)
    var failure: JSONFailure?
    do throws(JSONError) {
      var object = try json.beginObject()
      while try json.nextName(&object) != nil { try json.skipValue() }
    } catch {
      failure = JSONFailure(error)
    }
    #expect(failure == expected)
    #expect(JSONFailure.skipping(Array(text.utf8)) == expected)
  }

  @Test(
    "refuses anything but white space before and after the value",
    arguments: [
      ("", JSONFailure(.unexpectedEnd, at: 0)), (" \n", JSONFailure(.unexpectedEnd, at: 2)),
      ("1 2", JSONFailure(.trailingData, at: 2)), ("{} {}", JSONFailure(.trailingData, at: 3)),
      ("[]]", JSONFailure(.trailingData, at: 2)), ("1\u{0}", JSONFailure(.trailingData, at: 1)),
      ("]", JSONFailure(.unexpectedByte, at: 0)), ("'a'", JSONFailure(.unexpectedByte, at: 0)),
      ("//\n1", JSONFailure(.unexpectedByte, at: 0)),
      // A byte order mark, only at the very beginning; a no-break space; a form feed.
      ("\u{FEFF}{}", JSONFailure(.byteOrderMark, at: 0)),
      (" \u{FEFF}{}", JSONFailure(.unexpectedByte, at: 1)),
      ("{}\u{FEFF}", JSONFailure(.trailingData, at: 2)),
      ("\u{F000}", JSONFailure(.unexpectedByte, at: 0)),
      ("\u{A0}1", JSONFailure(.unexpectedByte, at: 0)),
      ("\u{C}1", JSONFailure(.unexpectedByte, at: 0)),
    ])
  func around(text: String, expected: JSONFailure) {
    #expect(JSONFailure.skipping(Array(text.utf8)) == expected)
  }

  @Test(
    "takes 10000 containers inside each other and not one more",
    arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
  func depth(opener: String, closer: String) {
    let perUnit = opener.count { $0 == "[" || $0 == "{" }
    func nested(_ count: Int) -> [UInt8] {
      let head = String(repeating: opener, count: count / perUnit)
      return Array((head + "1" + String(repeating: closer, count: count / perUnit)).utf8)
    }
    #expect(JSONFailure.skipping(nested(10_000)) == nil)
    #expect(
      JSONFailure.skipping(nested(10_000 + perUnit))
        == JSONFailure(.tooDeep, at: 10_000 / perUnit * opener.utf8.count))
  }

  @Test("counts the containers that were opened one by one and those that are skipped together")
  func depthIsShared() throws {
    func failure(skipped: Int) -> JSONFailure? {
      let text =
        "[[" + String(repeating: "[", count: skipped) + String(repeating: "]", count: skipped)
      var json = JSONReader(text.utf8.span)
      do throws(JSONError) {
        var outer = try json.beginArray()
        _ = try json.nextElement(&outer)
        var inner = try json.beginArray()
        _ = try json.nextElement(&inner)
        try json.skipValue()
        return nil
      } catch {
        return JSONFailure(error)
      }
    }
    #expect(failure(skipped: 9_998) == nil)
    #expect(failure(skipped: 9_999) == JSONFailure(.tooDeep, at: 10_000))
  }
}
