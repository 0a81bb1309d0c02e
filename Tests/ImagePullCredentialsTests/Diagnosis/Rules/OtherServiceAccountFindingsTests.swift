import Testing

@testable import ImagePullCredentials

@Suite struct OtherServiceAccountFindingsTests {
  @Test func aDeploymentForgotItsServiceAccount() throws {
    let findings = try findings(
      deployment(),
      account("default"),
      account("web", "a"),
      secret())
    #expect(summary(findings) == ["may fail: default-sa-trap"])
    #expect(
      text(.defaultServiceAccountTrap, of: findings) == #"""
        Deployment shop/web runs as ServiceAccount default; "a", which has a key for the image, \#
        is listed by ServiceAccount web.
        Set spec.template.spec.serviceAccountName to "web".
        $ kubectl -n shop set serviceaccount deployment web web
        """#)
  }

  @Test func theDefaultDoesNotApply() throws {
    let findings = try findings(
      deployment(account: "web"),
      account("default", "a"),
      account("web"),
      secret())
    #expect(summary(findings) == ["may fail: default-sa-trap"])
    #expect(
      text(.defaultServiceAccountTrap, of: findings) == #"""
        Deployment shop/web runs as ServiceAccount web; "a", which has a key for the image, is \#
        listed by ServiceAccount default and does not apply.
        List it in ServiceAccount web too, and make the Pods anew.
        $ kubectl -n shop patch serviceaccount web -p '{"imagePullSecrets":[{"name":"a"}]}'
        """#)
  }

  @Test func theDefaultDoesNotApplyBesideOthers() throws {
    let findings = try findings(
      deployment(account: "web"),
      account("default", "a"),
      account("web", "b"),
      secret(),
      secret("b", keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: default-sa-trap"])
    #expect(
      text(.defaultServiceAccountTrap, of: findings) == #"""
        Deployment shop/web runs as ServiceAccount web; "a", which has a key for the image, is \#
        listed by ServiceAccount default and does not apply.
        List it in ServiceAccount web too, and make the Pods anew.
        """#)
  }

  @Test func theServiceAccountListsIt() throws {
    let findings = try findings(
      deployment(account: "web"),
      account("default"),
      account("web", "a"),
      secret())
    #expect(summary(findings) == [])
  }

  @Test func theDefaultsIsForAnotherRegistry() throws {
    let findings = try findings(
      deployment(account: "web"),
      account("default", "a"),
      account("web"),
      secret(keys: ["q.example"]))
    #expect(summary(findings) == ["may fail: no-pull-secret"])
  }
}
