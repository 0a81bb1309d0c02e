import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("A string in JSON")
struct JSONStringTests {
  @Test(
    "stands between quotes, and is verbatim when it is ASCII without escapes",
    arguments: [
      (#""""#, 1..<1, true), (#""a""#, 1..<2, true), (#"  "abc" "#, 3..<6, true),
      (#""a\"b""#, 1..<5, false), (#""\\""#, 1..<3, false), (#""ü""#, 1..<3, false),
      (#""\u00fc""#, 1..<7, false), ("\"\u{7F} /'\"", 1..<5, true),
    ])
  func range(text: String, expected: Range<Int>, isVerbatim: Bool) throws {
    var json = JSONReader(text.utf8.span)
    let string = try json.string()
    let end = json.offset
    #expect(string.start..<string.end == expected)
    #expect(string.isVerbatim == isVerbatim)
    #expect(string.count == expected.count && string.isEmpty == expected.isEmpty)
    #expect(end == expected.upperBound + 1)
  }

  @Test(
    "has only complete escapes of the grammar, and ends",
    arguments: [
      ("\"", JSONFailure(.unexpectedEnd, at: 1)),
      ("\"abcdefgh", JSONFailure(.unexpectedEnd, at: 9)),
      ("\"\\", JSONFailure(.unexpectedEnd, at: 2)), ("\"\\\"", JSONFailure(.unexpectedEnd, at: 3)),
      (#""\x""#, JSONFailure(.invalidEscape, at: 2)),
      (#""\'""#, JSONFailure(.invalidEscape, at: 2)),
      (#""\U0041""#, JSONFailure(.invalidEscape, at: 2)),
      (#""\u12"#, JSONFailure(.unexpectedEnd, at: 5)),
      (#""\u12""#, JSONFailure(.invalidEscape, at: 5)),
      (#""\u12g4""#, JSONFailure(.invalidEscape, at: 5)),
      ("\"\\\u{0}\"", JSONFailure(.invalidEscape, at: 2)),
      ("a", JSONFailure(.unexpectedByte, at: 0)),
    ])
  func malformed(text: String, expected: JSONFailure) {
    var json = JSONReader(text.utf8.span)
    var failure: JSONFailure?
    do throws(JSONError) { _ = try json.string() } catch { failure = JSONFailure(error) }
    #expect(failure == expected)
  }

  /// Eight bytes are looked at together, so that each byte is tried at each place of a word.
  @Test("is read alike wherever in a word its bytes stand")
  func words() {
    for place in 0..<17 {
      for byte in UInt8.min...UInt8.max {
        var content = [UInt8](repeating: UInt8(ascii: "a"), count: 17)
        content[place] = byte
        // An escape needs a character that may follow a backslash.
        if place < 16 { content[place + 1] = UInt8(ascii: "n") }
        expectAsModel(content)
      }
    }
    var random = SeededGenerator(seed: 12)
    let choices: [UInt8] = [0x00, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0xFF]
    for _ in 0..<20_000 {
      expectAsModel((0..<Int.random(in: 0...20, using: &random)).map { _ in random.pick(choices) })
    }
  }

  private func expectAsModel(_ content: [UInt8]) {
    let text = [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
    var json = JSONReader(text.span)
    var actual: (end: Int?, failure: JSONFailure?) = (nil, nil)
    do throws(JSONError) { actual.end = try json.string().end } catch {
      actual.failure = JSONFailure(error)
    }
    let expected = model(text)
    guard actual.end == expected.end, actual.failure == expected.failure else {
      Issue.record("\(text): \(actual), not \(expected)")
      return
    }
  }

  /// The grammar, byte by byte; escapes with four digits do not occur.
  private func model(_ text: [UInt8]) -> (end: Int?, failure: JSONFailure?) {
    var offset = 1
    while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "\""): return (offset, nil)
      case ..<0x20: return (nil, JSONFailure(.controlCharacter, at: offset))
      case UInt8(ascii: "\\"):
        guard offset + 1 < text.count else {
          return (nil, JSONFailure(.unexpectedEnd, at: text.count))
        }
        guard "\"\\/bfnrt".utf8.contains(text[offset + 1]) else {
          return (nil, JSONFailure(.invalidEscape, at: offset + 1))
        }
        offset += 2
      default: offset += 1
      }
    }
    return (nil, JSONFailure(.unexpectedEnd, at: text.count))
  }
}
