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
    let about = findings.filter { [.registryMismatch, .keyNoise].contains($0.code) }
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

/// What diagnosis costs, counted in what it looks at and says, at n and at 2n: a Pod's images, lists
/// and keys are no product.
@Suite struct CostTests {
  private func context(
    images: Int, keys: Int, listings: Int = 1, hosts: (Int) -> String
  ) -> PodContext {
    let entries = (0..<keys).map { #""\#(hosts($0))":{"auth":"dTpw"}"# }
    var objects = KubernetesObjects()
    objects.insert(
      Secret(
        metadata: ObjectMetadata(namespace: "n", name: "s"), type: "kubernetes.io/dockercfg",
        data: [".dockercfg": Array("{\(entries.joined(separator: ","))}".utf8)]))
    let containers = (0..<images).map { number in
      ContainerImage(role: .container, name: "c\(number)", image: "i\(number).r.example.com/app")
    }
    let pod = Pod(
      metadata: ObjectMetadata(namespace: "n", name: "p"),
      spec: PodSpec(
        imagePullSecrets: Array(repeating: "s", count: listings), images: containers))
    return PodContext(
      objects.resolve(pod, merging: .admission), index: Cluster(objects),
      now: Timestamp(secondsSince1970: 1_800_000_000))
  }

  private func trialCount(_ pod: PodContext) -> Int {
    pod.images.reduce(0) { $0 + ImageContext($1, of: pod).trials.count }
  }

  @Test(arguments: [1, 2, 16, 17, 1_000])
  func aSecretThatIsListedOftenHasItsKeysOnce(listings: Int) {
    let pod = context(images: 2, keys: 3, listings: listings) { "k\($0).example.com" }
    #expect(pod.keys.keys.count == 3)
    #expect(trialCount(pod) == 6)
  }

  /// Each key is of one image's host.
  @Test func keysAreComparedWithTheImagesOfTheirHost() {
    for count in [PodKeys.fewKeys + 1, 500, 1_000] {
      let pod = context(images: count, keys: count) { "i\($0).r.example.com" }
      // Besides its own, the first few of which one label differs.
      #expect(trialCount(pod) <= count * 17)
      let covered = pod.images.count { $0.isCovered }
      #expect(covered == count)
    }
    let few = context(images: 10, keys: PodKeys.fewKeys) { "i\($0).r.example.com" }
    #expect(trialCount(few) == 10 * PodKeys.fewKeys)
  }

  @Test func keysOfOtherHostsAreComparedWithNoImage() {
    for count in [500, 1_000] {
      let pod = context(images: count, keys: count) { "k\($0).example.org" }
      #expect(trialCount(pod) == 0)
    }
  }

  @Test func wildcardsAreComparedUpToALimit() {
    for count in [500, 1_000] {
      let pod = context(images: count, keys: count) { "*.k\($0).example.org" }
      #expect(trialCount(pod) == count * 16)
    }
  }

  @Test func findingsAreLimited() {
    for count in [200, 400] {
      let pod = context(images: count, keys: count) { "k\($0).r.example.com:1" }
      let findings = Diagnosis.findings(in: pod)
      #expect(findings.count <= 2 * Diagnosis.findingLimit)
      #expect(findings.allSatisfy { $0.images.count <= Finding.subjectLimit })
      #expect(findings.allSatisfy { $0.objects.count <= Finding.subjectLimit + 16 })
    }
  }

  /// What a ServiceAccount lists is looked at once, not for each image.
  @Test func theAccountsSecretsAreReadOnce() throws {
    var objects = KubernetesObjects()
    objects.insert(
      ServiceAccount(
        namespace: "n", name: "default", imagePullSecrets: Array(repeating: "s", count: 1_000)))
    objects.insert(
      Secret(
        metadata: ObjectMetadata(namespace: "n", name: "s"), type: "kubernetes.io/dockercfg",
        data: [".dockercfg": Array(#"{"r.example":{"auth":"dTpw"}}"#.utf8)]))
    let account = try #require(objects.serviceAccounts.first)
    let secrets = try #require(
      AccountSecrets(of: account, in: objects))
    let image = try ImageReference("r.example/app")
    #expect(secrets.name(for: image) == "s")
    #expect(secrets.keyCount == 1)
  }
}
