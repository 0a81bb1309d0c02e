import ImagePullCredentials
import KubernetesPulls
@testable import NodeCredentials
import PullDiagnosis
import Testing

@Suite struct CredentialProviderConfigFindingsTests {
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

  @Test func knowsHelpersByTheirNames() throws {
    let config = try Self.config(name: "docker-credential-ecr-login", "a.io")
    for (findings, images) in [
      (config.findings, []), (config.findings(for: try ImageReference("a.io/app")), ["a.io/app"]),
    ] {
      #expect(findings.map(\.code) == [.wrongPluginKind])
      #expect(findings.first?.severity == .mayFail)
      #expect(findings.first?.images == images)
      #expect(
        findings.first?.objects.map(\.description) == [
          "CredentialProvider docker-credential-ecr-login",
          "CredentialProviderConfig, field providers[0].name",
        ])
    }
    #expect(try config.findings(for: ImageReference("b.io/app")) == [])
    #expect(try Self.config(name: "ecr-credential-provider", "a.io").findings == [])
  }

  @Test(arguments: [
    ("https://a.io", "registry-mismatch"), ("http://a.io/b", "registry-mismatch"),
    ("oci://a.io", "registry-mismatch"),
    ("index.docker.io", "hub-alias"), ("registry-1.docker.io/team", "hub-alias"),
    ("https://index.docker.io/v1/", "hub-alias"),
    ("a.io/*", "glob-misuse"), ("a.io/team/*/app", "glob-misuse"), ("a.i?", "glob-misuse"),
    ("a.io/team?", "glob-misuse"), ("a.io/[a-z]", "glob-misuse"), ("*", "glob-misuse"),
    ("A.io", "key-noise"), ("a.io/app:1", "key-noise"), ("a.io/v2", "key-noise"),
    ("a.io", ""), ("*.a.io", ""), ("docker.io", ""), ("a.io:5000/team", ""), ("*.*", ""),
    ("*:5000", ""), ("a.io/v2/app", ""),
  ])
  func knowsPatternsThatMatchLess(_ pattern: String, _ code: String) throws {
    let codes = try Self.config(pattern).findings.map(\.code.description)
    #expect(codes == (code.isEmpty ? [] : [code]))
  }

  @Test(arguments: [
    ("a.io", "a.io:5000/app", "registry-mismatch", "Use exactly \"a.io:5000\" as an entry."),
    ("a.io:5000", "a.io/app", "registry-mismatch", "Use exactly \"a.io\" as an entry."),
    (
      "*.a.io", "x.y.a.io/app", "glob-misuse", "Use \"*.*.a.io\" or \"x.y.a.io\" as an entry."
    ),
    ("*.a.io", "a.io/app", "glob-misuse", "Use \"a.io\" as an entry."),
    ("*", "a.io/app", "glob-misuse", "Use \"a.io\" as an entry."),
    (
      "1.dkr.ecr.eu.amazonaws.com", "2.dkr.ecr.eu.amazonaws.com/app", "registry-mismatch",
      "Use exactly \"2.dkr.ecr.eu.amazonaws.com\" as an entry."
    ),
    ("a.io", "x.a.io/app", "registry-mismatch", "Use exactly \"x.a.io\" as an entry."),
    (
      "a.io/team", "a.io/app", "registry-mismatch",
      "Use \"a.io\", which is for every path, or a path that the image's begins with."
    ),
    ("https://a.io", "a.io/app", "registry-mismatch", "Use \"a.io\" instead."),
    ("https://a.io", "b.io/app", "", ""),
    ("a.io/*", "a.io/app", "glob-misuse", "Use \"a.io\" instead."),
    ("a.i?", "a.io/app", "glob-misuse", "Use \"a.i*\" instead."),
    ("index.docker.io", "nginx", "hub-alias", "Use \"docker.io\" instead."),
    ("index.docker.io", "a.io/app", "", ""),
    ("a.io", "b.io/app", "", ""),
    ("a.io/team", "a.io:5000/app", "", ""),
    ("a.io", "a.io/app", "", ""),
  ])
  func knowsNearMisses(
    _ pattern: String, _ image: String, _ code: String, _ advice: String
  ) throws {
    let findings = try Self.config("never.example", pattern)
      .findings(for: try ImageReference(image))
    guard !code.isEmpty else {
      #expect(findings == [])
      return
    }
    #expect(findings.map(\.code.description) == [code])
    #expect(findings.map(\.advice) == [advice])
    #expect(findings.map(\.severity) == [.mayFail])
    #expect(findings.map(\.images) == [[image]])
    #expect(
      findings.first?.objects.map(\.description) == [
        "CredentialProviderConfig, field providers[0].matchImages[1]", "CredentialProvider ecr",
      ])
  }

  @Test(arguments: ["https://me:hunter2@a.io", "me:hunter2@a.io:5000", "me:hunter2@a.io/*"])
  func showsNoUserinfo(_ pattern: String) throws {
    let config = try Self.config(pattern)
    let findings = config.findings + config.findings(for: try ImageReference("a.io/app"))
    #expect(!findings.isEmpty)
    var shown = "\(findings)"
    dump(findings, to: &shown)
    #expect(!shown.contains("hunter2"))
  }

  @Test func saysWhatIsDifferent() throws {
    let findings = try Self.config("a.io", "https://b.io").findings(
      for: ImageReference("a.io:5000/app"))
    #expect(
      findings.map(\.problem) == [
        "Entry \"a.io\" in matchImages of credential provider ecr has no port, the image is on "
          + "a.io:5000; the ports must be equal."
      ])
    #expect(
      try Self.config("https://b.io").findings.map(\.problem) == [
        "Entry \"https://b.io\" in matchImages of credential provider ecr matches no image: it has "
          + "a scheme, which the kubelet reads as a host; it is removed only from keys of Secrets, "
          + "not from entries of matchImages."
      ])
  }
}

