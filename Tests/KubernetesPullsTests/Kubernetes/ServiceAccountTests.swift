import TestSupport
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct ServiceAccountTests {
  @Test func readsItsPullSecretsAndNotItsTokens() throws {
    let objects = try KubernetesObjects(
      json: """
        {"apiVersion":"v1","imagePullSecrets":[{"name":"a"},{}],"kind":"ServiceAccount",
         "metadata":{"name":"builder","namespace":"shop",
         "creationTimestamp":"2025-01-31T08:00:00Z"},
         "secrets":[{"name":"builder-token"}]}
        """)
    let account = try #require(objects.serviceAccount(namespace: "shop", name: "builder"))
    #expect(account.imagePullSecrets == [.named("a"), .unnamed])
    #expect(account.metadata.creationTimestamp?.secondsSince1970 == 1_738_310_400)
    #expect(!account.enforcesMountableSecrets)
  }

  @Test(arguments: [
    ("true", true), ("True", true), ("TRUE", true), ("t", true), ("T", true), ("1", true),
    ("tRUE", false), ("yes", false), ("", false), ("false", false), (" true", false),
  ]) func readsTheAnnotationAsGoDoes(value: String, enforces: Bool) {
    var account = ServiceAccount(namespace: "shop", name: "a")
    account.metadata.annotations["kubernetes.io/enforce-mountable-secrets"] = value
    #expect(account.enforcesMountableSecrets == enforces, "\(value)")
  }

  @Test func isMadeOfNames() {
    let account = ServiceAccount(namespace: "shop", name: "a", imagePullSecrets: ["x", ""])
    #expect(account.imagePullSecrets == [.named("x"), .unnamed])
  }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite struct ServiceAccountPullSecretsTests {
  private func account(_ names: String...) -> ServiceAccount {
    ServiceAccount(namespace: "shop", name: "build", imagePullSecrets: names)
  }

  @Test func patchAppends() throws {
    #expect(
      text(try account("a").patch(addingPullSecrets: ["b", "c"]))
        == #"[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"b"}},"#
        + #"{"op":"add","path":"/imagePullSecrets/-","value":{"name":"c"}}]"#)
  }

  @Test func patchMakesTheListWhereThereIsNone() throws {
    #expect(
      text(try account().patch(addingPullSecrets: ["a", "b"]))
        == #"[{"op":"test","path":"/imagePullSecrets","value":null},"#
        + #"{"op":"add","path":"/imagePullSecrets","value":[{"name":"a"},{"name":"b"}]}]"#)
  }

  @Test func patchLeavesOutWhatIsThere() throws {
    #expect(text(try account("a").patch(addingPullSecrets: ["a"])) == "[]")
    #expect(text(try account().patch(addingPullSecrets: [])) == "[]")
    #expect(
      text(try account("a").patch(addingPullSecrets: ["b", "a", "b"]))
        == #"[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"b"}}]"#)
  }

  @Test func addsInOrder() throws {
    let changed = try account("a").adding(pullSecrets: ["c", "a", "b"])
    #expect(changed.imagePullSecrets == [.named("a"), .named("c"), .named("b")])
  }

  @Test func patchRemovesEachPlaceThatItTested() {
    #expect(
      text(account("a", "b", "", "a").patch(removingPullSecrets: ["a", "x"]))
        == #"[{"op":"test","path":"/imagePullSecrets/3","value":{"name":"a"}},"#
        + #"{"op":"remove","path":"/imagePullSecrets/3"},"#
        + #"{"op":"test","path":"/imagePullSecrets/0","value":{"name":"a"}},"#
        + #"{"op":"remove","path":"/imagePullSecrets/0"}]"#)
    #expect(text(account("a").patch(removingPullSecrets: ["A", ""])) == "[]")
  }

  @Test func removesWhereverItIsListed() {
    let changed = account("a", "b", "", "a").removing(pullSecrets: ["a", ""])
    #expect(changed.imagePullSecrets == [.named("b"), .unnamed])
  }

  @Test func refusesNames() {
    #expect(throws: ObjectNameError.self) { try account().patch(addingPullSecrets: ["A"]) }
    #expect(throws: ObjectNameError.self) { try account().adding(pullSecrets: [""]) }
    #expect(throws: ObjectNameError.self) {
      try ServiceAccount(namespace: "a.b", name: "a").encodeJSON()
    }
    #expect(throws: ObjectNameError.self) {
      try ServiceAccount(namespace: "a", name: "a_").encodeJSON()
    }
  }

  @Test func manifest() throws {
    #expect(
      text(try account("a", "b").encodeJSON()) == """
        {
            "kind": "ServiceAccount",
            "apiVersion": "v1",
            "metadata": {
                "name": "build",
                "namespace": "shop",
                "creationTimestamp": null
            },
            "imagePullSecrets": [
                {
                    "name": "a"
                },
                {
                    "name": "b"
                }
            ]
        }

        """)
  }
}

