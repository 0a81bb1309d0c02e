import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct CachedImageFindingsTests {
  @Test func anImageInUse() throws {
    let findings = try findings(
      pod(secrets: ["a"], phase: "Running", policy: "IfNotPresent"),
      secret(keys: ["q.example"]))
    #expect(
      summary(findings) == [
        "worth knowing: cached-image-hides-it",
        "worth knowing: no-matching-key",
      ])
    #expect(
      text(.cachedImageHidesIt, of: findings) == #"""
        The image is in use though no credential is for it: it is public, or was on the node \#
        already (imagePullPolicy IfNotPresent).
        If it is private, fix the credential: the Pod fails on a new node, and on every node \#
        that verifies credentials of images it has.
        """#)
  }

  @Test func anImageThatIsAlwaysPulled() throws {
    let findings = try findings(
      pod(secrets: ["a"], phase: "Running", policy: "Always"),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["worth knowing: no-matching-key"])
  }

  @Test func anImageThatIsNotInUse() throws {
    let findings = try findings(
      pod(secrets: ["a"], policy: "IfNotPresent"),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }
}
