import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct MatchOrderTests {
  @Test func twoSecretsForOneKey() throws {
    let findings = try findings(
      pod(secrets: ["a", "b"]),
      secret(),
      secret("b", user: "v"))
    #expect(summary(findings) == ["worth knowing: same-registry-many"])
    #expect(
      text(.sameRegistryMany, of: findings) == #"""
        2 credentials match, tried in this order: "r.example" of Secret a and "r.example" of \#
        Secret b.
        Nothing has to be done for the kubelet; tools that take only the first take "r.example" \#
        of Secret a.
        """#)
  }

  @Test func oneSecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func aLongerKeyIsTriedFirst() throws {
    let findings = try findings(
      pod(secrets: ["a", "b"]),
      secret(),
      secret("b", keys: ["r.example/app"]))
    #expect(
      summary(findings) == [
        "worth knowing: same-registry-many",
        "worth knowing: list-order-surprise",
      ])
    #expect(
      text(.listOrderSurprise, of: findings) == #"""
        Secret a is listed before b, but key "r.example/app" sorts before "r.example", so it is \#
        tried first.
        Keys are tried in descending order, the list decides only between equal ones.
        """#)
  }

  @Test func theListsOrderIsTheKeys() throws {
    let findings = try findings(
      pod(secrets: ["b", "a"]),
      secret(),
      secret("b", keys: ["r.example/app"]))
    #expect(summary(findings) == ["worth knowing: same-registry-many"])
    #expect(
      text(.sameRegistryMany, of: findings) == #"""
        2 credentials match, tried in this order: "r.example/app" of Secret b and "r.example" of \#
        Secret a.
        Nothing has to be done for the kubelet; tools that take only the first take \#
        "r.example/app" of Secret b.
        """#)
  }

  @Test func oneKeyWrittenTwice() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example", "https://r.example"]))
    #expect(summary(findings) == ["worth knowing: same-registry-many"])
    #expect(
      text(.sameRegistryMany, of: findings) == #"""
        2 credentials match, tried in this order: "r.example" of Secret a and \#
        "https://r.example" of Secret a. Two of them are the same key to the kubelet, so that \#
        their order changes from start to start.
        Nothing has to be done for the kubelet; tools that take only the first take "r.example" \#
        of Secret a.
        """#)
  }
}

@Suite struct PrefixBoundaryTests {
  @Test func insideAComponent() throws {
    let findings = try findings(
      pod("r.example/org/pongz", secrets: ["a"]),
      secret(keys: ["r.example/org/pong"]))
    #expect(summary(findings) == ["worth knowing: prefix-no-boundary"])
    #expect(
      text(.prefixNoBoundary, of: findings) == #"""
        Key "r.example/org/pong" of Secret shop/a matches "org/pongz", because its path need not \#
        end at a slash; the credential is sent for this image too.
        If that is not meant, end the key with a slash; the repository of exactly that name then \#
        no longer matches.
        """#)
  }

  @Test func atASlash() throws {
    let findings = try findings(
      pod("r.example/org/pong/z", secrets: ["a"]),
      secret(keys: ["r.example/org/pong"]))
    #expect(summary(findings) == [])
  }

  @Test func theWholePath() throws {
    let findings = try findings(
      pod("r.example/org/pong", secrets: ["a"]),
      secret(keys: ["r.example/org/pong"]))
    #expect(summary(findings) == [])
  }
}
