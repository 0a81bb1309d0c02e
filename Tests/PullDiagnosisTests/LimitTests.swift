import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// The limits of diagnosis with what is just within them and what is just beyond.
@Suite struct DiagnosisLimitTests {
  /// Keys that are wrong in the same way are told of for each image, but not all pairs of them.
  @Test(arguments: [
    (Diagnosis.claimLimit, "q#.example.com"),
    (Diagnosis.claimLimit + 1, "q#.example.com"),
    (Diagnosis.claimLimit + 1, "http://[#"),
  ])
  func findingsAboutKeys(count: Int, key: String) throws {
    let keys = (0..<count).map { #""\#(key.replacing("#", with: "\($0)"))":{}"# }
    var objects = KubernetesObjects()
    objects.insert(
      Secret(
        metadata: ObjectMetadata(namespace: "n", name: "s"), type: "kubernetes.io/dockercfg",
        data: [".dockercfg": Array("{\(keys.joined(separator: ","))}".utf8)]))
    let pod = Pod(
      metadata: ObjectMetadata(namespace: "n", name: "p"), spec: PodSpec(imagePullSecrets: ["s"]))
    let findings = objects.resolve(pod, merging: .admission)
      .diagnose(
        try ImageReference("r.example.com/app"), at: Timestamp(secondsSince1970: 1_800_000_000),
        in: Cluster(objects))
    let about = findings.filter { [.registryMismatch, .unmatchableKey].contains($0.code) }
    #expect(about.count == Diagnosis.claimLimit)
  }

  @Test(arguments: [Diagnosis.claimLimit, Diagnosis.claimLimit + 1])
  func findingsAboutSecrets(count: Int) throws {
    let pod = Pod(
      metadata: ObjectMetadata(namespace: "n", name: "p"),
      spec: PodSpec(imagePullSecrets: (0..<count).map { "s\($0)" }))
    let findings = Cluster().resolve(pod, merging: .admission)
      .diagnose(
        try ImageReference("quay.io/app"), at: Timestamp(secondsSince1970: 1_800_000_000),
        in: Cluster())
    #expect(
      findings.count { $0.code == .secretMissing } == Diagnosis.claimLimit)
  }
}
