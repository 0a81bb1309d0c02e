import Testing

@testable import ImagePullCredentials

@Suite struct ExternalSecretTests {
  @Test func readsTargetAndStore() throws {
    let objects = try KubernetesObjects(
      json: """
        {"apiVersion":"external-secrets.io/v1beta1","kind":"ExternalSecret",
         "metadata":{"name":"ecr","namespace":"shop"},"spec":{"data":[{"secretKey":"x"}],
         "refreshInterval":"1h0m0s","secretStoreRef":{"kind":"ClusterSecretStore","name":"aws"},
         "target":{"name":"pull","template":{"data":{"a":"b"},
         "type":"kubernetes.io/dockerconfigjson"}}}}
        """)
    #expect(
      objects.externalSecrets == [
        ExternalSecret(
          metadata: ObjectMetadata(namespace: "shop", name: "ecr"), targetName: "pull",
          targetType: "kubernetes.io/dockerconfigjson", refreshInterval: "1h0m0s",
          storeKind: "ClusterSecretStore", storeName: "aws")
      ])
  }

  @Test func makesASecretOfItsOwnNameUnlessToldOtherwise() throws {
    let objects = try KubernetesObjects(
      json:
        #"""
        {"apiVersion":"external-secrets.io/v1","kind":"ExternalSecret","metadata":{"name":"ecr"},
        "spec":{"secretStoreRef":{"name":"aws"},"target":{}}}
        """#
    )
    #expect(
      objects.externalSecrets == [
        ExternalSecret(
          metadata: ObjectMetadata(namespace: "default", name: "ecr"), targetName: "ecr",
          storeKind: "SecretStore", storeName: "aws")
      ])
  }

  @Test func anotherGroupsKindIsPassedOver() throws {
    let objects = try KubernetesObjects(
      json: #"{"apiVersion":"kubernetes-client.io/v1","kind":"ExternalSecret"}"#)
    #expect(objects.externalSecrets.isEmpty)
  }
}
