import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct SecretContentFindingsTests {
  @Test func aBodyWithoutAuths() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"r.example":{"username":"u","password":"p"}}"#))
    #expect(summary(findings) == ["may fail: no-auths-wrapper"])
    #expect(
      text(.noAuthsWrapper, of: findings) == #"""
        Secret shop/a has "r.example" at the top level instead of under auths, so the kubelet \#
        finds no credentials in it.
        Wrap the document: {"auths": {…}}.
        """#)
  }

  @Test func aBodyWithAuths() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"p"}}}"#))
    #expect(summary(findings) == [])
  }

  @Test func aDocumentInAString() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"value":"{\"auths\":{\"r.example\":{}}}"}"#))
    #expect(summary(findings) == ["may fail: double-encoded"])
    #expect(
      text(.doubleEncoded, of: findings) == #"""
        Secret shop/a holds its document encoded twice, so the kubelet finds no credentials in \#
        it.
        Encode the document once: data takes one base64, stringData none.
        """#)
  }

  @Test func noEntries() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{}}"#))
    #expect(summary(findings) == ["may fail: empty-secret"])
    #expect(
      text(.emptySecret, of: findings) == #"""
        Secret shop/a holds no registry keys.
        Give it a user and a password for "r.example".
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func noEntriesOfAnOwnedSecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{}}"#, owner: "SealedSecret"))
    #expect(summary(findings) == ["may fail: empty-secret"])
    #expect(
      text(.emptySecret, of: findings) == #"""
        Secret shop/a holds no registry keys.
        Give it a user and a password for "r.example". SealedSecret maker makes this Secret; fix \#
        it there.
        """#)
  }

  @Test func aDocumentThatIsEncodedOnce() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#))
    #expect(summary(findings) == [])
  }
}
