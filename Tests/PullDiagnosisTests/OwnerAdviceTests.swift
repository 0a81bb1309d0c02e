import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// Advice names what can be changed where the change lasts.
@Suite struct OwnerAdviceTests {
  /// A Pod of `web-5d9f` with `labels`.
  private func ownedPod(_ owner: String, labels: String = "") -> String {
    pod().replacing(
      #""namespace":"shop","uid""#,
      with: #"""
        "namespace":"shop","labels":{\#(labels)},"ownerReferences":[{\#(owner),"controller":true}],"uid"
        """#)
  }

  private let replicaSet = #""kind":"ReplicaSet","name":"web-5d9f""#

  @Test func aRolloutIsNoDeployment() throws {
    let pod = ownedPod(replicaSet, labels: #""rollouts-pod-template-hash":"5d9f""#)
    let found = try findings(pod, account("default"), secret())
    #expect(summary(found) == ["may fail: secret-not-listed"])
    #expect(
      found[0].advice == """
        Add it to the pull secrets that Rollout shop/web gives its Pods, or to the imagePullSecrets of \
        ServiceAccount shop/default, and make the Pods anew.
        """)
    #expect(found[0].command?.contains(" patch serviceaccount default ") == true)
  }

  @Test func aDeploymentIsPatched() throws {
    let pod = ownedPod(replicaSet, labels: #""pod-template-hash":"5d9f""#)
    let found = try findings(pod, account("default"), secret())
    #expect(found[0].command?.contains(" patch deployment web ") == true)
  }

  @Test func withoutItsServiceAccountAForeignOwnerHasNoCommand() throws {
    let found = try findings(ownedPod(#""kind":"PostgresCluster","name":"pg""#), secret())
    #expect(
      found[0].advice
        == "Add it to the pull secrets that PostgresCluster shop/pg gives its Pods.")
    #expect(found[0].command == nil)
  }

  @Test func whatHelmAppliesIsChangedThere() throws {
    let helm = deployment().replacing(
      #""namespace":"shop"}"#,
      with: #""namespace":"shop","annotations":{"meta.helm.sh/release-name":"web"}}"#)
    let found = try findings(helm, secret())
    #expect(
      found[0].advice == """
        Add it to spec.template.spec.imagePullSecrets. Helm (release web) applies Deployment shop/web: \
        change it in the chart's values, since what is changed by hand is reverted.
        """)
  }

  @Test func aPodOfAnOlderTemplate() throws {
    let old = pod(secrets: ["old"], owner: "web-5d9f")
    let found = try findings(old, deployment(secrets: ["a"]), secret())
    let missing = try #require(found.first { $0.code == .secretMissing })
    #expect(missing.command == nil)
    #expect(missing.advice.contains(#"no longer lists it, but "a""#))
    let same = try findings(old, deployment(secrets: ["old"]), secret())
    #expect(same.first?.advice.contains("older template") == false)
  }

  @Test func theClusterSaysThatAServiceAccountIsMissing() throws {
    let failing =
      deployment(secrets: ["a"], account: "web-sa").dropLast() + """
        ,"status":{"conditions":[{"type":"ReplicaFailure","status":"True","message":\
        "pods is forbidden: serviceaccount \\"web-sa\\" not found"}]}}
        """
    let found = try findings(String(failing), secret())
    #expect(summary(found) == ["will fail: service-account-missing"])
    #expect(found[0].problem.contains("ServiceAccount shop/web-sa does not exist"))
    #expect(try findings(deployment(secrets: ["a"], account: "web-sa"), secret()) == [])
  }

  @Test func publicImagesThatAreIdleAreNoFailure() throws {
    let idle = deployment("bitnami/kubectl").replacing(
      #""spec":{"template""#, with: #""spec":{"replicas":0,"template""#)
    #expect(try findings(idle).filter { $0.severity > .worthKnowing } == [])
    #expect(try findings(deployment("nginx")) == [])
    #expect(summary(try findings(deployment("r.example/app"))) == ["may fail: no-pull-secret"])
  }
}
