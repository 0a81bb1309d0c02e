import Foundation
import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import Testing

/// Whole diagnoses: of the examples, of several images, of one image.
@Suite struct DiagnosisTests {
  private static let examples = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Docs/Examples/explain")

  private func objects(ofExample name: String) throws -> KubernetesObjects {
    let data = try Data(contentsOf: Self.examples.appending(path: "\(name).json"))
    return try KubernetesObjects(json: Array(data))
  }

  @Test(arguments: [
    ("no-pull-secret", "will fail: no-pull-secret"),
    ("other-namespace", "will fail: other-namespace"),
    ("opaque-secret", "will fail: wrong-secret-type"),
    ("registry-mismatch", "will fail: registry-mismatch"),
    ("expired-ecr", "will fail: expired-ecr"),
    ("forgot-service-account", "will fail: default-sa-trap"),
    ("desktop-config", "will fail: creds-in-helper"),
  ])
  func anExampleIsFoundOut(name: String, first: String) throws {
    let objects = try objects(ofExample: name)
    let now = try #require(Timestamp("2026-11-20T09:05:12Z"))
    let pod = try #require(objects.pods.first)
    let workload = try #require(objects.workloads.first)
    let expected = [first]
    #expect(
      summary(objects.resolve(pod, merging: .admission).diagnose(at: now, in: Cluster(objects)))
        == expected)
    #expect(
      summary(
        objects.resolve(workload, merging: .admission).diagnose(at: now, in: Cluster(objects)))
        == expected)
  }

  @Test func theExampleWithoutAFaultHasNoFindings() throws {
    let objects = try objects(ofExample: "two-registries")
    let pod = try #require(objects.pods.first)
    let resolution = objects.resolve(pod, merging: .admission)
    #expect(
      resolution.diagnose(
        at: try #require(Timestamp("2026-11-20T09:05:12Z")), in: Cluster(objects)) == [])
    let later = resolution.diagnose(
      at: try #require(Timestamp("2026-11-20T18:00:05Z")), in: Cluster(objects))
    #expect(summary(later) == ["will fail: expired-ecr"])
  }

  @Test func theClockDecidesWhatHasExpired() throws {
    let objects = try objects(ofExample: "expired-ecr")
    let workload = try #require(objects.workloads.first)
    let resolution = objects.resolve(workload, merging: .admission)
    let before = resolution.diagnose(
      at: try #require(Timestamp("2026-11-20T07:05:11Z")), in: Cluster(objects))
    #expect(summary(before) == ["will fail: registry-refused"])
    let soon = resolution.diagnose(
      at: try #require(Timestamp("2026-11-20T07:05:12Z")), in: Cluster(objects))
    #expect(summary(soon) == ["will fail: registry-refused", "worth knowing: expires-soon"])
  }

  @Test func aFindingThatConcernsSeveralImagesIsThereOnce() throws {
    let objects = try KubernetesObjects(
      json: """
        {"kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"imagePullSecrets":[
        {"name":"gone"}],"containers":[{"name":"a","image":"r.example/a"},{"name":"b",
        "image":"q.example/b"},{"name":"c","image":"r.example/a"}]}}
        """ + secret(keys: ["z.example"]))
    let pod = try #require(objects.pods.first)
    let resolution = objects.resolve(pod, merging: .admission)
    let now = try #require(Timestamp(scenarioTime))
    let findings = resolution.diagnose(at: now, in: Cluster(objects))
    #expect(summary(findings).first == "may fail: secret-missing")
    #expect(findings.first?.images == ["r.example/a", "q.example/b"])
    #expect(
      findings.first?.objects.map(\.description) == [
        "Secret shop/gone", "Pod shop/web, container a", "Pod shop/web, container c",
        "Pod shop/web, container b",
      ])
    let one = resolution.diagnose(
      try ImageReference("q.example/b"), at: now, in: Cluster(objects))
    #expect(one.first?.images == ["q.example/b"])
  }

  @Test func anImageThatIsNoneOfThePods() throws {
    let objects = try KubernetesObjects(json: pod(secrets: ["a"]) + secret())
    let pod = try #require(objects.pods.first)
    let findings = objects.resolve(pod, merging: .admission)
      .diagnose(
        try ImageReference("r.example:5000/x"), at: try #require(Timestamp(scenarioTime)),
        in: Cluster(objects))
    #expect(summary(findings) == ["may fail: registry-mismatch"])
    #expect(
      findings.first?.objects.map(\.description) == [
        "Secret shop/a, key \"r.example\"", "Pod shop/web",
      ])
  }
}
