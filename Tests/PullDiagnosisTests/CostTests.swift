import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

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
    #expect(pod.keys.count == 3)
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
    let facts = ClusterFacts()
    let secrets = facts.secrets(of: account, in: Cluster(objects))
    let image = try ImageReference("r.example/app")
    #expect(secrets.name(for: image, besides: []) == "s")
    #expect(secrets.name(for: image, besides: [ExactText("s")]) == nil)
    #expect(secrets.contains("s"))
    #expect(!secrets.contains("t"))
    // The list of later is not read again.
    objects.remove(.secret, namespace: "n", name: "s")
    #expect(
      facts.secrets(of: account, in: Cluster(objects)).name(for: image, besides: []) == "s")
  }

  /// What is found out about a Secret's keys is found out once, however many Pods list the Secret.
  @Test(arguments: [2, 4]) func podsShareWhatIsKnownOfASecret(podCount: Int) throws {
    let entries = (0..<100).map { #""K\#($0).example.com":{"auth":"dTpw"}"# }
    var objects = KubernetesObjects()
    objects.insert(
      Secret(
        metadata: ObjectMetadata(namespace: "n", name: "s"), type: "kubernetes.io/dockercfg",
        data: [".dockercfg": Array("{\(entries.joined(separator: ","))}".utf8)]))
    let facts = ClusterFacts()
    let image = ContainerImage(role: .container, name: "c", image: "k1.example.com/app")
    let contexts = (0..<podCount).map { number in
      let pod = Pod(
        metadata: ObjectMetadata(namespace: "n", name: "p\(number)"),
        spec: PodSpec(imagePullSecrets: ["s"], images: [image]))
      return PodContext(
        objects.resolve(pod, merging: .admission), index: Cluster(objects),
        now: Timestamp(secondsSince1970: 1_800_000_000), facts: facts)
    }
    let known = try #require(contexts.first?.keys.secrets.first?.facts)
    for pod in contexts {
      #expect(pod.keys.count == 100)
      #expect(pod.keys.secrets.count == 1)
      #expect(pod.keys.secrets.first?.facts === known)
      // The key was meant for the image but for its capital letter.
      #expect(try trialCount(pod) > 0 && pod.repair(ofKeyAt: 1) != nil)
    }
  }

  /// Nobody reads more than the first keys; the rest is counted, not compared.
  @Test(arguments: [100, 200]) func keysAreComparedAsFarAsTheyAreShown(count: Int) throws {
    let pod = context(images: 1, keys: count) { $0 < 50 ? "i0.r.example.com/\($0)" : "k\($0).io" }
    let matches = pod.resolution.matchListing
    let image = try ImageReference("i0.r.example.com/4")
    let part = matches.first(3, for: image)
    #expect(part.tried.map(\.credential.displayKey) == ["i0.r.example.com/4"])
    #expect(part.triedCount == 1)
    #expect(
      part.others.map(\.credential.displayKey) == (0..<3).map { "i0.r.example.com/\($0)" })
    #expect(part.otherCount == count - 1)
    #expect(matches.first(0, for: image).others.isEmpty)
    let all = pod.resolution.matchResults(for: image)
    #expect(matches.first(count, for: image).others == all.filter { !$0.isTried })
  }

  /// A Pod with many Secrets is searched for near keys in the first of them.
  @Test(arguments: [
    (PodKeys.nearSecretLimit, true), (PodKeys.nearSecretLimit + 1, false),
  ])
  func nearKeysAreLookedForInTheFirstSecrets(count: Int, isFound: Bool) throws {
    var objects = KubernetesObjects()
    for number in 1...count {
      let host = number == count ? "r.example.com:1" : "k\(number).example.org"
      objects.insert(
        Secret(
          metadata: ObjectMetadata(namespace: "n", name: "s\(number)"),
          type: "kubernetes.io/dockercfg",
          data: [".dockercfg": Array(#"{"\#(host)":{"auth":"dTpw"},"x\#(number).io":{}}"#.utf8)]))
    }
    let pod = Pod(
      metadata: ObjectMetadata(namespace: "n", name: "p"),
      spec: PodSpec(
        imagePullSecrets: (1...count).map { "s\($0)" },
        images: [ContainerImage(role: .container, name: "c", image: "r.example.com/app")]))
    let findings = objects.resolve(pod, merging: .admission)
      .diagnose(at: Timestamp(secondsSince1970: 1_800_000_000), in: Cluster(objects))
    #expect(findings.contains { $0.code == .registryMismatch } == isFound)
  }
}
