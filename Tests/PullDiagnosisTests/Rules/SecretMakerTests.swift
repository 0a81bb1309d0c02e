import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct ExternalSecretTests {
  @Test func theTypeIsOpaque() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#, type: "Opaque"),
      externalSecret("a"))
    #expect(summary(findings) == ["may fail: external-secret-type"])
    #expect(
      text(.externalSecretType, of: findings) == #"""
        ExternalSecret shop/maker creates Secret a with the type Opaque, which the kubelet \#
        ignores.
        Set spec.target.template.type to kubernetes.io/dockerconfigjson, and delete the Secret \#
        so that it is recreated: a type cannot be edited.
        """#)
  }

  @Test func theSecretIsYetToBeMade() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      externalSecret("a", type: "Opaque"))
    #expect(summary(findings) == ["may fail: external-secret-type"])
    #expect(
      text(.externalSecretType, of: findings) == #"""
        ExternalSecret shop/maker creates Secret a with the type Opaque, which the kubelet \#
        ignores.
        Set spec.target.template.type to kubernetes.io/dockerconfigjson, and delete the Secret \#
        so that it is recreated: a type cannot be edited.
        """#)
  }

  @Test func theTypeIsRight() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret(),
      externalSecret("a", type: "kubernetes.io/dockerconfigjson"))
    #expect(summary(findings) == [])
  }

  @Test func refreshedTooSeldom() throws {
    let findings = try findings(
      deployment("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MjA1MjAwfQ=="
      ),
      externalSecret("a", type: "kubernetes.io/dockerconfigjson", refresh: "12h"))
    #expect(summary(findings) == ["may fail: external-secret-refresh"])
    #expect(
      text(.externalSecretRefresh, of: findings) == #"""
        ExternalSecret shop/maker refreshes Secret a every 12h, but an ECR token lasts 12 \#
        hours.
        Set spec.refreshInterval to less than 12h, such as 6h.
        """#)
  }

  @Test func refreshedNever() throws {
    let findings = try findings(
      deployment("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MjA1MjAwfQ=="
      ),
      externalSecret("a", type: "kubernetes.io/dockerconfigjson", refresh: "0"))
    #expect(summary(findings) == ["may fail: external-secret-refresh"])
    #expect(
      text(.externalSecretRefresh, of: findings) == #"""
        ExternalSecret shop/maker never refreshes Secret a, but an ECR token lasts 12 hours.
        Set spec.refreshInterval to less than 12h, such as 6h.
        """#)
  }

  @Test func refreshedOftenEnough() throws {
    let findings = try findings(
      deployment("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MjA1MjAwfQ=="
      ),
      externalSecret("a", type: "kubernetes.io/dockerconfigjson", refresh: "11h59m"))
    #expect(summary(findings) == [])
  }

  @Test func nobodyListsTheSecret() throws {
    let findings = try findings(
      deployment(secrets: ["b"]),
      secret("b", keys: ["q.example"]),
      externalSecret("a", type: "kubernetes.io/dockerconfigjson"))
    #expect(
      summary(findings) == [
        "may fail: no-matching-key",
        "worth knowing: external-secret-unused",
      ])
    #expect(
      text(.externalSecretUnused, of: findings) == #"""
        ExternalSecret shop/maker creates Secret a, which no Pod and no ServiceAccount lists.
        List the Secret, or change spec.target.name to the name that is listed.
        """#)
  }

  @Test func aServiceAccountListsTheSecret() throws {
    let findings = try findings(
      deployment(secrets: ["b"]),
      account("other", "a"),
      secret("b", keys: ["q.example"]),
      externalSecret("a", type: "kubernetes.io/dockerconfigjson"))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }

  @Test func anotherKindOfSecret() throws {
    let findings = try findings(
      deployment(secrets: ["b"]),
      secret("b", keys: ["q.example"]),
      externalSecret("a", type: "Opaque"))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }
}

/// Secrets that something makes, and Secrets whose data is not in the input.
@Suite struct FailingSecretMakerTests {
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
        ExternalSecret shop/a cannot create Secret a: Ready is False, "SyncError", "no such path".
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

  @Test func aSecretProviderClassMakesItWhileItIsMounted() throws {
    let maker = """
      {"kind":"SecretProviderClass","metadata":{"name":"c","namespace":"shop"},"spec":{"secretObjects":\
      [{"secretName":"a","type":"kubernetes.io/dockerconfigjson"}]}}
      """
    let findings = try findings(pod(secrets: ["a"]), secret("b"), maker)
    #expect(summary(findings).first == "may fail: secret-missing")
    #expect(
      text(.secretMissing, of: findings) == #"""
        Secret shop/a is not in the input.
        SecretProviderClass shop/c creates this Secret, but only while a Pod of the namespace mounts it: add \#
        a volume of the driver secrets-store.csi.k8s.io that names it to the Pod. If it has one, see in the \#
        Pod's Events whether the mount fails.
        $ kubectl -n shop describe secretproviderclass c
        """#)
    #expect(try PullDiagnosisTests.findings(pod(secrets: ["a"]), secret(), maker) == [])
    let second = maker.replacing(
      "[{", with: #"[{"secretName":"z","type":"kubernetes.io/dockercfg"},{"#)
    #expect(
      text(.secretMissing, of: try PullDiagnosisTests.findings(pod(secrets: ["a"]), second))
        == text(.secretMissing, of: findings))
  }

  @Test func theMakerIsInAnotherNamespace() throws {
    let type = #","template":{"type":"kubernetes.io/dockerconfigjson"}"#
    let sealed = maker("SealedSecret", "Synced", status: "True")
      .replacing("shop", with: "platform").replacing(#""spec":{"#, with: #""spec":{"x":1\#(type),"#)
    let findings = try findings(pod(secrets: ["a"]), sealed)
    #expect(summary(findings) == ["may fail: other-namespace"])
    #expect(
      text(.otherNamespace, of: findings) == #"""
        Secret shop/a is not in the input; SealedSecret platform/a creates one of that name in \#
        namespace platform, but the kubelet looks only in the Pod's own.
        Seal it for namespace shop too: what is sealed for one namespace and name is decrypted nowhere else.
        """#)
    let here = try PullDiagnosisTests.findings(
      pod(secrets: ["a"]), sealed, sealed.replacing("platform", with: "shop"))
    #expect(here.map(\.code) == [.secretMissing])
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
