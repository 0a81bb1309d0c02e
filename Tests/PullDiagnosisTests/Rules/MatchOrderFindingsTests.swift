import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct MatchOrderFindingsTests {
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
