@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite("A label glob")
struct LabelGlobTests {
  @Test(
    "matches as filepath.Match does",
    arguments: [
      // Literal text.
      ("", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "abd", false),
      ("abc", "ab", false), ("ab", "abc", false), ("Abc", "abc", false), ("a]b", "a]b", true),
      // A star.
      ("*", "", true), ("*", "abc", true), ("*", "a/b", false), ("a*", "a", true),
      ("a*", "ba", false), ("*c", "abc", true), ("*c", "abcd", false), ("a*c", "abbc", true),
      ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXcXb", false), ("**", "abc", true),
      ("a*/b", "a/b", true), ("a*/b", "a/c/b", false), ("*a*a*a*", "aaa", true),
      ("*a*a*a*", "aa", false), ("a*b?c*x", "abxbbxdbxebxczzx", true),
      ("a*b?c*x", "abxbbxdbxebxczzy", false),
      // One character.
      ("?", "a", true), ("?", "", false), ("?", "ab", false), ("?", "/", false), ("?", "ü", true),
      ("??", "ü", false), ("a?b", "a☺b", true), ("a???b", "a☺b", false), ("*?", "ü", true),
      // A class.
      ("[abc]", "b", true), ("[abc]", "d", false), ("[a-c]", "b", true), ("[a-c]", "d", false),
      ("[c-a]", "b", false), ("[^a-c]", "d", true), ("[^a-c]", "b", false), ("[^a]", "☺", true),
      ("[a-ζ]*", "α", true), ("*[a-ζ]", "A", false), ("[x\\-y]", "-", true), ("[\\]a]", "]", true),
      ("[a*]b", "*b", true), ("[^a]", "/", true), ("[\u{FFFD}]", "\u{FFFD}", true),
      ("[a]", "", false), ("a[b]c", "abc", true),
      // An escape.
      ("a\\*b", "a*b", true), ("a\\*b", "axb", false), ("\\[a", "[a", true), ("\\ü", "ü", true),
      // Malformed patterns.
      ("[]a]", "]", false), ("[-]", "-", false), ("[x-]", "x", false), ("[-x]", "x", false),
      ("[a-b-c]", "a", false), ("[a-b-x]", "x", false), ("[", "a", false), ("[^", "a", false),
      ("[^bc", "a", false), ("a[", "a", false), ("a[", "ab", false), ("a\\", "a", false),
      ("[a\\", "a", false), ("[a\\]", "a", false), ("[a", "a", false), ("[::1]", "[::1]", false),
    ])
  func matches(pattern: String, label: String, expected: Bool) {
    #expect(matches(Array(pattern.utf8), Array(label.utf8)) == expected)
  }

  @Test(
    "reads bytes that are not UTF-8 one by one",
    arguments: [
      ([UInt8(ascii: "?")], [0xFF], true),
      ([UInt8(ascii: "?")], [0xE2, 0x82], false),
      (Array("??".utf8), [0xE2, 0x82], true),
      // An overlong slash, a surrogate, and what is above U+10FFFF.
      (Array("??".utf8), [0xC0, 0xAF], true),
      (Array("???".utf8), [0xED, 0xA0, 0x80], true),
      (Array("????".utf8), [0xF4, 0x90, 0x80, 0x80], true),
      (Array("?".utf8), [0xF4, 0x8F, 0xBF, 0xBF], true),
      // A malformed byte in a label is U+FFFD to a class; in a class it is a mistake.
      (Array("[\u{FFFD}]".utf8), [0xFF], true),
      ([UInt8(ascii: "["), 0xFF, UInt8(ascii: "]")], [0xFF], false),
      // Outside a class bytes are compared as they are.
      ([UInt8(ascii: "*"), 0xAC], [0xE2, 0x82, 0xAC], true),
      // The first star gives the whole character to "?", and never takes it back.
      (
        [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "*"), 0xAC], [0xE2, 0x82, 0xAC], false
      ),
    ] as [([UInt8], [UInt8], Bool)])
  func malformedUTF8(pattern: [UInt8], label: [UInt8], expected: Bool) {
    #expect(matches(pattern, label) == expected)
  }

  @Test("agrees with the model for random bytes")
  func agreesWithModel() {
    let alphabet = Array("aab*?[]^-\\/".utf8) + [0xC3, 0xBC, 0xE2, 0x82, 0xAC]
    var random = SeededGenerator(seed: 4)
    var matchCount = 0
    for _ in 0..<100_000 {
      let pattern = (0..<Int.random(in: 0...8, using: &random)).map { _ in random.pick(alphabet) }
      let label = (0..<Int.random(in: 0...6, using: &random)).map { _ in random.pick(alphabet) }
      let expected = GoGlob.match(pattern, label) == true
      guard matches(pattern, label) == expected else {
        Issue.record("\(pattern) and \(label)")
        return
      }
      if expected { matchCount += 1 }
    }
    #expect(matchCount > 2_000, "\(matchCount)")
  }

  @Test("never goes back to an earlier star")
  func isBounded() {
    let pattern = Array((String(repeating: "a*", count: 500) + "b").utf8)
    let label = [UInt8](repeating: UInt8(ascii: "a"), count: 5_000)
    #expect(!matches(pattern, label))
    #expect(matches(pattern, label + [UInt8(ascii: "b")]))
  }

  @Test(
    "is literal unless it holds a wildcard, a class or an escape",
    arguments: [
      ("", true), ("registry", true), ("a]b-c^", true), ("ü", true), ("*", false), ("a?", false),
      ("[a]", false), ("a\\b", false),
    ])
  func isLiteral(pattern: String, expected: Bool) {
    let isLiteral = LabelGlob.isLiteral(pattern.utf8Span.span)
    #expect(isLiteral == expected)
  }

  private func matches(_ pattern: [UInt8], _ label: [UInt8]) -> Bool {
    LabelGlob.matches(pattern: pattern.span, label: label.span)
  }
}
