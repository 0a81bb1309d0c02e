import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct WorkloadOwnerTests {
  private func owner(_ kind: String, _ name: String, _ others: String = "") throws -> String? {
    let metadata = #""ownerReferences":[{"kind":"\#(kind)","name":"\#(name)","controller":true}],"#
    let objects = try KubernetesObjects(json: podManifest(metadata) + others)
    let pod = try #require(objects.pods.first)
    return WorkloadOwner(of: pod, in: objects).map { "\($0.kind) \($0.namespace)/\($0.name)" }
  }

  private func podManifest(_ metadata: String) -> String {
    #"{"kind":"Pod","metadata":{\#(metadata)"name":"web","namespace":"shop"},"spec":{}}"#
  }

  @Test(arguments: [
    ("ReplicaSet", "web-5d9f7c6b8", "Deployment shop/web"),
    ("ReplicaSet", "web-api-5d9f", "Deployment shop/web-api"),
    ("ReplicaSet", "web", "ReplicaSet shop/web"),
    ("ReplicaSet", "web-muchtoolong", "ReplicaSet shop/web-muchtoolong"),
    ("Job", "report-29919000", "CronJob shop/report"),
    ("Job", "report-v2", "Job shop/report-v2"),
    ("StatefulSet", "db", "StatefulSet shop/db"),
    ("Rollout", "web-5d9f", "Rollout shop/web-5d9f"),
    ("PostgresCluster", "pg", "PostgresCluster shop/pg"),
  ])
  func isToldByTheName(kind: String, name: String, expected: String) throws {
    #expect(try owner(kind, name) == expected)
  }

  @Test func isToldByTheObjectBetween() throws {
    let set = """
      {"kind":"ReplicaSet","metadata":{"name":"x-1","namespace":"shop","ownerReferences":[
      {"kind":"Rollout","name":"web","controller":true}]}}
      """
    #expect(try owner("ReplicaSet", "x-1", set) == "Rollout shop/web")
    let bare = #"{"kind":"ReplicaSet","metadata":{"name":"x-1","namespace":"shop"}}"#
    #expect(try owner("ReplicaSet", "x-1", bare) == "ReplicaSet shop/x-1")
  }

  @Test func nobodyControlsABarePod() throws {
    let objects = try KubernetesObjects(json: podManifest(""))
    #expect(WorkloadOwner(of: try #require(objects.pods.first), in: objects) == nil)
  }
}
