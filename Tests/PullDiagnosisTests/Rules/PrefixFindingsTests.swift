import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct PrefixFindingsTests {
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
