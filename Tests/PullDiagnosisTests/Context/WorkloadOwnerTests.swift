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
      (["olm.owner": "op.v1"], [:], "Operator Lifecycle Manager (ClusterServiceVersion op.v1)"),
      (["kapp.k14s.io/app": "1"], [:], "kapp"),
      ([:], ["objectset.rio.cattle.io/id": "default-web"], "Rancher (object set default-web)"),
      ([:], ["configmanagement.gke.io/managed": "enabled"], "Config Sync"),
      (
        ["app.kubernetes.io/managed-by": "configmanagement.gke.io"],
        ["configmanagement.gke.io/managed": "enabled"], "Config Sync"
      ),
      ([:], ["configmanagement.gke.io/managed": "disabled"], nil),
      (["addonmanager.kubernetes.io/mode": "Reconcile"], [:], "The addon manager"),
      (["addonmanager.kubernetes.io/mode": "EnsureExists"], [:], nil),
      (["app.kubernetes.io/instance": "web", "pod-template-hash": "5d9f"], [:], nil),
    ] as [([String: String], [String: String], String?)])
  func isToldByLabels(labels: [String: String], annotations: [String: String], name: String?) {
    let metadata = ObjectMetadata(
      namespace: "shop", name: "web", labels: labels, annotations: annotations)
    #expect(ObjectManager(of: metadata)?.name.text == name)
  }

  @Test(
    arguments: [
      (
        [:], ["reflector.v1.k8s.emberstack.com/reflects": "platform/a"],
        " Reflector copies this Secret from Secret platform/a: change it there."
      ),
      (
        [:], ["replicator.v1.mittwald.de/replicate-from": "platform/a"],
        " kubernetes-replicator copies this Secret from Secret platform/a: change it there."
      ),
      (
        ["kubed.appscode.com/origin.name": "a", "kubed.appscode.com/origin.namespace": "platform"],
        [:], " Config Syncer copies this Secret from Secret platform/a: change it there."
      ),
      (["kubed.appscode.com/origin.name": "a"], [:], nil),
      (
        ["hnc.x-k8s.io/inherited-from": "platform"], [:],
        """
         The hierarchical namespace controller copies this Secret from Secret platform/web: change it \
        there.
        """
      ),
      (
        ["generate.kyverno.io/policy-name": "sync"], [:],
        " Kyverno copies this Secret from where its policy sync says: change it there."
      ),
      ([:], ["reflector.v1.k8s.emberstack.com/reflection-allowed": "true"], nil),
      ([:], [:], nil),
    ] as [([String: String], [String: String], String?)])
  func copiesTellWhereTheyComeFrom(
    labels: [String: String], annotations: [String: String], note: String?
  ) {
    let metadata = ObjectMetadata(
      namespace: "shop", name: "web", labels: labels, annotations: annotations)
    #expect(SecretCopier.note(onCopy: metadata)?.text == note)
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
        ServiceAccount shop/default, and recreate the Pods.
        """)
    #expect(found[0].command?.contains(" patch serviceaccount default ") == true)
  }

  @Test func aDeploymentIsPatched() throws {
    let pod = ownedPod(replicaSet, labels: #""pod-template-hash":"5d9f""#)
    let found = try findings(pod, account("default"), secret())
    #expect(found[0].command?.contains(" patch deployment web ") == true)
  }

  @Test func aDeploymentThatAnOperatorMakesIsNotPatched() throws {
    let owned = deployment().replacing(
      #""name":"web","namespace":"shop"}"#,
      with: #"""
        "name":"web","namespace":"shop","ownerReferences":[{"kind":"Keycloak","name":"sso",\#
        "controller":true}]}
        """#)
    let pod = ownedPod(replicaSet, labels: #""pod-template-hash":"5d9f""#)
    let found = try findings(pod, owned, account("default"), secret())
    #expect(found[0].advice.hasPrefix("Add it to the pull secrets that Keycloak shop/sso gives"))
    #expect(found[0].command?.contains("deployment") == false)
    let direct = try findings(owned, account("default"), secret())
    #expect(direct[0].advice.hasPrefix("Add it to the pull secrets that Keycloak shop/sso gives"))
  }

  @Test func aPodThatMakesPodsIsNotEdited() throws {
    let found = try findings(
      ownedPod(#""kind":"Pod","name":"driver""#), account("default"), secret())
    #expect(found[0].advice.hasPrefix("Add it to the pull secrets that Pod shop/driver gives"))
  }

  @Test func aKnativeServiceIsNoServiceOfKubernetes() throws {
    let pod = ownedPod(replicaSet, labels: #""serving.knative.dev/service":"hello""#)
    let found = try findings(pod, account("default"), secret())
    #expect(found[0].problem.contains("neither Knative Service shop/hello nor"))
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

  @Test func theClusterSaysThatAPolicyRefusesTheImage() throws {
    func failing(_ message: String) -> String {
      String(deployment(secrets: ["a"]).dropLast()) + """
        ,"status":{"conditions":[{"type":"ReplicaFailure","status":"True","message":\(json(message))}]}}
        """
    }
    let webhook = #"admission webhook "w" denied the request: "#
    let found = try findings(failing(webhook + "failed to verify image r.example/app:1"), secret())
    #expect(summary(found) == ["will fail: signature-rejected"])
    #expect(found[0].messages == [webhook + "failed to verify image r.example/app:1"])
    for message in [
      "Unable to find signed digest for image r.example/app:1.",
      "[ratify] Subject failed verification: r.example/app:1",
    ] {
      let found = try findings(failing(webhook + message), secret())
      #expect(summary(found) == ["will fail: signature-rejected"])
    }
    #expect(try findings(failing(webhook + "Subject failed verification: x:1"), secret()) == [])
    for message in [
      webhook + "[k8sallowedrepos] container <app> has an invalid image repo <r.example/app>",
      "pods is forbidden: image policy webhook backend denied one or more images: odd",
    ] {
      let found = try findings(failing(message), secret())
      #expect(summary(found) == ["will fail: other-pull-failure"])
    }
    #expect(try findings(failing(webhook + "label team is required"), secret()) == [])
    #expect(try findings(failing(webhook + "imagePullSecrets are required"), secret()) == [])
    #expect(try findings(failing("exceeded quota: verify image"), secret()) == [])
  }

  @Test func publicImagesThatAreIdleAreNoFailure() throws {
    let idle = deployment("bitnami/kubectl").replacing(
      #""spec":{"template""#, with: #""spec":{"replicas":0,"template""#)
    #expect(try findings(idle).filter { $0.severity > .worthKnowing } == [])
    #expect(try findings(deployment("nginx")) == [])
    #expect(summary(try findings(deployment("r.example/app"))) == ["may fail: no-pull-secret"])
  }
}
