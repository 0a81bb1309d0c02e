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
