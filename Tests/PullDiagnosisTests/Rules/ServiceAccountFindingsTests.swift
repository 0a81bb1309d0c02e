import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct ServiceAccountFindingsTests {
  @Test func aServiceAccountThatDoesNotExist() throws {
    let findings = try findings(
      deployment(secrets: [], account: "web"),
      account("default"))
    #expect(summary(findings) == ["will fail: service-account-missing"])
    #expect(
      text(.serviceAccountMissing, of: findings) == #"""
        ServiceAccount shop/web is not in the input; the API server makes no Pod that runs as \#
        one that does not exist.
        Make it, or change spec.template.spec.serviceAccountName.
        $ kubectl -n shop create serviceaccount web
        """#)
  }

  @Test func anInputWithoutServiceAccounts() throws {
    let findings = try findings(
      deployment(secrets: [], account: "web"))
    #expect(summary(findings) == ["may fail: no-pull-secret"])
  }

  @Test func aSecretThatIsNotMountable() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret(),
      account("default", "b", annotation: "kubernetes.io/enforce-mountable-secrets"))
    #expect(summary(findings) == ["will fail: secret-not-mountable"])
    #expect(
      text(.secretNotMountable, of: findings) == #"""
        ServiceAccount shop/default has the annotation \#
        kubernetes.io/enforce-mountable-secrets and does not list "a", so the API server \#
        refuses the Pod.
        Add "a" to the imagePullSecrets of the ServiceAccount, or take the annotation off.
        $ kubectl -n shop patch serviceaccount default --type=json -p \#
        '[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"a"}}]'
        """#)
  }

  @Test func aSecretThatIsMountable() throws {
    let findings = try findings(
      deployment(secrets: ["a"]),
      secret(),
      account("default", "a", annotation: "kubernetes.io/enforce-mountable-secrets"))
    #expect(summary(findings) == [])
  }

  @Test func aServiceAccountThatExists() throws {
    let findings = try findings(
      deployment(secrets: ["a"], account: "web"),
      account("web"),
      secret())
    #expect(summary(findings) == [])
  }
}
