import Testing

@testable import ImagePullCredentials
@testable import PullDiagnosis

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("regcrd", ["regcred"], "regcred"), ("regcred", ["regcred-2", "recred"], "recred"),
    ("a", ["b"], "b"), ("ngnix", ["ngnixabc", "nginx"], "nginx"), ("abc", ["acb"], "acb"),
    (
      String(repeating: "x", count: 253), [String(repeating: "x", count: 252)],
      String(repeating: "x", count: 252)
    ),
    (
      "ghcr-pull-secret", ["ghcr-pull-secrets", "ecr-pull-secret"],
      "ghcr-pull-secrets"
    ),
  ])
  func finds(name: String, candidates: [String], expected: String) {
    #expect(NearestName.find(name, in: candidates) == expected)
  }

  @Test(arguments: [
    ("regcred", []), ("regcred", ["abcdefg"]), ("abc", ["abcde"]), ("abc", ["bca"]),
    (String(repeating: "x", count: 254), [String(repeating: "x", count: 254)]),
  ])
  func findsNothingAlike(name: String, candidates: [String]) {
    #expect(NearestName.find(name, in: candidates) == nil)
  }

  @Test func limitIsTheNumberOfChanges() {
    #expect(NearestName.find("kitten", in: ["sitting"], limit: 3) == "sitting")
    #expect(NearestName.find("kitten", in: ["sitting"], limit: 2) == nil)
    #expect(NearestName.find("", in: ["ab"], limit: 2) == "ab")
    #expect(NearestName.find("ab", in: [""], limit: 1) == nil)
  }
}