@Suite struct ProviderStepFindingTests {
  @Test func saysWhatCameOfAProvider() throws {
    let image = try ImageReference("a.io/app")
    let violation = ResponseDraft.noCacheKeyType
    func failed(_ error: CredentialProviderError) -> ProviderStep {
      ProviderStep(provider: "p", .failed, error: error)
    }
    func gated(_ gate: ProviderStep.Gate) -> ProviderStep {
      ProviderStep(provider: "p", gate: gate)
    }
    let rows: [(ProviderStep, Finding.Code?, Finding.Severity)] = [
      (ProviderStep(provider: "p", .notMatched), nil, .mayFail),
      (ProviderStep(provider: "p", .cached, credentialCount: 1), nil, .mayFail),
      (ProviderStep(provider: "p", .answered), nil, .mayFail),
      (gated(.noServiceAccount), .serviceAccountTokenGates, .mayFail),
      (gated(.serviceAccountNotFound("app")), .serviceAccountTokenGates, .mayFail),
      (gated(.missingAnnotation("k", serviceAccount: "app")), .serviceAccountTokenGates, .mayFail),
      (gated(.tokenRefused(audience: "a")), .serviceAccountTokenGates, .mayFail),
      (gated(.noTokenSource(audience: "a")), .serviceAccountTokenGates, .worthKnowing),
      (
        failed(.init(.badResponse, provider: "p", detail: "", violations: [violation])),
        .badPluginResponse, .mayFail
      ),
      (failed(.init(.echoedToken, provider: "p", detail: "")), .badPluginResponse, .mayFail),
      (failed(.init(.timedOut, provider: "p", detail: "")), nil, .mayFail),
    ]
    for (step, code, severity) in rows {
      let finding = step.finding(for: image)
      #expect(finding?.code == code, "\(step)")
      guard let finding else { continue }
      #expect(finding.severity == severity, "\(step)")
      #expect(finding.images == ["a.io/app"])
      #expect(finding.objects.map(\.description) == ["CredentialProvider p"])
    }
  }

  @Test func saysWhatToDo() throws {
    let image = try ImageReference("a.io/app")
    let gate = ProviderStep.Gate.missingAnnotation("k", serviceAccount: "app")
    #expect(
      ProviderStep(provider: "p", gate: gate).finding(for: image)?.description
        == "may fail: sa-token-gates: Credential provider p matches the image and is not executed: "
        + "ServiceAccount app lacks the annotation k. Set the annotation k on ServiceAccount app.")
    let error = CredentialProviderError(
      .badResponse, provider: "p", detail: "", violations: [ResponseDraft.noCacheKeyType])
    #expect(
      ProviderStep(provider: "p", .failed, error: error).finding(for: image)?.description
        == "may fail: bad-plugin-response: Credential provider p is executed, and the kubelet drops "
        + "its response. Fix the plugin: cacheKeyType must be Image, Registry or Global.")
  }
}

@Suite struct FieldViolationFindingTests {
  @Test func staysOnItsLine() throws {
    let violation = FieldViolation(
      .unknownField, at: "a\u{1B}[2J", offset: 1, "the program /bin/a\nb is not there")
    #expect(
      violation.description == "a\\u{1B}[2J: byte 1: the program /bin/a\\nb is not there")
    #expect(violation.finding.advice == "the program /bin/a\\nb is not there.")
  }

  @Test func aViolationKeepsAKubeletFromStarting() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write(configJSON([#"{"name": "a b"}"#]), to: "config.json")
    let error = #expect(throws: CredentialProviderConfigError.self) {
      try CredentialProviderConfig(path: file)
    }
    let findings = try #require(error?.findings)
    #expect(findings.count == error?.violations.count)
    #expect(
      findings.first
        == Finding(
          code: .providerConfigRejected, severity: .willFail,
          objects: [.providerConfig(file: file, field: "providers[0].name")],
          problem: """
            \(text: file, limit: .max), providers[0].name: a kubelet refuses to start with this \
            (name-with-space).
            """,
          advice: "the name must not contain spaces; see args."))
    #expect(
      findings.first?.objects.map(\.description) == [
        "CredentialProviderConfig \(file), field providers[0].name"
      ])
  }

  @Test func yamlIsReadToo() {
    let error = #expect(throws: CredentialProviderConfigError.self) {
      try CredentialProviderConfig(json: Array("kind: CredentialProviderConfig".utf8))
    }
    #expect(error?.findings.map(\.code) == [.providerConfigRejected])
    #expect(error?.code == .wrongAPIVersion)
  }
}
