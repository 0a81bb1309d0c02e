import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

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

  // MARK: - Removal

  @Test func removesByKindNamespaceAndName() throws {
    var objects = try KubernetesObjects(
      json: [
        secretJSON("a"), secretJSON("b"), secretJSON("c"), secretJSON("a", namespace: "other"),
        podJSON(), deploymentJSON(), accountJSON("default", ""),
        #"{"kind":"Event","metadata":{"name":"e","namespace":"shop"}}"#,
        #"{"kind":"Node","metadata":{"name":"n"}}"#,
        #"{"kind":"ExternalSecret","metadata":{"name":"x","namespace":"shop"}}"#,
        #"{"kind":"SealedSecret","metadata":{"name":"x","namespace":"shop"}}"#,
      ].joined())
    #expect(objects.remove(.secret, namespace: "shop", name: "a")?.description == "Secret shop/a")
    #expect(objects.remove(.secret, namespace: "shop", name: "a") == nil)
    #expect(objects.secret(namespace: "shop", name: "a") == nil)
    // The last one takes the place.
    #expect(
      objects.secrets.map { "\($0.namespace)/\($0.name)" } == ["other/a", "shop/b", "shop/c"])
    #expect(objects.secrets(named: "a").map(\.namespace) == ["other"])
    #expect(objects.remove(.deployment, namespace: "shop", name: "x") == nil)
    #expect(objects.remove(.init(.statefulSet), namespace: "shop", name: "web") == nil)
    for (kind, namespace, name) in [
      (.pod, "shop", "web"), (.deployment, "shop", "web"), (.serviceAccount, "shop", "default"),
      (.event, "shop", "e"), (.node, "", "n"), (.sealedSecret, "shop", "x"),
    ] as [(KubernetesObject.Kind, String, String)] {
      let removed = objects.remove(kind, namespace: namespace, name: name)
      #expect(removed?.kind == kind)
      #expect(removed?.name == name)
    }
    #expect(objects.secretMakers.map(\.kind) == [.externalSecret])
    #expect(objects.pods.isEmpty && objects.workloads.isEmpty && objects.serviceAccounts.isEmpty)
    #expect(objects.events.isEmpty && objects.nodes.isEmpty)
  }

  @Test func namesAreComparedByBytes() throws {
    // U+00E9 and e with U+0301 are equal to String.
    var objects = try KubernetesObjects(json: secretJSON("\u{E9}") + secretJSON("e\u{301}"))
    #expect(objects.secrets.count == 2)
    let composed = objects.secret(namespace: "shop", name: "\u{E9}")
    #expect(composed.map { Array($0.name.utf8) } == [0xC3, 0xA9])
    #expect(objects.remove(.secret, namespace: "shop", name: "e\u{301}") != nil)
    #expect(objects.secret(namespace: "shop", name: "e\u{301}") == nil)
    #expect(objects.secret(namespace: "shop", name: "\u{E9}") != nil)
  }

  @Test func aCopyKeepsWhatItHad() throws {
    var objects = try KubernetesObjects(json: secretJSON("a") + podJSON())
    let copy = objects
    objects.remove(.secret, namespace: "shop", name: "a")
    #expect(copy.secrets.map(\.name) == ["a"])
    #expect(objects.secrets.isEmpty)
  }

  @Test func aKeySetIsLikeAnArray() {
    var generator = SeededGenerator(seed: 7)
    for limit in [3, 8, 9, 40] {
      var set = KeySet<Int>()
      var model: [Int] = []
      for _ in 0..<2_000 {
        let key = Int.random(in: 0..<limit, using: &generator)
        if Bool.random(using: &generator) {
          #expect(set.insert(key) == model.firstIndex(of: key))
          if !model.contains(key) { model.append(key) }
        } else {
          let position = model.firstIndex(of: key)
          #expect(set.remove(key) == position)
          if let position {
            model.swapAt(position, model.count - 1)
            model.removeLast()
          }
        }
        #expect(set.elements == model)
        #expect(set.contains(key) == model.contains(key))
      }
    }
  }
}
