import ImagePullCredentials
import KubernetesPulls
import Testing

@Suite("The source of a credential")
struct CredentialSourceTests {
  @Test(
    "says in a few words where that is",
    arguments: [
      (.secret(namespace: "payments", name: "ecr", uid: "1234"), "Secret payments/ecr"),
      (.file(path: "/root/.docker/config.json"), "file /root/.docker/config.json"),
      (.provider(name: "ecr-credential-provider"), "credential provider ecr-credential-provider"),
      (.helper(name: "osxkeychain"), "credential helper osxkeychain"), (.literal, "literal"),
    ] as [(CredentialSource, String)])
  func description(source: CredentialSource, expected: String) {
    #expect("\(source)" == expected)
  }

  @Test("says in which list a Secret is named")
  func listing() {
    let pod = CredentialSource.ListPosition(owner: .pod, index: 0)
    let account = CredentialSource.ListPosition(owner: .serviceAccount("builder"), index: 3)
    #expect("\(pod)" == "imagePullSecrets[0] of the Pod")
    #expect("\(account)" == "imagePullSecrets[3] of ServiceAccount builder")
  }

  @Test("is another when any part is")
  func equality() {
    let pod = CredentialSource.ListPosition(owner: .pod, index: 0)
    let sources: [CredentialSource] = [
      .secret(namespace: "n", name: "s"), .secret(namespace: "n", name: "t"),
      .secret(namespace: "m", name: "s"), .secret(namespace: "n", name: "s", uid: "1"),
      .secret(namespace: "n", name: "s", listPosition: pod),
      .secret(namespace: "n", name: "s", listPosition: .init(owner: .pod, index: 1)),
      .secret(
        namespace: "n", name: "s", listPosition: .init(owner: .serviceAccount("pod"), index: 0)),
      .file(path: "s"), .provider(name: "s"), .helper(name: "s"), .literal,
    ]
    #expect(Set(sources).count == sources.count)
    #expect(CredentialSource.secret(namespace: "n", name: "s", listPosition: pod) == sources[4])
  }
}
