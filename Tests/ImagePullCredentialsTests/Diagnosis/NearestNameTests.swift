import Testing

@testable import ImagePullCredentials
@testable import PullDiagnosis

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("regcrd", ["regcred"], "regcred"), ("regcred", ["regcred-2", "recred"], "recred"),
    ("a", ["b"], "b"),
    (
      "ghcr-pull-secret", ["ghcr-pull-secrets", "ecr-pull-secret"],
      "ghcr-pull-secrets"
    ),
  ])
  func finds(name: String, candidates: [String], expected: String) {
    #expect(NearestName.find(name, in: candidates) == expected)
  }

  @Test(arguments: [
    ("regcred", []), ("regcred", ["abcdefg"]), ("abc", ["abcde"]),
    (String(repeating: "x", count: 254), [String(repeating: "x", count: 254)]),
  ])
  func findsNothingAlike(name: String, candidates: [String]) {
    #expect(NearestName.find(name, in: candidates) == nil)
  }
}
