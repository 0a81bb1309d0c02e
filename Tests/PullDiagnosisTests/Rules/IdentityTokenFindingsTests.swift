import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct IdentityTokenFindingsTests {
  @Test func anIdentityToken() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTo=","identitytoken":"t"}}}"#))
    #expect(summary(findings) == ["may fail: identity-token"])
    #expect(
      text(.identityToken, of: findings) == #"""
        Secret shop/a has the identitytoken of a docker login and no password under \#
        "r.example"; the kubelet ignores such tokens.
        Store a user and a password or access token.
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aRegistryToken() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"registrytoken":"t"}}}"#))
    #expect(summary(findings) == ["may fail: identity-token"])
    #expect(
      text(.identityToken, of: findings) == #"""
        Secret shop/a has the registrytoken of a docker login and no password under \#
        "r.example"; the kubelet ignores such tokens.
        Store a user and a password or access token.
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func anIdentityTokenBesideAPassword() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw","identitytoken":"t"}}}"#))
    #expect(summary(findings) == [])
  }
}
