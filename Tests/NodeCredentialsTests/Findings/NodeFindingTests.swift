import ImagePullCredentials
import Testing

@testable import NodeCredentials

@Suite struct NodeFindingTests {
  static func config(
    name: String = "ecr", _ matchImages: String...
  ) throws -> CredentialProviderConfig {
    let images = matchImages.map { "\"\($0)\"" }.joined(separator: ", ")
    let json = configJSON([
      """
      {"name": "\(name)", "matchImages": [\(images)], "defaultCacheDuration": "1h",
       "apiVersion": "credentialprovider.kubelet.k8s.io/v1"}
      """
    ])
    return try CredentialProviderConfig(json: Array(json.utf8))
  }

  @Test func rejectsAConfiguration() {
    let error = #expect(throws: CredentialProviderConfigError.self) {
      try Self.config(name: "a b", "a.io")
    }
    #expect(
      error?.findings == [
        NodeFinding(
          code: .providerConfigRejected,
          sentence: "The kubelet refuses to start with this configuration (name-with-space).",
          fix: "the name must not contain spaces; see args.", place: "providers[0].name")
      ])
  }

  @Test func knowsHelpersByTheirNames() throws {
    let findings = try Self.config(name: "docker-credential-ecr-login", "a.io").findings
    #expect(findings.map(\.code) == [.wrongPluginKind])
    #expect(findings.map(\.place) == ["providers[0].name"])
    #expect(try Self.config(name: "ecr-credential-provider", "a.io").findings == [])
  }

  @Test(arguments: [
    ("https://a.io", "registry-mismatch"), ("http://a.io/b", "registry-mismatch"),
    ("index.docker.io", "registry-mismatch"), ("registry-1.docker.io/team", "registry-mismatch"),
    ("a.io/*", "glob-misuse"), ("a.io/team/*/app", "glob-misuse"), ("a.i?", "glob-misuse"),
    ("*", "glob-misuse"),
    ("a.io", ""), ("*.a.io", ""), ("docker.io", ""), ("a.io:5000/team", ""), ("*.*", ""),
  ])
  func knowsPatternsThatMatchLess(_ pattern: String, _ code: String) throws {
    let codes = try Self.config(pattern).findings.map(\.code.description)
    #expect(codes == (code.isEmpty ? [] : [code]))
  }

  @Test(arguments: [
    ("a.io", "a.io:5000/app", "registry-mismatch", "Write a.io:5000."),
    ("a.io:5000", "a.io/app", "registry-mismatch", "Write a.io."),
    ("*.a.io", "x.y.a.io/app", "glob-misuse", "Add *.*.a.io."),
    ("*.a.io", "a.io/app", "glob-misuse", "Add a.io."),
    (
      "1.dkr.ecr.eu.amazonaws.com", "2.dkr.ecr.eu.amazonaws.com/app", "registry-mismatch",
      "Add 2.dkr.ecr.eu.amazonaws.com, or a wildcard in the place of the first label."
    ),
    ("a.io", "b.io/app", "", ""),
    ("a.io", "x.a.io/app", "", ""),
    ("a.io/team", "a.io:5000/app", "", ""),
    ("a.io", "a.io/app", "", ""),
  ])
  func knowsNearMisses(
    _ pattern: String, _ image: String, _ code: String, _ fix: String
  ) throws {
    let findings = try Self.config("never.example", pattern)
      .findings(for: try ImageReference(image))
    #expect(findings.map(\.code.description) == (code.isEmpty ? [] : [code]))
    #expect(findings.map(\.fix) == (code.isEmpty ? [] : [fix]))
    #expect(findings.map(\.place) == (code.isEmpty ? [] : ["providers[0].matchImages[1]"]))
  }

  @Test func saysWhatCameOfAProvider() {
    let violation = ResponseDraft.noCacheKeyType
    let rows: [(ProviderStep.Outcome, NodeFinding.Code?)] = [
      (.notMatched, nil), (.cached(credentials: 1), nil), (.answered(credentials: 0), nil),
      (.gated(.noServiceAccount), .saTokenGates),
      (.gated(.serviceAccountNotFound("app")), .saTokenGates),
      (.gated(.missingAnnotation("k", serviceAccount: "app")), .saTokenGates),
      (.gated(.noToken(audience: "a")), .saTokenGates),
      (
        .failed(.init(.badResponse, provider: "p", detail: "", violations: [violation])),
        .badPluginResponse
      ),
      (.failed(.init(.echoedToken, provider: "p", detail: "")), .badPluginResponse),
      (.failed(.init(.timedOut, provider: "p", detail: "")), nil),
    ]
    for (outcome, code) in rows {
      let finding = ProviderStep(provider: "p", outcome: outcome).finding
      #expect(finding?.code == code, "\(outcome)")
      #expect(finding?.place == code.map { _ in "credential provider p" })
    }
    #expect(
      ProviderStep(provider: "p", outcome: .gated(.missingAnnotation("k", serviceAccount: "app")))
        .finding?.description
        == "sa-token-gates: credential provider p: The plugin matches the image and is not executed: "
        + "ServiceAccount app lacks the annotation k. Set the annotation k on ServiceAccount app.")
  }
}
