import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct SecretMakerTests {
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
      objects.secretMakers == [
        SecretMaker(
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
      objects.secretMakers == [
        SecretMaker(
          metadata: ObjectMetadata(namespace: "default", name: "ecr"), targetName: "ecr",
          storeKind: "SecretStore", storeName: "aws")
      ])
  }

  @Test func otherOperatorsSayItElsewhere() throws {
    let objects = try KubernetesObjects(
      json: """
        {"apiVersion":"secrets.hashicorp.com/v1beta1","kind":"VaultStaticSecret",
         "metadata":{"name":"v"},"spec":{"destination":{"create":true,"name":"pull-v","type":"t"}},
         "status":{"conditions":[{"type":"SecretSynced","status":"False","reason":"VaultClientError",
         "message":"denied"}]}}
        {"apiVersion":"onepassword.com/v1","kind":"OnePasswordItem","metadata":{"name":"pull-o"},
         "type":"t","spec":{"itemPath":"x"}}
        {"apiVersion":"secrets.infisical.com/v1alpha1","kind":"InfisicalSecret",
         "metadata":{"name":"i"},"spec":{"managedSecretReference":{"secretName":"pull-i",
         "secretType":"t"}}}
        {"apiVersion":"secrets.doppler.com/v1alpha1","kind":"DopplerSecret","metadata":{"name":"d"},
         "spec":{"managedSecret":{"name":"pull-d","type":"t"}}}
        {"apiVersion":"other.example/v1","kind":"DopplerSecret","metadata":{"name":"no"}}
        """)
    #expect(
      objects.secretMakers.map(\.targetName).sorted()
        == ["pull-d", "pull-i", "pull-o", "pull-v"])
    #expect(objects.secretMakers.allSatisfy { $0.targetType == "t" })
    #expect(objects.secretMakers.compactMap(\.failure?.message) == ["denied"])
  }

  @Test(
    arguments: [
      ("", "", nil), (#"{"secretName":"db","type":"Opaque"}"#, "db", "Opaque"),
      (
        #"{"secretName":"db","type":"Opaque"},{"secretName":"p","type":"kubernetes.io/dockercfg"}"#,
        "p",
        "kubernetes.io/dockercfg"
      ),
      (
        #"{"secretName":"p","type":"kubernetes.io/dockerconfigjson"},{"secretName":"q","type":"kubernetes.io/dockercfg"}"#,
        "p", "kubernetes.io/dockerconfigjson"
      ), (#"{"type":"Opaque"},{"secretName":"db"}"#, "db", nil),
    ] as [(String, String, String?)])
  func aSecretProviderClassMakesItsSecretObjects(items: String, name: String, type: String?) throws
  {
    let objects = try KubernetesObjects(
      json: """
        {"apiVersion":"secrets-store.csi.x-k8s.io/v1","kind":"SecretProviderClass",
        "metadata":{"name":"c"},"spec":{"provider":"azure","secretObjects":[\(items)]}}
        """)
    let maker = try #require(objects.secretMakers.first)
    #expect(maker.kind == .secretProviderClass)
    #expect(maker.targetName == name)
    #expect(maker.targetType == type)
    #expect(
      maker.making("q").targetType == (items.contains("\"q\"") ? "kubernetes.io/dockercfg" : type))
  }

  @Test func anotherGroupsKindIsPassedOver() throws {
    let objects = try KubernetesObjects(
      json: #"{"apiVersion":"kubernetes-client.io/v1","kind":"ExternalSecret"}"#)
    #expect(objects.secretMakers.isEmpty)
  }

  @Test func readsWhatTheOperatorSays() throws {
    let objects = try KubernetesObjects(
      json: """
        {"apiVersion":"external-secrets.io/v1","kind":"ExternalSecret","metadata":{"name":"ecr"},
        "status":{"binding":{"name":""},"conditions":[{"lastTransitionTime":"2025-01-31T08:00:00Z",
        "message":"could not get secret data from provider","reason":"SecretSyncedError",
        "status":"False","type":"Ready"}]}}
        """)
    let failure = ObjectCondition(
      type: "Ready", status: "False", reason: "SecretSyncedError",
      message: "could not get secret data from provider",
      lastTransitionTime: Timestamp(secondsSince1970: 1_738_310_400))
    #expect(objects.secretMakers.map(\.failure) == [failure])
  }

  @Test(arguments: [
    ("Ready", "False", true), ("Ready", "True", false), ("Ready", "Unknown", false),
    ("Synced", "False", true), ("Deleted", "False", false),
  ]) func failsByReadyOrSynced(type: String, status: String, isFailure: Bool) {
    let maker = SecretMaker(
      metadata: ObjectMetadata(namespace: "a", name: "b"), targetName: "b",
      conditions: [ObjectCondition(type: type, status: status)])
    #expect((maker.failure != nil) == isFailure)
  }

  @Test func aSealedSecretMakesTheSecretOfItsOwnName() throws {
    let objects = try KubernetesObjects(
      json: """
        {"apiVersion":"bitnami.com/v1alpha1","kind":"SealedSecret",
        "metadata":{"name":"regcred","namespace":"web"},"spec":{"encryptedData":{"a":"AgB"},
        "template":{"metadata":{"name":"other"},"type":"kubernetes.io/dockerconfigjson"}},
        "status":{"conditions":[{"message":"no key could decrypt secret","status":"False",
        "type":"Synced"}]}}
        """)
    #expect(
      objects.secretMakers == [
        SecretMaker(
          kind: .sealedSecret, metadata: ObjectMetadata(namespace: "web", name: "regcred"),
          targetName: "regcred", targetType: "kubernetes.io/dockerconfigjson",
          conditions: [
            ObjectCondition(
              type: "Synced", status: "False", message: "no key could decrypt secret")
          ])
      ])
  }
}
