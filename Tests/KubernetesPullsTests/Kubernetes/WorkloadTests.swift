import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct WorkloadTests {
  private static let podSpec =
    #"""
    {"containers":[{"image":"nginx","name":"c"}],"imagePullSecrets":[{"name":"s"}],
    "serviceAccountName":"a"}
    """#

  @Test(arguments: [
    (Workload.Kind.deployment, "apps/v1"), (.deployment, "extensions/v1beta1"),
    (.statefulSet, "apps/v1"), (.daemonSet, "apps/v1"), (.replicaSet, "apps/v1"),
    (.replicationController, "v1"), (.job, "batch/v1"),
  ]) func readsTheTemplate(kind: Workload.Kind, apiVersion: String) throws {
    try expectTemplate(
      of: kind,
      in:
        #"""
        {"apiVersion":"\#(apiVersion)","kind":"\#(kind.rawValue)","metadata":{"name":"w"},
        "spec":{"replicas":1,"template":{"metadata":{},"spec":\#(Self.podSpec)}},"status":{}}
        """#
    )
  }

  @Test func readsTheTemplateOfACronJob() throws {
    try expectTemplate(
      of: .cronJob,
      in:
        #"""
        {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"w"},"spec":{"jobTemplate":{
        "metadata":{"name":"w"},"spec":{"template":{"metadata":{},"spec":\#(Self.podSpec)}}},
        "schedule":"* * * * *"}}
        """#
    )
  }

  @Test func readsAPodTemplate() throws {
    try expectTemplate(
      of: .podTemplate,
      in:
        #"""
        {"apiVersion":"v1","kind":"PodTemplate","metadata":{"name":"w"},"template":{
        "metadata":{},"spec":\#(Self.podSpec)}}
        """#
    )
  }

  @Test func readsWhatTheControllerSays() throws {
    let objects = try KubernetesObjects(
      json: #"""
        {"items":[{"kind":"Deployment","metadata":{"name":"w"},"spec":{"replicas":0},
        "status":{"conditions":[{"lastTransitionTime":"2025-01-31T08:00:00Z",
        "lastUpdateTime":"2025-01-31T08:00:00Z","message":"no account","reason":"FailedCreate",
        "status":"True","type":"ReplicaFailure"}]}},
        {"kind":"CronJob","metadata":{"name":"c"},"spec":{"suspend":true}},
        {"kind":"Job","metadata":{"name":"j"}}]}
        """#)
    #expect(objects.workloads.map(\.replicas) == [0, nil, nil])
    #expect(objects.workloads.map(\.isSuspended) == [false, true, false])
    #expect(
      objects.workloads.map(\.conditions) == [
        [
          ObjectCondition(
            type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "no account",
            lastTransitionTime: Timestamp(secondsSince1970: 1_738_310_400))
        ], [], [],
      ])
  }

  private func expectTemplate(of kind: Workload.Kind, in text: String) throws {
    let objects = try KubernetesObjects(json: text)
    let workload = try #require(objects.workload(kind, namespace: "default", name: "w"))
    #expect(
      workload.podSpec
        == PodSpec(
          serviceAccountName: "a", imagePullSecrets: ["s"],
          images: [ContainerImage(role: .container, name: "c", image: "nginx")]), "\(text)")
    #expect(objects.workloads.count == 1)
    #expect(objects.pods.isEmpty)
  }

  @Test(arguments: [
    ("Deployment", "apps/v1", 1), ("Deployment", "example.com/v1", 0), ("Deployment", "v1", 0),
    ("Job", "batch/v1", 1), ("Job", "apps/v1", 0), ("Job", "batch.volcano.sh/v1alpha1", 0),
    ("PodTemplate", "v1", 1), ("deployment", "apps/v1", 0), ("Rollout", "argoproj.io/v1alpha1", 0),
    ("ControllerRevision", "apps/v1", 0),
  ]) func theGroupMustBeKubernetesOwn(kind: String, apiVersion: String, count: Int) throws {
    let objects = try KubernetesObjects(
      json: #"{"apiVersion":"\#(apiVersion)","kind":"\#(kind)","metadata":{"name":"w"}}"#)
    #expect(objects.workloads.count == count, "\(apiVersion) \(kind)")
  }

  @Test func namesItsOwner() throws {
    let workload = try onlyWorkload(
      #"""
      {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-7d9",
      "ownerReferences":[{"apiVersion":"apps/v1","controller":true,"kind":"Deployment",
      "name":"web"}]}}
      """#
    )
    #expect(workload?.metadata.controller?.name == "web")
  }

  @Test(arguments: [
    #"{"kind":"Deployment"}"#, #"{"kind":"Deployment","spec":null}"#,
    #"{"kind":"Deployment","spec":{"template":null}}"#,
    #"{"kind":"Deployment","spec":{"template":{"spec":null}}}"#,
  ]) func withoutATemplateItHasAnEmptyOne(text: String) throws {
    #expect(try onlyWorkload(text)?.podSpec == PodSpec())
  }
}
