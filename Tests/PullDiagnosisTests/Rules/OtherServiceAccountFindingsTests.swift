import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

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
        Deployment shop/web runs as ServiceAccount web; "a", which has a key for the image, \#
        is listed by ServiceAccount default and does not apply.
        List it in ServiceAccount web too, and make the Pods anew.
        $ kubectl -n shop patch serviceaccount web --type=json -p \#
        '[{"op":"test","path":"/imagePullSecrets","value":null},{"op":"add","path":"/imagePullSecrets","value":[{"name":"a"}]}]'
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
        $ kubectl -n shop patch serviceaccount web --type=json -p \#
        '[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"a"}}]'
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

  @Test func theOwnAccountComesFirst() throws {
    // Sorted after many others, and after an account that lists the Secret again and again.
    let others = (0..<600).map { account("a\($0)", "a") }.joined()
    let findings = try findings(
      deployment(account: "web"),
      #"{"kind":"ServiceAccount","metadata":{"name":"web","namespace":"shop"},"imagePullSecrets":[]}"#,
      others, account("default", "a", "a"), secret())
    #expect(summary(findings) == ["may fail: default-sa-trap"])
    #expect(findings[0].problem.hasSuffix("listed by ServiceAccount default and does not apply."))
  }

  @Test func theOwnAccountDoesNotHideTheOther() throws {
    // The Pod runs as default, which lists the Secret, but was made without: others do not help.
    let live = try findings(pod(), account("default", "a"), account("z", "a"), secret())
    #expect(summary(live) == ["may fail: sa-patched-late"])
    let forgotten = try findings(
      deployment(), account("default", "b"), account("y", "a"), account("web", "a"), secret(),
      secret("b", keys: ["q.example"]))
    #expect(forgotten.map(\.advice) == [#"Set spec.template.spec.serviceAccountName to "web"."#])
  }
}
