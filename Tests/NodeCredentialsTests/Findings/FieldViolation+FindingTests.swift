import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import Testing

@testable import NodeCredentials

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
