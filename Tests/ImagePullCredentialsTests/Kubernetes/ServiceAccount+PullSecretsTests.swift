import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import Testing

@Suite struct ServiceAccountPullSecretsTests {
  private func account(_ names: String...) -> ServiceAccount {
    ServiceAccount(namespace: "shop", name: "build", imagePullSecrets: names)
  }

  @Test func patchAppends() throws {
    #expect(
      try account("a").patch(addingPullSecrets: ["b", "c"])
        == #"[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"b"}},"#
        + #"{"op":"add","path":"/imagePullSecrets/-","value":{"name":"c"}}]"#)
  }

  @Test func patchMakesTheListWhereThereIsNone() throws {
    #expect(
      try account().patch(addingPullSecrets: ["a", "b"])
        == #"[{"op":"test","path":"/imagePullSecrets","value":null},"#
        + #"{"op":"add","path":"/imagePullSecrets","value":[{"name":"a"},{"name":"b"}]}]"#)
  }

  @Test func patchLeavesOutWhatIsThere() throws {
    #expect(try account("a").patch(addingPullSecrets: ["a"]) == "[]")
    #expect(try account().patch(addingPullSecrets: []) == "[]")
    #expect(
      try account("a").patch(addingPullSecrets: ["b", "a", "b"])
        == #"[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"b"}}]"#)
  }

  @Test func addsInOrder() throws {
    let changed = try account("a").adding(pullSecrets: ["c", "a", "b"])
    #expect(changed.imagePullSecrets == [.named("a"), .named("c"), .named("b")])
  }

  @Test func refusesNames() {
    #expect(throws: ObjectNameError.self) { try account().patch(addingPullSecrets: ["A"]) }
    #expect(throws: ObjectNameError.self) { try account().adding(pullSecrets: [""]) }
    #expect(throws: ObjectNameError.self) {
      try ServiceAccount(namespace: "a.b", name: "a").manifest()
    }
    #expect(throws: ObjectNameError.self) {
      try ServiceAccount(namespace: "a", name: "a_").manifest()
    }
  }

  @Test func manifest() throws {
    #expect(
      try account("a", "b").manifest() == """
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
    let patched = try Kubectl.patch(account.manifest(), patch)
    #expect(patched.status == 0, "\(patched.errors)")
    let objects = try KubernetesObjects(json: patched.output)
    let expected = try account.adding(pullSecrets: ["b", "c"]).imagePullSecrets
    #expect(objects.serviceAccounts.first?.imagePullSecrets == expected)
  }

  /// A list that came into being after the ServiceAccount was read is not overwritten.
  @Test func patchFailsRatherThanDrop() throws {
    let before = ServiceAccount(namespace: "shop", name: "build")
    let patch = try before.patch(addingPullSecrets: ["b"])
    let now = try before.adding(pullSecrets: ["a"])
    #expect(try Kubectl.patch(now.manifest(), patch).status != 0)
  }

  @Test func printsTheSame() throws {
    let printed = try Program.kubectl.run([
      "create", "serviceaccount", "build", "-n", "shop", "--dry-run=client", "-o", "json",
    ])
    #expect(
      try ServiceAccount(namespace: "shop", name: "build").manifest() == printed.output)
  }

  @Test func readsTheManifest() throws {
    let account = ServiceAccount(namespace: "shop", name: "build", imagePullSecrets: ["a", "b"])
    let created = try Kubectl.create(account.manifest().utf8)
    #expect(created.status == 0, "\(created.errors)")
    let objects = try KubernetesObjects(json: created.output)
    #expect(objects.serviceAccounts.first?.imagePullSecrets == account.imagePullSecrets)
  }
}
