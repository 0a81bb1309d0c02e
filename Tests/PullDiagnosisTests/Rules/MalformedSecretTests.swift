import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct MalformedSecretTests {
  @Test func anAuthThatIsNotBase64() throws {
    let findings = try findings(
      pod(secrets: ["bad"]),
      secret("bad", document: #"{"auths":{"r.example":{"auth":"<token>"}}}"#))
    #expect(summary(findings) == ["will fail: auth-base64"])
    #expect(
      text(.authBase64, of: findings) == #"""
        Secret shop/bad has an auth that is not standard base64 ("auths[\"r.example\"].auth", \#
        line 1, column 32), so the kubelet refuses every pull of this Pod.
        Write auth as base64(username:password), or leave it out and give username and \#
        password.
        $ kubectl -n shop create secret docker-registry bad --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func anAuthWithoutAColon() throws {
    let findings = try findings(
      pod(secrets: ["bad"]),
      secret("bad", document: #"{"auths":{"r.example":{"auth":"dG9rZW4="}}}"#))
    #expect(summary(findings) == ["will fail: bad-auth-field"])
    #expect(
      text(.badAuthField, of: findings) == #"""
        Secret shop/bad has an auth without a colon ("auths[\"r.example\"].auth", line 1, \#
        column 32), so the kubelet refuses every pull of this Pod.
        auth must be base64(username:password); a token alone needs a user before it.
        $ kubectl -n shop create secret docker-registry bad --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func anAuthWithAColon() throws {
    let findings = try findings(
      pod(secrets: ["bad"]),
      secret("bad", document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#))
    #expect(summary(findings) == [])
  }

  @Test func aBadSecretBeforeAGoodOne() throws {
    let findings = try findings(
      pod(secrets: ["bad", "a"]),
      secret(),
      secret("bad", document: #"{"auths":{"r.example":{"auth":"dG9rZW4="}}}"#))
    #expect(summary(findings) == ["will fail: bad-auth-field"])
  }

  @Test func aSecretInUTF16() throws {
    // {"auths":{}} with a byte order mark, of either order.
    for data in ["//57ACIAYQB1AHQAaABzACIAOgB7AH0AfQA=", "/v8AewAiAGEAdQB0AGgAcwAiADoAewB9AH0="] {
      let found = try findings(
        pod(secrets: ["bad"]),
        #"""
        {"kind":"Secret","type":"kubernetes.io/dockerconfigjson","metadata":{"name":"bad",
        "namespace":"shop"},"data":{".dockerconfigjson":"\#(data)"}}
        """#)
      #expect(summary(found) == ["will fail: one-bad-secret-stops-all"])
      #expect(found[0].problem.contains("its document is in UTF-16"))
    }
  }

  @Test func aSecretThatIsNotJSON() throws {
    let findings = try findings(
      deployment(secrets: ["bad"]),
      secret("bad", document: "{"))
    #expect(summary(findings) == ["will fail: one-bad-secret-stops-all"])
    #expect(
      text(.oneBadSecretStopsAll, of: findings) == #"""
        Secret shop/bad is malformed: its document is no JSON, so the kubelet refuses every \#
        pull of this Pod, those of public images too. At line 1, column 2: the text ends \#
        inside a value.
        Fix the Secret, or take it off the list spec.template.spec.imagePullSecrets of \#
        Deployment shop/web.
        """#)
  }

  @Test func aBadSecretThatNobodyLists() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(),
      secret("bad", document: "{"))
    #expect(summary(findings) == [])
  }

  @Test func aBadSecretOfAServiceAccount() throws {
    let findings = try findings(
      deployment(),
      account("default", "bad"),
      secret("bad", document: "{", owner: "SealedSecret"))
    #expect(summary(findings) == ["will fail: one-bad-secret-stops-all"])
    #expect(
      text(.oneBadSecretStopsAll, of: findings) == #"""
        Secret shop/bad is malformed: its document is no JSON, so the kubelet refuses every \#
        pull of this Pod, those of public images too. At line 1, column 2: the text ends \#
        inside a value.
        Fix the Secret, or take it off the list imagePullSecrets of ServiceAccount \#
        shop/default. SealedSecret maker creates this Secret; fix it there.
        """#)
  }

  @Test func aDocumentOfBase64() throws {
    let findings = try findings(
      pod(secrets: ["bad"]),
      secret("bad", document: "eyJhdXRocyI6eyJyLmV4YW1wbGUiOnt9fX0="))
    #expect(summary(findings) == ["will fail: double-encoded"])
    #expect(
      text(.doubleEncoded, of: findings) == #"""
        Secret shop/bad holds its document encoded twice, so the kubelet refuses every pull of \#
        this Pod.
        Encode the document once: data takes one base64, stringData none.
        """#)
  }

  @Test func aBadSecretForAnotherRegistry() throws {
    let findings = try findings(
      pod(secrets: ["bad"]),
      secret("bad", document: #"{"auths":{"q.example":{"auth":"dG9rZW4="}}}"#))
    #expect(summary(findings) == ["will fail: bad-auth-field"])
    #expect(findings[0].command == nil)
  }
}
