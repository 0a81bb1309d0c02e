import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// Secrets that something makes, and Secrets whose data is not in the input.
@Suite struct SecretMakerRulesTests {
  private func maker(_ kind: String, _ condition: String, status: String = "False") -> String {
    """
    {"kind":"\(kind)","metadata":{"name":"a","namespace":"shop"},"spec":{"secretStoreRef":\
    {"name":"vault"}},"status":{"conditions":[{"type":"\(condition)","status":"\(status)",\
    "reason":"SyncError","message":"no such path"}]}}
    """
  }

  @Test func aStoreThatCannotBeRead() throws {
    let findings = try findings(pod(secrets: ["a"]), maker("ExternalSecret", "Ready"))
    #expect(summary(findings) == ["may fail: secret-maker-failing"])
    #expect(
      text(.secretMakerFailing, of: findings) == #"""
        ExternalSecret shop/a cannot make Secret a: Ready is False, "SyncError", "no such path".
        Make SecretStore vault give the values: check its credentials and what it is asked for.
        $ kubectl -n shop describe externalsecret a
        """#)
  }

  @Test func aSealedSecretOfAnotherCluster() throws {
    let findings = try findings(pod(secrets: ["a"]), maker("SealedSecret", "Synced"))
    #expect(summary(findings) == ["may fail: secret-maker-failing"])
    #expect(findings[0].command == "kubectl -n shop describe sealedsecret a")
  }

  @Test func whatIsReadyIsNoCause() throws {
    let ready = maker("ExternalSecret", "Ready", status: "True")
    #expect(try findings(pod(secrets: ["a"]), ready).map(\.code) == [.externalSecretType])
    #expect(
      try findings(pod(secrets: ["a"]), secret(), maker("SealedSecret", "Ready", status: "True"))
        == [])
  }

  @Test func anOldSecretThatStillMatchesIsWorthKnowing() throws {
    let findings = try findings(pod(secrets: ["a"]), secret(), maker("ExternalSecret", "Ready"))
    #expect(summary(findings) == ["worth knowing: secret-maker-failing"])
  }

  @Test(arguments: [
    (#""data":{".dockerconfigjson":"**REDACTED**"}"#, true),
    (#""data":{".dockerconfigjson":"REDACTED"}"#, true), (#""data":{}"#, true),
    (#""data":{".dockerconfigjson":"e30="}"#, false),
  ])
  func maskedData(data: String, isMasked: Bool) throws {
    let secret = """
      {"kind":"Secret","metadata":{"name":"a","namespace":"shop"},\(data),\
      "type":"kubernetes.io/dockerconfigjson"}
      """
    let codes = try findings(pod(secrets: ["a"]), secret).map(\.code)
    #expect(codes == [isMasked ? .secretMasked : .emptySecret])
  }

  @Test func whatCopiesASecretIsTold() throws {
    let source = secret("a", namespace: "platform", document: #"{"auths":{}}"#)
      .replacing(
        #""name":"a""#,
        with: #"""
          "name":"a","annotations":{"reflector.v1.k8s.emberstack.com/reflection-allowed":"true"}
          """#)
    let findings = try findings(pod(secrets: ["a"]), source)
    #expect(summary(findings) == ["may fail: other-namespace"])
    #expect(findings[0].command == nil)
    #expect(
      findings[0].advice == """
        Reflector copies Secret platform/a to the namespaces in its annotations \
        reflection-allowed-namespaces and reflection-auto-namespaces: add shop to them.
        """)
  }
}
