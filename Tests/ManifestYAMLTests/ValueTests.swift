import ManifestYAML
import Testing

@Suite struct ValueTests {
  /// The text of a plain scalar, and what it is in JSON.
  @Test(arguments: [
    ("~", "null"), ("null", "null"), ("Null", "null"), ("nULL", #""nULL""#),
    ("yes", "true"), ("On", "true"), ("oN", #""oN""#), ("n", "false"), ("OFF", "false"),
    ("y", "true"), ("yEs", #""yEs""#), ("truE", #""truE""#), ("no!", #""no!""#),
    ("0", "0"), ("-0", "0"), ("-0.0", "-0"), ("+1", "1"), ("010", "8"), ("08", "8"),
    ("0x1F", "31"), ("0x", #""0x""#), ("0o17", "15"), ("0o8", #""0o8""#), ("0b101", "5"),
    ("0b-101", "-5"), ("1_000", "1000"), ("1_0_", "10"), ("1:30", #""1:30""#),
    ("9223372036854775807", "9223372036854775807"),
    ("18446744073709551615", "18446744073709551615"),
    ("18446744073709551616", "18446744073709552000"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("-9223372036854775809", "-9223372036854776000"),
    ("0x10000000000000000", #""0x10000000000000000""#),
    ("1.50", "1.5"), ("5.", "5"), (".5", "0.5"), ("-.5", "-0.5"), (".1_0", "0.1"),
    (".1_", #"".1_""#), ("1e3", "1000"), ("1e-6", "0.000001"), ("1e-7", "1e-7"), ("1e21", "1e+21"),
    ("1e20", "100000000000000000000"), ("1e400", #""1e400""#), ("1e-400", "0"),
    (".", #"".""#), ("-", "[null]"), ("+", #""+""#), ("=", #""=""#), ("<<", #""\u003c\u003c""#),
    ("2001-12-14", #""2001-12-14""#), ("NaN", #""NaN""#), ("25%", #""25%""#),
  ])
  func plainScalars(text: String, expected: String) throws {
    #expect(try json(text + "\n") == [expected])
  }

  /// Keys are strings in JSON.
  @Test(arguments: [
    ("1", "1"), ("0x10", "16"), ("yes", "true"), ("off", "false"), ("1.0", "1"), ("1e6", "1e+06"),
    ("0.00001", "1e-05"), ("16777217.0", "1.6777216e+07"), ("1e300", ".inf"), ("-.inf", "-.inf"),
    (".nan", ".nan"), ("-0.0", "-0"), ("2001-12-14", "2001-12-14"), ("\"1.0\"", "1.0"),
  ])
  func keys(key: String, expected: String) throws {
    #expect(try json("\(key): v\n") == ["{\"\(expected)\":\"v\"}"])
  }

  @Test(arguments: [
    ("!!str 1", #""1""#), ("!!int \"0x10\"", "16"), ("!!float 1", "1"), ("! 1", #""1""#),
    ("!!bool \"yes\"", "true"), ("!!null \"~\"", "null"), ("!!binary aGk=", #""hi""#),
    ("!!timestamp 2001-12-14t21:59:43.1-05:00", #""2001-12-14t21:59:43.1-05:00""#),
    ("!foo 1", #""1""#), ("!!str", #""""#), ("&a", "null"), ("!!set {a}", #"{"a":null}"#),
    ("!<tag:yaml.org,2002:int> \"7\"", "7"),
  ])
  func tags(text: String, expected: String) throws {
    #expect(try json(text + "\n") == [expected])
  }

  @Test func membersAreSortedAndTheLastOneStays() throws {
    #expect(
      try json("b: 1\nB: 2\na: 3\nb: 4\n\"a\\0\": 5\nab: 6\n")
        == [#"{"B":2,"a":3,"a\u0000":5,"ab":6,"b":4}"#])
    #expect(try json("0.0: a\n-0.0: b\n") == [#"{"-0":"b"}"#])
    let keys = (0..<1_000).reversed().map { "key-\($0 % 500): \($0)\n" }.joined()
    let sorted = (0..<500).map { ("key-\($0)", $0) }.sorted {
      Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8))
    }
    #expect(
      try json(keys) == ["{" + sorted.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"])
  }

  @Test func mergesAreAppliedAtTheirPlace() throws {
    let base = "base: &b {k: 1, l: 2}\nother: &o {l: 3, m: 4}\n"
    let rest = #""base":{"k":1,"l":2},"#
    #expect(
      try json(base + "m: {k: 9, <<: *b, l: 8}\n")
        == ["{" + rest + #""m":{"k":1,"l":8},"other":{"l":3,"m":4}}"#])
    #expect(
      try json(base + "m: {<<: [*b, *o]}\n")
        == ["{" + rest + #""m":{"k":1,"l":2,"m":4},"other":{"l":3,"m":4}}"#])
    #expect(
      try json(base + "m: {\"<<\": *b}\n")
        == ["{" + rest + #""m":{"\u003c\u003c":{"k":1,"l":2}},"other":{"l":3,"m":4}}"#])
  }

  @Test func stringsAreEscapedAsGoDoes() throws {
    #expect(
      try json(#""\0\a\b\t\n\v\f\r\e<>&\"\\\N\_\L\P\x41\u00e9\U0001F600""# + "\n")
        == [
          #""\u0000\u0007\b\t\n\u000b\f\r\u001b\u003c\u003e\u0026\"\\"#
            + "\u{85}\u{A0}" + #"\u2028\u2029Aé😀""#
        ])
  }
}
