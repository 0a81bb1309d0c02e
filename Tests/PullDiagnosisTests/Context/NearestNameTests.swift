import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("regcrd", ["regcred"], "regcred"), ("regcred", ["regcred-2", "recred"], "recred"),
    ("a", ["b"], "b"), ("ngnix", ["ngnixabc", "nginx"], "nginx"), ("abc", ["acb"], "acb"),
    (
      String(repeating: "x", count: 253), [String(repeating: "x", count: 252)],
      String(repeating: "x", count: 252)
    ),
    (
      "ghcr-pull-secret", ["ghcr-pull-secrets", "ecr-pull-secret"],
      "ghcr-pull-secrets"
    ),
  ])
  func finds(name: String, candidates: [String], expected: String) {
    #expect(NearestName.find(name, in: candidates) == expected)
  }

  @Test(arguments: [
    ("regcred", []), ("regcred", ["abcdefg"]), ("abc", ["abcde"]), ("abc", ["bca"]),
    (String(repeating: "x", count: 254), [String(repeating: "x", count: 254)]),
  ])
  func findsNothingAlike(name: String, candidates: [String]) {
    #expect(NearestName.find(name, in: candidates) == nil)
  }

  @Test func limitIsTheNumberOfChanges() {
    #expect(NearestName.find("kitten", in: ["sitting"], limit: 3) == "sitting")
    #expect(NearestName.find("kitten", in: ["sitting"], limit: 2) == nil)
    #expect(NearestName.find("", in: ["ab"], limit: 2) == "ab")
    #expect(NearestName.find("ab", in: [""], limit: 1) == nil)
  }
}

@Suite("Well-known public images")
struct PublicImagesTests {
  @Test(arguments: [
    ("ngnix:1", "nginx"), ("postgress", "postgres"), ("docker.io/library/rediss:7", "redis"),
    ("quay.io/prometeus/prometheus:v3", "quay.io/prometheus/prometheus"),
    ("bitnami/postgress", "bitnami/postgresql"), ("argoproj/argocd:v2", "quay.io/argoproj/argocd"),
    ("grafana:11", "grafana/grafana"), ("registry.k8s.io/puase:3", "registry.k8s.io/pause"),
  ])
  func nearest(image: String, expected: String) throws {
    #expect(PublicImages.nearest(to: try ImageReference(image)) == expected)
  }

  @Test(arguments: [
    "nginx:1", "acme/web", "quay.io/prometheus/prometheus", "ghcr.io/acme/nginx", "r.example/ngnix",
    "webapp",
  ])
  func nothingNear(image: String) throws {
    #expect(PublicImages.nearest(to: try ImageReference(image)) == nil)
  }

  @Test(arguments: [
    ("gchr.io", "ghcr.io"), ("qauy.io", "quay.io"), ("registry.gitlab.co", "registry.gitlab.com"),
    ("ghcr.io", nil), ("registry.corp.lan", nil),
  ])
  func nearestHost(host: String, expected: String?) {
    #expect(PublicImages.nearestHost(to: host) == expected)
  }

  @Test func hostsOfTheInputComeFirst() {
    #expect(
      PublicImages.nearestHost(to: "regsitry.corp.lan", among: ["registry.corp.lan"])
        == "registry.corp.lan")
    #expect(
      PublicImages.nearestHost(to: "registry.corp.lan", among: ["registry.corp.lan"]) == nil)
  }

  @Test(arguments: [
    ("bitnami/redis:7", "docker.io/bitnamilegacy/redis"),
    ("k8s.gcr.io/a/b@sha256:\(String(repeating: "a", count: 64))", "registry.k8s.io/a/b"),
    ("gcr.io/kubebuilder/kube-rbac-proxy:v1", "quay.io/brancz/kube-rbac-proxy"),
    ("gcr.io/acme/app", nil), ("bitnamilegacy/redis", nil), ("nginx", nil),
  ])
  func newPlace(image: String, expected: String?) throws {
    #expect(PublicImages.newPlace(of: try ImageReference(image)) == expected)
  }

  @Test(arguments: [
    ("nginx", true), ("acme/web", false), ("registry.k8s.io/x", true), ("ghcr.io/a/b", false),
  ])
  func publicOnly(image: String, expected: Bool) throws {
    #expect(PublicImages.isPublicOnly(try ImageReference(image)) == expected)
  }
}
