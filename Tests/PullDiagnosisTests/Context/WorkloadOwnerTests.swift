import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct WorkloadOwnerTests {
  private func owner(_ kind: String, _ name: String, _ others: String = "") throws -> String? {
    let metadata = #""ownerReferences":[{"kind":"\#(kind)","name":"\#(name)","controller":true}],"#
    let objects = try KubernetesObjects(json: podManifest(metadata) + others)
    let pod = try #require(objects.pods.first)
    return WorkloadOwner(of: pod, in: objects).map { "\($0.kind) \($0.namespace)/\($0.name)" }
  }

  private func podManifest(_ metadata: String) -> String {
    #"{"kind":"Pod","metadata":{\#(metadata)"name":"web","namespace":"shop"},"spec":{}}"#
  }

  @Test(arguments: [
    ("ReplicaSet", "web-5d9f7c6b8", "Deployment shop/web"),
    ("ReplicaSet", "web-api-5d9f", "Deployment shop/web-api"),
    ("ReplicaSet", "web", "ReplicaSet shop/web"),
    ("ReplicaSet", "web-muchtoolong", "ReplicaSet shop/web-muchtoolong"),
    ("Job", "report-29919000", "CronJob shop/report"),
    ("Job", "report-v2", "Job shop/report-v2"),
    ("StatefulSet", "db", "StatefulSet shop/db"),
    ("Rollout", "web-5d9f", "Rollout shop/web-5d9f"),
    ("PostgresCluster", "pg", "PostgresCluster shop/pg"),
  ])
  func isToldByTheName(kind: String, name: String, expected: String) throws {
    #expect(try owner(kind, name) == expected)
  }

  @Test func isToldByTheObjectBetween() throws {
    let set = """
      {"kind":"ReplicaSet","metadata":{"name":"x-1","namespace":"shop","ownerReferences":[
      {"kind":"Rollout","name":"web","controller":true}]}}
      """
    #expect(try owner("ReplicaSet", "x-1", set) == "Rollout shop/web")
    let bare = #"{"kind":"ReplicaSet","metadata":{"name":"x-1","namespace":"shop"}}"#
    #expect(try owner("ReplicaSet", "x-1", bare) == "ReplicaSet shop/x-1")
  }

  @Test func nobodyControlsABarePod() throws {
    let objects = try KubernetesObjects(json: podManifest(""))
    #expect(WorkloadOwner(of: try #require(objects.pods.first), in: objects) == nil)
  }
}

/// Who applies an object again and again.
@Suite struct ObjectManagerTests {
  @Test(
    arguments: [
      (["argocd.argoproj.io/instance": "web"], [:], "Argo CD (application web)"),
      (
        [:], ["argocd.argoproj.io/tracking-id": "shop:apps/Deployment:web/web"],
        "Argo CD (application shop)"
      ),
      (
        ["kustomize.toolkit.fluxcd.io/name": "a", "kustomize.toolkit.fluxcd.io/namespace": "flux"],
        [:], "Flux (Kustomization flux/a)"
      ),
      (["helm.toolkit.fluxcd.io/name": "a"], [:], "Flux (HelmRelease a)"),
      (["app.kubernetes.io/managed-by": "Helm"], [:], "Helm"),
      (
        ["app.kubernetes.io/managed-by": "Helm"], ["meta.helm.sh/release-name": "web"],
        "Helm (release web)"
      ),
      (["olm.owner": "op.v1"], [:], "the Operator Lifecycle Manager (op.v1)"),
      (["kapp.k14s.io/app": "1"], [:], "kapp"),
      (["app.kubernetes.io/instance": "web", "pod-template-hash": "5d9f"], [:], nil),
    ] as [([String: String], [String: String], String?)])
  func isToldByLabels(labels: [String: String], annotations: [String: String], name: String?) {
    let metadata = ObjectMetadata(
      namespace: "shop", name: "web", labels: labels, annotations: annotations)
    #expect(ObjectManager(of: metadata)?.name.text == name)
  }

  @Test func aNameFromTheInputIsShownAsSuch() {
    let metadata = ObjectMetadata(
      namespace: "shop", name: "web", labels: ["argocd.argoproj.io/instance": "a\nb"])
    #expect(ObjectManager(of: metadata)?.name.text == #"Argo CD (application "a\nb")"#)
  }
}

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
