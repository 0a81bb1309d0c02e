import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct CredentialHelperTests {
  @Test func anEmptyEntryAndAStore() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "failed to authorize: 401 Unauthorized")),
      secret(document: #"{"auths":{"r.example":{}},"credsStore":"osxkeychain"}"#))
    #expect(summary(findings) == ["will fail: creds-in-helper"])
    #expect(
      text(.credentialsInHelper, of: findings) == #"""
        Secret shop/a has nothing under "r.example" and leaves the password to the credential \#
        helper "osxkeychain", so the kubelet finds no password in it.
        Create the Secret from a user and a password, not from a desktop's config.json.
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aHelperOfTheRegistry() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{},"credHelpers":{"r.example":"ecr-login"}}"#))
    #expect(summary(findings) == ["may fail: creds-in-helper"])
    #expect(
      text(.credentialsInHelper, of: findings) == #"""
        Secret shop/a leaves the password to the credential helper "ecr-login", so the \#
        kubelet finds no password in it.
        Create the Secret from a user and a password, not from a desktop's config.json.
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func aHelperOfAnotherRegistry() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        document: #"{"auths":{"r.example":{"auth":"dTpw"}},"credHelpers":{"q.example":"gcr"}}"#))
    #expect(summary(findings) == [])
  }

  @Test func anEmptyEntry() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{}}}"#))
    #expect(summary(findings) == ["may fail: creds-in-helper"])
    #expect(
      text(.credentialsInHelper, of: findings) == #"""
        Secret shop/a has nothing under "r.example", so the kubelet finds no password in it.
        Create the Secret from a user and a password, not from a desktop's config.json.
        $ kubectl -n shop create secret docker-registry a --docker-server=r.example \#
        --docker-username="${REGISTRY_USER:?}" --docker-password="${REGISTRY_PASSWORD:?}" \#
        --dry-run=client -o yaml | kubectl apply -f -
        """#)
  }

  @Test func anEmptyEntryBesideAGoodOne() throws {
    let findings = try findings(
      pod(secrets: ["a", "b"]),
      secret(document: #"{"auths":{"r.example":{}}}"#),
      secret("b"))
    #expect(summary(findings) == ["worth knowing: same-registry-many"])
  }

  @Test func aStoreBesideAPassword() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"auth":"dTpw"}},"credsStore":"desktop"}"#))
    #expect(summary(findings) == [])
  }

  @Test func anotherPasswordWouldBeLost() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{},"q.example":{"auth":"dTpw"}}}"#))
    #expect(findings.map(\.code) == [.credentialsInHelper])
    #expect(findings[0].command == nil)
  }
}

@Suite struct IdentityTokenTests {
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
