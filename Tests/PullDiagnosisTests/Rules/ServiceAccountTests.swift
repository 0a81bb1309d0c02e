import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct ServiceAccountTests {
  @Test func aServiceAccountThatDoesNotExist() throws {
    let findings = try findings(
      deployment(secrets: [], account: "web"),
      account("default"))
    #expect(summary(findings) == ["will fail: service-account-missing"])
    #expect(
      text(.serviceAccountMissing, of: findings) == #"""
        ServiceAccount shop/web is not in the input; if it does not exist, the API server \#
        rejects the Pod.
        Create it, or change spec.template.spec.serviceAccountName.
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

  /// An Event of the ReplicaSet `name`, which says that the ServiceAccount is missing.
  private func failedCreate(of name: String) -> String {
    #"""
    {"kind":"Event","metadata":{"name":"e","namespace":"shop"},"reason":"FailedCreate","type":"Warning",
    "involvedObject":{"kind":"ReplicaSet","namespace":"shop","name":"\#(name)"},"message":
    "Error creating: pods \"web-\" is forbidden: serviceaccount \"bot\" not found"}
    """#
  }

  @Test(arguments: [
    ("web-6c9d7b5f4c", true), ("other-6c9d7b5f4c", false), ("web", false),
    ("web-canary-6c9d7b5f4c", false),
  ])
  func aReplicaSetSaysThatTheServiceAccountIsMissing(name: String, isOfWorkload: Bool) throws {
    let findings = try findings(deployment(account: "bot"), failedCreate(of: name))
    #expect(findings.map(\.code) == [isOfWorkload ? .serviceAccountMissing : .noPullSecret])
    let later = try PullDiagnosisTests.findings(
      deployment(account: "bot"), failedCreate(of: name), account("bot"))
    #expect(later.map(\.code) == [.noPullSecret])
  }

  @Test(arguments: [("web", true), ("other", false)])
  func aReplicaSetTellsItsDeployment(owner: String, isOfWorkload: Bool) throws {
    let set = """
      {"kind":"ReplicaSet","metadata":{"name":"web-6c9d7b5f4c","namespace":"shop","ownerReferences":[\
      {"kind":"Deployment","name":"\(owner)","controller":true}]},"spec":{"template":{"spec":{\
      "containers":[]}}}}
      """
    let objects = try KubernetesObjects(
      json: deployment(account: "bot") + set + failedCreate(of: "web-6c9d7b5f4c"))
    let workload = try #require(
      objects.workload(.deployment, namespace: "shop", name: "web"))
    let codes = objects.resolve(workload, merging: .admission)
      .diagnose(at: try #require(Timestamp(scenarioTime)), in: Cluster(objects)).map(\.code)
    #expect(codes == [isOfWorkload ? .serviceAccountMissing : .noPullSecret])
  }

  @Test func aServiceAccountThatExists() throws {
    let findings = try findings(
      deployment(secrets: ["a"], account: "web"),
      account("web"),
      secret())
    #expect(summary(findings) == [])
  }
}

@Suite struct OtherServiceAccountTests {
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
        List it in ServiceAccount web too, and recreate the Pods.
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
        List it in ServiceAccount web too, and recreate the Pods.
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
