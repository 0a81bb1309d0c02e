import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct ObjectMetadataTests {
  private func metadata(ofPod text: String) throws -> ObjectMetadata? {
    try onlyPod(#"{"apiVersion":"v1","kind":"Pod","metadata":\#(text)}"#)?.metadata
  }

  private func metadata(ofAccount text: String) throws -> ObjectMetadata? {
    try KubernetesObjects(
      json: #"{"apiVersion":"v1","kind":"ServiceAccount","metadata":\#(text)}"#
    ).serviceAccounts.first?.metadata
  }

  @Test func readsNamesAndOwners() throws {
    let metadata = try #require(
      try metadata(
        ofPod: """
          {"name":"web-1","namespace":"shop","uid":"u-1","ownerReferences":[
            {"apiVersion":"v1","kind":"Node","name":"n","uid":"x"},
            {"apiVersion":"apps/v1","controller":true,"kind":"ReplicaSet","name":"web","uid":"y"}
          ]}
          """))
    #expect(metadata.namespace == "shop")
    #expect(metadata.name == "web-1")
    #expect(metadata.uid == "u-1")
    #expect(metadata.ownerReferences.map(\.kind) == ["Node", "ReplicaSet"])
    #expect(
      metadata.controller
        == OwnerReference(
          apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", isController: true))
  }

  @Test(arguments: [
    #"{"name":"a"}"#, #"{"name":"a","namespace":null}"#, #"{"namespace":""}"#, "null",
  ])
  func takesTheDefaultNamespace(text: String) throws {
    #expect(try metadata(ofPod: text)?.namespace == "default")
    let objects = try KubernetesObjects(
      json: #"{"kind":"Pod","metadata":\#(text)}"#, defaultNamespace: "mine")
    #expect(objects.pods.map(\.namespace) == ["mine"])
  }

  @Test(
    arguments: [
      (#"{"creationTimestamp":"2025-01-31T08:00:00Z"}"#, 1_738_310_400, 1_738_310_400),
      (
        #"""
        {"creationTimestamp":"2025-01-31T08:00:00Z","managedFields":[{
        "time":"2025-01-31T08:00:02Z"},{"time":"2025-01-31T08:00:01Z"},{}]}
        """#,
        1_738_310_400, 1_738_310_402
      ),
      (#"{"managedFields":[{"time":"2025-01-31T08:00:02Z"}]}"#, nil, 1_738_310_402),
      (#"{"creationTimestamp":null,"managedFields":null}"#, nil, nil),
      // Labels are no content.
      (
        #"{"managedFields":[{"time":"2025-01-31T08:00:02Z","fieldsV1":{"f:metadata":{"f:labels":{}}}}]}"#,
        nil, nil
      ),
      (
        #"{"managedFields":[{"fieldsV1":{"f:metadata":{},"f:data":{}},"time":"2025-01-31T08:00:02Z"}]}"#,
        nil, 1_738_310_402
      ),
      (#"{"managedFields":[{"fieldsV1":{},"time":"2025-01-31T08:00:02Z"}]}"#, nil, 1_738_310_402),
    ] as [(String, Int64?, Int64?)])
  func keepsTheNewestTime(text: String, created: Int64?, newest: Int64?) throws {
    let metadata = try metadata(ofPod: text)
    #expect(metadata?.creationTimestamp?.secondsSince1970 == created)
    #expect(metadata?.newestTimestamp?.secondsSince1970 == newest)
  }

  @Test func fieldNamesAreExact() throws {
    let metadata = try metadata(ofPod: #"{"Name":"a","NAMESPACE":"b","name":"c"}"#)
    #expect(metadata?.name == "c")
    #expect(metadata?.namespace == "default")
  }

  @Test func keepsOnlyAnnotationsThatMatter() throws {
    let annotations = """
      {"annotations":{"kubernetes.io/config.mirror":"h","kubernetes.io/config.source":"file",
      "example.com/audience":"x","kubectl.kubernetes.io/last-applied-configuration":"{hunter2}"}}
      """
    #expect(
      try metadata(ofPod: annotations)?.annotations
        == ["kubernetes.io/config.mirror": "h", "kubernetes.io/config.source": "file"])
    #expect(
      try metadata(ofAccount: annotations)?.annotations
        == [
          "kubernetes.io/config.mirror": "h", "kubernetes.io/config.source": "file",
          "example.com/audience": "x",
        ])
    let secret = try onlySecret(#"{"kind":"Secret","metadata":\#(annotations)}"#)
    #expect(
      secret?.metadata.annotations
        == ["kubernetes.io/config.mirror": "h", "kubernetes.io/config.source": "file"])
  }

  @Test func keepsTheLabelsThatTellWhatMadeTheObject() throws {
    let metadata = try metadata(
      ofPod: """
        {"labels":{"app":"web","app.kubernetes.io/managed-by":"Helm","pod-template-hash":"6c9",
        "kustomize.toolkit.fluxcd.io/name":"shop"},
        "annotations":{"argocd.argoproj.io/tracking-id":"shop:apps/Deployment:web/web"}}
        """)
    #expect(
      metadata?.labels == [
        "app.kubernetes.io/managed-by": "Helm", "pod-template-hash": "6c9",
        "kustomize.toolkit.fluxcd.io/name": "shop",
      ])
    #expect(
      metadata?.annotations == ["argocd.argoproj.io/tracking-id": "shop:apps/Deployment:web/web"])
  }
}
