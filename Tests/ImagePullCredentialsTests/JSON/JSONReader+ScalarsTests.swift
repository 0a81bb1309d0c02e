import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("What a JSON reader takes for single values")
struct JSONReaderScalarsTests {
  @Test(
    "are the numbers of the grammar",
    arguments: [
      "0", "-0", "7", "10", "-12", "0.0", "1.50", "-0.1", "1e5", "1E5", "1e+5", "1e-05", "0e0",
      "1.5E+10", "123456789012345678901234567890", "1e999999999",
    ])
  func numbers(text: String) throws {
    var json = JSONReader(" \(text) ".utf8.span)
    let range = try json.number()
    #expect(range == 1..<1 + text.utf8.count)
    #expect(JSONFailure.skipping(Array(text.utf8)) == nil)
  }

  @Test(
    "are not other numbers",
    arguments: [
      ("-", JSONFailure(.unexpectedEnd, at: 1)), ("-a", JSONFailure(.invalidNumber, at: 1)),
      ("- 1", JSONFailure(.invalidNumber, at: 1)), ("--1", JSONFailure(.invalidNumber, at: 1)),
      ("01", JSONFailure(.trailingData, at: 1)), ("-01", JSONFailure(.trailingData, at: 2)),
      ("1.", JSONFailure(.unexpectedEnd, at: 2)), ("1.e5", JSONFailure(.invalidNumber, at: 2)),
      ("1e", JSONFailure(.unexpectedEnd, at: 2)), ("1e+", JSONFailure(.unexpectedEnd, at: 3)),
      ("1ex", JSONFailure(.invalidNumber, at: 2)), ("1e5.0", JSONFailure(.trailingData, at: 3)),
      (".5", JSONFailure(.unexpectedByte, at: 0)), ("+1", JSONFailure(.unexpectedByte, at: 0)),
      ("0x10", JSONFailure(.trailingData, at: 1)), ("1_000", JSONFailure(.trailingData, at: 1)),
      ("NaN", JSONFailure(.unexpectedByte, at: 0)),
      ("-Infinity", JSONFailure(.invalidNumber, at: 1)),
    ])
  func notNumbers(text: String, expected: JSONFailure) {
    #expect(JSONFailure.skipping(Array(text.utf8)) == expected)
  }

  @Test(
    "are three words in lower case",
    arguments: [
      ("true", nil), ("false", nil), ("null", nil),
      ("tru", JSONFailure(.unexpectedEnd, at: 3)), ("trua", JSONFailure(.invalidLiteral, at: 3)),
      ("fALSE", JSONFailure(.invalidLiteral, at: 1)), ("nul", JSONFailure(.unexpectedEnd, at: 3)),
      ("nil", JSONFailure(.invalidLiteral, at: 1)), ("True", JSONFailure(.unexpectedByte, at: 0)),
      ("nulll", JSONFailure(.trailingData, at: 4)), ("[nul]", JSONFailure(.invalidLiteral, at: 4)),
    ] as [(String, JSONFailure?)])
  func words(text: String, expected: JSONFailure?) {
    #expect(JSONFailure.skipping(Array(text.utf8)) == expected)
  }

  @Test("are read where they stand, and left there where they are of another kind")
  func typed() throws {
    var json = JSONReader("[true,false,null,1]".utf8.span)
    var array = try json.beginArray()
    var seen: [Bool] = []
    for _ in 0..<2 {
      _ = try json.nextElement(&array)
      seen.append(try json.consumeNull())
      seen.append(try json.bool())
    }
    _ = try json.nextElement(&array)
    seen.append(try json.consumeNull())
    _ = try json.nextElement(&array)
    var failure: JSONFailure?
    do throws(JSONError) { _ = try json.bool() } catch { failure = JSONFailure(error) }
    let number = try json.number()
    #expect(seen == [false, true, false, false, true])
    #expect(failure == JSONFailure(.unexpectedByte, at: 17))
    #expect(number == 17..<18)
  }

  /// Kinds of open containers lie in words of 64 bits.
  @Test("are skipped through any mixture of containers, each closed by its own bracket")
  func containers() {
    var random = SeededGenerator(seed: 11)
    for depth in [1, 2, 63, 64, 65, 127, 128, 129, 193, 300] {
      let kinds = (0..<depth).map { _ in random.once(in: 2) }
      let opening = kinds.map { $0 ? "{\"a\":" : "[" }.joined()
      let closers = kinds.reversed().map { UInt8(ascii: $0 ? "}" : "]") }
      let text = Array(opening.utf8) + [UInt8(ascii: "0")] + closers
      #expect(JSONFailure.skipping(text) == nil, "depth \(depth)")
      for wrong in Set([0, 1, 62, 63, 64, 65, depth - 1]) where wrong < depth {
        var text = text
        let offset = text.count - closers.count + wrong
        text[offset] = text[offset] == UInt8(ascii: "}") ? UInt8(ascii: "]") : UInt8(ascii: "}")
        #expect(
          JSONFailure.skipping(text) == JSONFailure(.unexpectedByte, at: offset),
          "depth \(depth), closer \(wrong)")
      }
    }
  }
}