@Suite(.enabled(if: Program.kubectl.isInstalled, "kubectl is not installed"))
struct ServiceAccountKubectlTests {
  @Test(arguments: [[], ["a"], ["a", "b"]])
  func patchDropsNone(names: [String]) throws {
    let account = ServiceAccount(namespace: "shop", name: "build", imagePullSecrets: names)
    let patch = try account.patch(addingPullSecrets: ["b", "c"])
    let patched = try Kubectl.patch(account.encodeJSON(), patch)
    #expect(patched.status == 0, "\(patched.errors)")
    let objects = try KubernetesObjects(json: patched.output)
    let expected = try account.adding(pullSecrets: ["b", "c"]).imagePullSecrets
    #expect(objects.serviceAccounts.first?.imagePullSecrets == expected)
  }

  @Test func patchRemoves() throws {
    let account = ServiceAccount(
      namespace: "shop", name: "build", imagePullSecrets: ["a", "b", "c", "a"])
    let patch = account.patch(removingPullSecrets: ["c", "a"])
    let patched = try Kubectl.patch(account.encodeJSON(), patch)
    #expect(patched.status == 0, "\(patched.errors)")
    let objects = try KubernetesObjects(json: patched.output)
    #expect(objects.serviceAccounts.first?.imagePullSecrets == [.named("b")])
    let changed = try account.removing(pullSecrets: ["a"]).encodeJSON()
    #expect(try Kubectl.patch(changed, patch).status != 0)
  }

  /// A list that came into being after the ServiceAccount was read is not overwritten.
  @Test func patchFailsRatherThanDrop() throws {
    let before = ServiceAccount(namespace: "shop", name: "build")
    let patch = try before.patch(addingPullSecrets: ["b"])
    let now = try before.adding(pullSecrets: ["a"])
    #expect(try Kubectl.patch(now.encodeJSON(), patch).status != 0)
  }

  @Test func printsTheSame() throws {
    let printed = try Program.kubectl.run([
      "create", "serviceaccount", "build", "-n", "shop", "--dry-run=client", "-o", "json",
    ])
    #expect(
      text(try ServiceAccount(namespace: "shop", name: "build").encodeJSON()) == printed.output)
  }

  @Test func readsTheManifest() throws {
    let account = ServiceAccount(namespace: "shop", name: "build", imagePullSecrets: ["a", "b"])
    let created = try Kubectl.create(account.encodeJSON())
    #expect(created.status == 0, "\(created.errors)")
    let objects = try KubernetesObjects(json: created.output)
    #expect(objects.serviceAccounts.first?.imagePullSecrets == account.imagePullSecrets)
  }
}

@Suite struct PullSecretReferenceTests {
  @Test(
    arguments: [
      (#"[]"#, []),
      (#"null"#, []),
      (#"[{"name":"a"},{"name":"b"}]"#, [.named("a"), .named("b")]),
      (#"[{"name":"a"},{"name":"a"}]"#, [.named("a"), .named("a")]),
      (#"[{"name":""}]"#, [.unnamed]),
      (#"[{"name":null}]"#, [.unnamed]),
      (#"[{}]"#, [.unnamed]),
      (#"[null]"#, [.unnamed]),
      (#"[{"Name":"a"}]"#, [.unnamed]),
      (#"[{"namespace":"x","name":"a"}]"#, [.named("a")]),
      (#"["a"]"#, [.bareString("a")]),
      (#"[""]"#, [.bareString("")]),
      (#"[{"name":1}]"#, [.malformed]),
      (#"[1,true,["a"]]"#, [.malformed, .malformed, .malformed]),
      (#"[{"name":"\u0061"}]"#, [.named("a")]),
      (#"{"name":"a"}"#, [.notAList(name: "a")]),
      (#"{}"#, [.notAList(name: nil)]),
      (#""a""#, [.notAList(name: "a")]),
      (#"7"#, [.notAList(name: nil)]),
      (#"null"#, []),
      (#"[{"name":"a","name":"b"}]"#, [.named("b")]),
    ] as [(String, [PullSecretReference])])
  func keepsItemsAsWritten(list: String, references: [PullSecretReference]) throws {
    #expect(
      try onlyPod(podJSON(#""imagePullSecrets":\#(list),"#))?.spec.imagePullSecrets == references)
  }

  @Test(
    arguments: [
      (#""imagePullSecret":[{"name":"a"}]"#, ["imagePullSecret"]),
      (#""imagepullsecrets":[],"pullSecrets":"a""#, ["imagepullsecrets", "pullSecrets"]),
      (
        #""spec":{"imagePullSecrets":[],"x":1,"imagePullSecret":1}"#,
        ["spec.imagePullSecrets", "spec.imagePullSecret"]
      ),
      (#""spec":["imagePullSecrets"]"#, []),
      (#""secrets":[{"name":"a"}],"automountServiceAccountToken":true"#, []),
    ] as [(String, [String])])
  func remembersListsThatAreDropped(members: String, paths: [String]) throws {
    let objects = try KubernetesObjects(
      json: #"{"kind":"ServiceAccount","metadata":{"name":"web"},\#(members)}"#)
    #expect(objects.serviceAccounts.map(\.misplacedPullSecrets) == [paths])
    #expect(objects.serviceAccounts.map(\.imagePullSecrets) == [[]])
  }

  @Test(
    arguments: [
      (PullSecretReference.named("a"), "a"), (.unnamed, nil), (.bareString("a"), nil),
      (.malformed, nil), (.notAList(name: "a"), nil),
    ] as [(PullSecretReference, String?)])
  func onlyANamedItemHasAName(reference: PullSecretReference, name: String?) {
    #expect(reference.name == name)
  }
}
