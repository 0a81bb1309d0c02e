import Testing

import ImagePullCredentials

@Suite("The comparison of a pattern with an image")
struct RegistryPatternComparisonTests {
  typealias Test = RegistryPattern.Comparison.Test

  @Testing.Test(
    "names the first test that failed, in the kubelet's order",
    arguments: [
      ("*.example.com/team", "eu.example.com/team/app", nil),
      ("a.b:80/x", "c.d.e/y", Test.port), ("a.b/x", "c.d.e/y", .labelCount),
      ("a.b/x", "c.d/y", .path), ("a.b/x", "c.d/x", .labels),
    ] as [(String, String, Test?)])
  func firstFailure(key: String, image: String, expected: Test?) throws {
    let comparison = try RegistryPattern(registryKey: key).comparison(withNormalizedName: image)
    #expect(comparison?.firstFailure == expected)
    #expect(comparison?.isMatch == (expected == nil))
  }

  @Testing.Test("makes every test, whether or not an earlier one failed")
  func everyTest() throws {
    let pattern = try RegistryPattern(registryKey: "*.example.com:443/team")
    let comparison = try #require(
      pattern.comparison(withNormalizedName: "eu.other.example.com/team/app"))
    #expect(!comparison.hasEqualPort)
    #expect(comparison.patternLabelCount == 3)
    #expect(comparison.imageLabelCount == 4)
    #expect(comparison.hasPathPrefix)
    #expect(comparison.firstMismatchedLabel == 1)
  }

  @Testing.Test("does not look at labels without a counterpart")
  func missingLabels() throws {
    let pattern = try RegistryPattern(registryKey: "a.b")
    #expect(pattern.comparison(withNormalizedName: "a.b.c")?.firstMismatchedLabel == nil)
    #expect(pattern.comparison(withNormalizedName: "a.b.c")?.firstFailure == .labelCount)
    #expect(pattern.comparison(withNormalizedName: "a")?.firstMismatchedLabel == nil)
    #expect(pattern.comparison(withNormalizedName: "x")?.firstMismatchedLabel == 0)
  }

  @Testing.Test(
    "does not exist for what Go cannot read", arguments: ["a b", "a:b", "a/%", "a\n", "[x]"])
  func unreadable(image: String) throws {
    #expect(try RegistryPattern(registryKey: "a").comparison(withNormalizedName: image) == nil)
  }
}
