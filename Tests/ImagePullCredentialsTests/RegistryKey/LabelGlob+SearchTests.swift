@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

/// Parts that are too long to be tried at each place, against the literal model.
@Suite struct LabelGlobSearchTests {
  @Test(arguments: [
    (31, "b", "", true), (32, "b", "", true), (33, "b", "", true), (200, "b", "", true),
    (33, "b", "b", false), (33, "", "", true), (33, "", "*", true), (33, "b", "*", true),
    (33, "b", "*c", false), (33, "b/", "*", false), (33, "b", "*/", false),
  ])
  func longParts(count: Int, tail: String, after: String, expected: Bool) {
    let part = String(repeating: "ab", count: count) + "\(tail)"
    let pattern = "*\(part)\(after)"
    let label = "abab\(String(repeating: "ab", count: count))b"
    #expect(
      matches(pattern, label) == (GoGlob.match(Array(pattern.utf8), Array(label.utf8)) == true))
    if tail == "b", after.isEmpty { #expect(matches(pattern, label) == expected) }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func randomParts(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let unit = (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(["a", "b"]) }
      let text = String(repeating: unit.joined(), count: 40)
      let label = random.pick(["", "a", "b", "/"]) + text + random.pick(["", "a", "bb", "/a"])
      let dropped = text.dropFirst(Int.random(in: 0...3, using: &random))
      let pattern =
        random.pick(["*", "a*", "*b*"]) + dropped.prefix(Int.random(in: 25...45, using: &random))
        + random.pick(["", "*", "*a", "b", "*bb"])
      #expect(
        matches(pattern, label) == (GoGlob.match(Array(pattern.utf8), Array(label.utf8)) == true),
        "\(pattern) and \(label)")
    }
  }

  @Test(arguments: [(253, true), (254, false)])
  func classesInLongLabels(length: Int, expected: Bool) {
    let pattern = "*[\(String(repeating: "x", count: 40))b]"
    #expect(matches(pattern, String(repeating: "a", count: length - 1) + "b") == expected)
  }

  /// A quarter of a million bytes each: the product would take minutes.
  @Test(.timeLimit(.minutes(1)))
  func longKeyAndLongImage() throws {
    let run = String(repeating: "a", count: 250_000)
    let pattern = try RegistryPattern(registryKey: "*\(run)b*.example.com")
    #expect(!pattern.matches(normalizedName: "\(run)\(run).example.com/app"))
    #expect(pattern.matches(normalizedName: "\(run)\(run)b.example.com/app"))
  }

  private func matches(_ pattern: String, _ label: String) -> Bool {
    LabelGlob.matches(pattern: pattern.utf8.span, label: label.utf8.span)
  }
}
