import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct StaticPodFindingsTests {
  @Test func aMirrorThatNamesASecret() throws {
    let findings = try findings(
      pod(secrets: ["a"], annotation: "kubernetes.io/config.mirror"),
      secret())
    #expect(summary(findings) == ["may fail: static-pod"])
    #expect(
      text(.staticPod, of: findings) == #"""
        Pod shop/web is a static Pod and names the Secret a, which static Pods cannot use.
        Take the name out, and give the node the credentials: in its config.json, or by a \#
        credential provider.
        """#)
  }

  @Test func aStaticPodThatNamesAServiceAccount() throws {
    let findings = try findings(
      pod(account: "web", annotation: "kubernetes.io/config.source"))
    #expect(summary(findings) == ["may fail: static-pod"])
    #expect(
      text(.staticPod, of: findings) == #"""
        Pod shop/web is a static Pod and names the ServiceAccount web, which static Pods cannot \#
        use.
        Take the name out, and give the node the credentials: in its config.json, or by a \#
        credential provider.
        """#)
  }

  @Test func anOrdinaryPodThatNamesASecret() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret())
    #expect(summary(findings) == [])
  }
}
