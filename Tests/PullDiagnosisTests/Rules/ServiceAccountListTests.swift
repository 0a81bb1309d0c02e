import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct ServiceAccountListTests {
  @Test func aListHidesTheServiceAccounts() throws {
    let findings = try findings(
      deployment(secrets: ["b"]),
      account("default", "a"),
      secret(),
      secret("b", keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: sa-secrets-not-merged"])
    #expect(
      text(.serviceAccountSecretsNotMerged, of: findings) == #"""
        Deployment shop/web lists its own imagePullSecrets, so those of ServiceAccount default \#
        are ignored; "a" there has a key for the image.
        Add "a" to spec.template.spec.imagePullSecrets, or remove that list.
        $ kubectl -n shop patch deployment web -p \#
        '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"a"}]}}}}'
        """#)
  }

  @Test func aListOfALivePodHidesIt() throws {
    let findings = try findings(
      pod(secrets: ["b"]),
      account("default", "a"),
      secret(),
      secret("b", keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: sa-secrets-not-merged"])
    #expect(
      text(.serviceAccountSecretsNotMerged, of: findings) == #"""
        Pod shop/web lists its own imagePullSecrets, so those of ServiceAccount default are \#
        ignored; "a" there has a key for the image.
        Add "a" to spec.imagePullSecrets, or remove that list. A live Pod cannot be edited: \#
        recreate it.
        """#)
  }

  @Test func bothListTheSecret() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      account("default", "a"),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func theServiceAccountsIsForAnotherRegistry() throws {
    let findings = try findings(
      deployment(secrets: ["b"]),
      account("default", "a"),
      secret(keys: ["q.example"]),
      secret("b"))
    #expect(summary(findings) == [])
  }

  @Test func aServiceAccountThatWasPatchedLate() throws {
    let findings = try findings(
      pod(owner: "web-5d9f"),
      account("default", "a"),
      secret())
    #expect(summary(findings) == ["may fail: sa-patched-late"])
    #expect(
      text(.serviceAccountPatchedLate, of: findings) == #"""
        ServiceAccount shop/default lists "a", which has a key for the image, but the Pod was \#
        created without it.
        Restart Deployment shop/web, so that its Pods are admitted again.
        $ kubectl -n shop rollout restart deployment web
        """#)
  }

  @Test func aPodThatNobodyOwns() throws {
    let findings = try findings(
      pod(),
      account("default", "a"),
      secret())
    #expect(summary(findings) == ["may fail: sa-patched-late"])
    #expect(
      text(.serviceAccountPatchedLate, of: findings) == #"""
        ServiceAccount shop/default lists "a", which has a key for the image, but the Pod was \#
        created without it.
        Delete the Pod and recreate it, so that it is admitted again.
        """#)
  }

  @Test func aListThatWasCopiedEarlier() throws {
    let findings = try findings(
      pod(secrets: ["b"], owner: "web-5d9f"),
      deployment(),
      account("default", "b", "a"),
      secret(),
      secret("b", keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: sa-patched-late"])
    #expect(
      text(.serviceAccountPatchedLate, of: findings) == #"""
        ServiceAccount shop/default lists "a", which has a key for the image, but the Pod was \#
        created without it.
        Restart Deployment shop/web, so that its Pods are admitted again.
        $ kubectl -n shop rollout restart deployment web
        """#)
  }

  @Test func aPodThatIsYetToBeMade() throws {
    let findings = try findings(
      pod(isLive: false),
      account("default", "a"),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func aWebhookHidesTheServiceAccounts() throws {
    let findings = try findings(
      pod(secrets: ["hook"], owner: "web-5d9f"),
      deployment(),
      account("default", "a"),
      secret(),
      secret("hook", keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: sa-secrets-not-merged"])
    #expect(
      text(.serviceAccountSecretsNotMerged, of: findings) == #"""
        Pod shop/web lists "hook", which neither Deployment shop/web nor ServiceAccount default \#
        does: something such as a webhook adds it, so those of the ServiceAccount are ignored; \#
        "a" there has a key for the image.
        Add "a" to spec.template.spec.imagePullSecrets, or have the webhook add it.
        $ kubectl -n shop patch deployment web -p \#
        '{"spec":{"template":{"spec":{"imagePullSecrets":[{"name":"a"}]}}}}'
        """#)
  }

  @Test func theNextPodIsGivenIt() throws {
    let findings = try findings(
      pod(phase: "Running"),
      account("default", "a"),
      secret())
    #expect(summary(findings) == ["worth knowing: sa-patched-late"])
  }
}
