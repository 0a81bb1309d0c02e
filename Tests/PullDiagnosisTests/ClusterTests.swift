import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// After any changes, a cluster gives the same findings as a new one with the same objects.
@Suite struct ClusterTests {
  private func findings(of cluster: Cluster) throws -> [String] {
    let now = try #require(Timestamp(scenarioTime))
    let objects = cluster.objects
    let subjects =
      objects.pods.map { PullResolution.Subject.pod($0) }
      + objects.workloads.map { .workload($0) }
    return subjects.flatMap { subject in
      cluster.resolve(subject, merging: .admission).diagnose(at: now, in: cluster)
        .map { "\(subject) \($0.code) \($0.severity)" }
    }.sorted()
  }

  @Test func changesLeaveNoTrace() throws {
    var json: [UInt8] = []
    ClusterGenerator(pods: 100, secrets: 20, namespaces: 10).write { json += Array($0.utf8) }
    let all = try KubernetesObjects(json: json)
    var objects = all.pods.map { KubernetesObject($0) } + all.secrets.map { KubernetesObject($0) }
    objects += all.workloads.map { KubernetesObject($0) }
    objects += all.serviceAccounts.map { KubernetesObject($0) }
    objects += all.pods.prefix(40).map { pod in
      KubernetesObject(
        Event(
          metadata: ObjectMetadata(namespace: pod.namespace, name: "\(pod.name).1"),
          reason: "Failed", message: "Failed to pull image: 401 Unauthorized",
          involvedObject: ObjectReference(
            kind: "Pod", namespace: pod.namespace, name: pod.name,
            fieldPath: "spec.containers{\(pod.spec.images[0].name)}")))
    }
    var generator = SeededGenerator(seed: 11)
    var cluster = Cluster()
    for round in 0..<6 {
      for object in objects.shuffled(using: &generator) {
        if Int.random(in: 0..<3, using: &generator) == 0 {
          cluster.remove(object.kind, namespace: object.namespace, name: object.name)
        } else {
          cluster.insert(object)
        }
      }
      let found = try findings(of: cluster)
      #expect(found == (try findings(of: Cluster(cluster.objects))), "round \(round)")
      #expect(!found.isEmpty)
    }
  }

  @Test func aPodThatChangesIsIndexedAnew() throws {
    var cluster = Cluster()
    func apply(_ text: String) throws {
      try cluster.apply(WatchEvent(json: #"{"type":"MODIFIED","object":\#(text)}"#))
    }
    try apply(pod(secrets: ["a"], owner: "web-5d9f"))
    #expect(cluster.isListed("a", in: "shop"))
    // A new status leaves the index as it is.
    try apply(pod(secrets: ["a"], owner: "web-5d9f", phase: "Running"))
    #expect(cluster.isListed("a", in: "shop"))
    #expect(cluster.objects.pods.map(\.status.phase) == ["Running"])
    try apply(pod(secrets: ["b"], owner: "api-5d9f"))
    #expect(!cluster.isListed("a", in: "shop"))
    #expect(cluster.isListed("b", in: "shop"))
    let workloads = ["web", "api"].map { name in
      Workload(
        kind: .deployment, metadata: ObjectMetadata(namespace: "shop", name: name),
        podSpec: PodSpec())
    }
    #expect(workloads.map { cluster.pods(of: $0).count } == [0, 1])
    cluster.remove(.pod, namespace: "shop", name: "web")
    #expect(!cluster.isListed("b", in: "shop"))
  }

  @Test func registriesOfARepositoryAreThoseOfPodsAndWorkloads() throws {
    var cluster = Cluster(try KubernetesObjects(json: pod("q.example/app:1")))
    cluster.merge(try KubernetesObjects(json: deployment("p.example/app:2")))
    func other(_ image: String) throws -> String? {
      cluster.registry(besidesThatOf: try ImageReference(image))
    }
    #expect(try other("r.example/app") == "p.example")
    #expect(try other("p.example/app") == "q.example")
    #expect(try other("r.example/app2") == nil)
    cluster.remove(.init(.deployment), namespace: "shop", name: "web")
    #expect(try other("r.example/app") == "q.example")
    #expect(try other("q.example/app") == nil)
  }

  @Test func aReplicaSetThatComesLaterTellsTheOwner() throws {
    let pod = livePod("web-6c9-1", owner: "web-6c9")
    var cluster = Cluster(try KubernetesObjects(json: pod))
    let deployment = Workload(
      kind: .deployment, metadata: ObjectMetadata(namespace: "shop", name: "web"),
      podSpec: PodSpec())
    let rollout = Workload(
      kind: .replicaSet,
      metadata: ObjectMetadata(
        namespace: "shop", name: "web-6c9",
        ownerReferences: [
          OwnerReference(
            apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "web", isController: true)
        ]), podSpec: PodSpec())
    #expect(cluster.pods(of: deployment).map(\.name) == ["web-6c9-1"])
    cluster.insert(KubernetesObject(rollout))
    #expect(cluster.pods(of: deployment).isEmpty)
    cluster.remove(.init(.replicaSet), namespace: "shop", name: "web-6c9")
    #expect(cluster.pods(of: deployment).map(\.name) == ["web-6c9-1"])
    cluster.remove(.pod, namespace: "shop", name: "web-6c9-1")
    #expect(cluster.pods(of: deployment).isEmpty)
  }

  private func livePod(_ name: String, owner: String) -> String {
    #"""
    {"kind":"Pod","metadata":{"name":"\#(name)","namespace":"shop","ownerReferences":[
    {"apiVersion":"apps/v1","controller":true,"kind":"ReplicaSet","name":"\#(owner)"}]}}
    """#
  }

  @Test func appliesAWatch() throws {
    var cluster = Cluster()
    let account = #"""
      {"kind":"ServiceAccount","metadata":{"name":"default","namespace":"shop"},
      "imagePullSecrets":[{"name":"a"}]}
      """#
    cluster.apply(try WatchEvent(json: #"{"type":"ADDED","object":\#(account)}"#))
    #expect(cluster.serviceAccounts(listing: "a", in: "shop") == ["default"])
    #expect(cluster.isListed("a", in: "shop"))
    #expect(!cluster.isListed("b", in: "shop"))
    cluster.apply(try WatchEvent(json: #"{"type":"DELETED","object":\#(account)}"#))
    #expect(cluster.serviceAccounts(listing: "a", in: "shop") == [])
    #expect(!cluster.isListed("a", in: "shop"))
    #expect(!cluster.hasServiceAccounts(in: "shop"))
  }
}
