import Testing

@testable import ImagePullCredentials

@Suite("The value of a string in JSON")
struct JSONStringDecodingTests {
  @Test(
    "is what Go's unquote makes of it",
    arguments: [
      ("", ""), ("abc", "abc"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#"\u0041\u00fC\u65e5"#, "Aü日"), ("日本", "日本"), (#"\u0000"#, "\u{0}"),
      (#"\u2028\uFFFF"#, "\u{2028}\u{FFFF}"),
      // Pairs of surrogates, and surrogates that make no pair.
      (#"\ud83d\ude00"#, "😀"), (#"\uD800\uDC00"#, "\u{10000}"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"),
      (#"\ud83d"#, "\u{FFFD}"), (#"\ude00"#, "\u{FFFD}"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
      (#"\ud83dx"#, "\u{FFFD}x"), (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\ud83d\u0041"#, "\u{FFFD}A"),
      (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"\ud83d\\ude00"#, "\u{FFFD}\\ude00"),
    ])
  func text(content: String, expected: String) throws {
    #expect(try value(Array(content.utf8)) == Array(expected.utf8))
  }

  @Test(
    "has U+FFFD for each byte that is not part of well-formed UTF-8",
    arguments: [
      ([0xFF], "\u{FFFD}"), ([0xC3], "\u{FFFD}"), ([0xE2, 0x82], "\u{FFFD}\u{FFFD}"),
      ([0xE2, 0x82, 0xAC], "€"), ([0xE2, 0x82, 0x41], "\u{FFFD}\u{FFFD}A"),
      // Overlong, a surrogate, above U+10FFFF.
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF0, 0x9F, 0x98], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0x80, 0x62], "\u{FFFD}b"),
    ] as [([UInt8], String)])
  func illFormed(content: [UInt8], expected: String) throws {
    #expect(try value(content) == Array(expected.utf8))
  }

  @Test(
    "is compared byte by byte",
    arguments: [
      ("kind", "kind", true), (#"k\u0069nd"#, "kind", true), ("Kind", "kind", false),
      ("kinds", "kind", false), ("kin", "kind", false), ("", "kind", false), ("", "", true),
      // Canonically equivalent, and still other characters.
      ("\u{212A}ind", "Kind", false), (#"a\u037e"#, "a;", false),
    ])
  func equals(content: String, text: String, expected: Bool) throws {
    var json = JSONReader("\"\(content)\"".utf8.span)
    let string = try json.string()
    let isEqual = json.equals(string, text)
    #expect(isEqual == expected)
  }

  @Test(
    "names a field as encoding/json folds it",
    arguments: [
      ("auths", true), ("AUTHS", true), ("aUtHs", true), (#"\u0061uths"#, true),
      ("auth\u{017F}", true), (#"AUTH\u017f"#, true), ("auth", false), ("authss", false),
      (#"auth\ud800"#, false), ("\u{00E4}uths", false), ("", false), ("autht", false),
    ])
  func names(content: String, expected: Bool) throws {
    var json = JSONReader("\"\(content)\"".utf8.span)
    let string = try json.string()
    let isNamed = json.names(string, "auths")
    #expect(isNamed == expected)
  }

  @Test(
    "folds the Kelvin sign, and nothing that only looks like a letter",
    arguments: [
      ("to\u{212A}en", true), ("TO\u{212A}EN", true), ("tokEn", true), ("to\u{43A}en", false),
      ("tok\u{435}n", false), ("toke\u{F1}", false), ("token\u{307}", false),
    ])
  func kelvin(content: String, expected: Bool) throws {
    var json = JSONReader("\"\(content)\"".utf8.span)
    let string = try json.string()
    let isNamed = json.names(string, "token")
    #expect(isNamed == expected)
  }

  private func value(_ content: [UInt8]) throws -> [UInt8] {
    let text = [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
    var json = JSONReader(text.span)
    let string = try json.string()
    var value = Array("before".utf8)
    json.append(string, to: &value)
    #expect(Array(json.text(string).utf8) == Array(value.dropFirst(6)))
    return Array(value.dropFirst(6))
  }
}
