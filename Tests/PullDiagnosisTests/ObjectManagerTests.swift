import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

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
