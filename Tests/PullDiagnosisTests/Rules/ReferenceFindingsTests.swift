import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct ReferenceFindingsTests {
  @Test func anItemWithoutAName() throws {
    let findings = try findings(
      deployment(items: "{}"))
    #expect(summary(findings) == ["may fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of spec.template.spec.imagePullSecrets of Deployment shop/web has no name, so the \#
        kubelet passes over it.
        Write it as "- name: NAME".
        """#)
  }

  @Test func aPlainString() throws {
    let findings = try findings(
      deployment(items: #""a""#),
      secret())
    #expect(summary(findings) == ["will fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of spec.template.spec.imagePullSecrets of Deployment shop/web is the plain text \#
        "a", which the API server refuses.
        Write it as "- name: a".
        """#)
  }

  @Test func aNumber() throws {
    let findings = try findings(
      deployment(items: "1"))
    #expect(summary(findings) == ["will fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of spec.template.spec.imagePullSecrets of Deployment shop/web is no object with a \#
        name, which the API server refuses.
        Write it as "- name: NAME".
        """#)
  }

  @Test func anItemOfAServiceAccount() throws {
    let findings = try findings(
      deployment(),
      account("default", ""))
    #expect(summary(findings) == ["may fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Item 1 of imagePullSecrets of ServiceAccount shop/default has no name, so the kubelet \#
        passes over it.
        Write it as "- name: NAME".
        """#)
  }

  @Test func aListBesideTheTemplate() throws {
    let findings = try findings(
      deployment(misplaced: #""imagePullSecrets":[{"name":"a"}],"#))
    #expect(summary(findings) == ["may fail: malformed-reference"])
    #expect(
      text(.malformedReference, of: findings) == #"""
        Deployment shop/web has spec.imagePullSecrets, where the API server drops it.
        Move it to spec.template.spec.imagePullSecrets.
        """#)
  }

  @Test func anItemThatNamesASecret() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func aPlainStringBesideASecret() throws {
    let findings = try findings(
      deployment(items: #""b",{"name":"a"}"#),
      secret())
    #expect(summary(findings) == ["will fail: malformed-reference"])
  }
}
