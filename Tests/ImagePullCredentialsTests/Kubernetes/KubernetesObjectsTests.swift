import Testing

@testable import ImagePullCredentials

@Suite struct KubernetesObjectsTests {
  @Test func findsByNamespaceAndName() throws {
    let objects = try KubernetesObjects(
      json: [
        secretJSON("a", namespace: "x"), secretJSON("a", namespace: "y"),
        secretJSON("b", namespace: "x"), accountJSON("default", namespace: "x", ""),
        podJSON(), deploymentJSON(),
      ].joined(separator: "\n"))
    #expect(objects.secret(namespace: "y", name: "a")?.namespace == "y")
    #expect(objects.secret(namespace: "y", name: "b") == nil)
    #expect(objects.secret(namespace: "", name: "a") == nil)
    #expect(objects.serviceAccount(namespace: "x", name: "default")?.name == "default")
    #expect(objects.serviceAccount(namespace: "y", name: "default") == nil)
    #expect(objects.pod(namespace: "shop", name: "web")?.spec.images.count == 1)
    #expect(objects.pod(namespace: "shop", name: "we") == nil)
    #expect(objects.workload(.deployment, namespace: "shop", name: "web")?.name == "web")
    #expect(objects.workload(.daemonSet, namespace: "shop", name: "web") == nil)
    #expect(objects.secrets(named: "a").map(\.namespace) == ["x", "y"])
    #expect(objects.secrets(named: "c").isEmpty)
  }

  @Test func aLaterObjectTakesThePlaceOfAnEarlierOne() throws {
    var objects = try KubernetesObjects(
      json: secretJSON("a", user: "old") + secretJSON("b") + podJSON() + deploymentJSON())
    objects.merge(
      try KubernetesObjects(
        json: secretJSON("c") + secretJSON("a", user: "new") + secretJSON("a", namespace: "other")
          + podJSON(#""serviceAccountName":"x","#) + accountJSON("web", "")))
    #expect(objects.secrets.map(\.name) == ["a", "b", "c", "a"])
    let config = DockerConfig([
      .init(registryKey: "r.example", username: "new", password: "hunter2")
    ])
    #expect(objects.secret(namespace: "shop", name: "a")?.content == .config(config))
    #expect(objects.secrets(named: "a").map(\.namespace) == ["shop", "other"])
    #expect(objects.pods.map(\.spec.serviceAccountName) == ["x"])
    #expect(objects.workloads.count == 1)
    #expect(objects.serviceAccounts.count == 1)
  }

  @Test func objectsWithoutANameAreNeverTheSame() throws {
    let objects = try KubernetesObjects(
      json: String(repeating: #"{"kind":"Pod","metadata":{"generateName":"web-"}}"#, count: 3))
    #expect(objects.pods.count == 3)
    #expect(objects.pod(namespace: "default", name: "") == nil)
  }

  @Test func workloadsOfOneNameAndDifferentKindsAreDifferent() throws {
    let objects = try KubernetesObjects(
      json: #"{"kind":"Deployment","metadata":{"name":"a"}}{"kind":"Job","metadata":{"name":"a"}}"#)
    #expect(objects.workloads.map(\.kind) == [.deployment, .job])
  }

  @Test func countsItsObjects() throws {
    let objects = try KubernetesObjects(json: secretJSON("a") + podJSON() + deploymentJSON())
    #expect(
      objects.description
        == "KubernetesObjects(1 pods, 1 workloads, 1 secrets, 0 service accounts)")
  }
}
