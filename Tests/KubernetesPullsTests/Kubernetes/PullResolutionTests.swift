import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct PullResolutionTests {
  private func resolution() throws -> PullResolution {
    let objects = try KubernetesObjects(
      json: deploymentJSON() + accountJSON("default", #"{"name":"a"},{},{"name":"b"},{"name":"c"}"#)
        + secretJSON("a") + secretJSON("b", document: "{", type: "Opaque"))
    return objects.resolve(try #require(objects.workloads.first), merging: .admission)
  }

  @Test func knowsItsSubject() throws {
    let resolution = try resolution()
    #expect(resolution.subject.description == "Deployment shop/web")
    #expect(resolution.namespace == "shop")
    #expect(resolution.merge == .admission)
    #expect(
      resolution.images == [ContainerImage(role: .container, name: "app", image: "r.example/app")])
    let objects = try KubernetesObjects(json: podJSON())
    let pod = try #require(objects.pods.first)
    #expect(objects.resolve(pod, merging: .union).subject.description == "Pod shop/web")
  }

  @Test func stepsReadWell() throws {
    #expect(
      try resolution().steps.map(\.description) == [
        "the Pod's own list has 0 items",
        "the list of ServiceAccount default: copied to the Pod, whose own list is empty",
        "imagePullSecrets[0] of ServiceAccount default: Secret a is read: DockerConfig(r.example)",
        "imagePullSecrets[1] of ServiceAccount default: names no Secret",
        "imagePullSecrets[2] of ServiceAccount default: Secret b is ignored: "
          + "the kubelet does not read Secrets of its type, Opaque",
        "imagePullSecrets[3] of ServiceAccount default: Secret c is missing",
      ])
  }

  @Test func showsNoSecret() throws {
    let resolution = try resolution()
    #expect(resolution.description == "PullResolution(Deployment shop/web, 6 steps)")
    #expect(!renderings(resolution).contains("hunter2"))
    #expect(!renderings(resolution.steps).contains("hunter2"))
  }
}

@Suite struct PullResolutionResolvingTests {
  /// The steps of the first Pod or else the first workload in `texts`.
  private func resolve(
    _ merge: PullResolution.Merge, _ texts: String...
  ) throws -> PullResolution {
    let objects = try KubernetesObjects(json: texts.joined(separator: "\n"))
    if let pod = objects.pods.first { return objects.resolve(pod, merging: merge) }
    return objects.resolve(try #require(objects.workloads.first), merging: merge)
  }

  private func use(
    _ merge: PullResolution.Merge, _ texts: String...
  ) throws -> PullResolution.ServiceAccountUse? {
    let objects = try KubernetesObjects(json: texts.joined(separator: "\n"))
    let resolution =
      objects.pods.first.map { objects.resolve($0, merging: merge) }
      ?? objects.workloads.first.map { objects.resolve($0, merging: merge) }
    guard case .serviceAccount(_, let use) = resolution?.steps[1] else { return nil }
    return use
  }

  /// The outcomes of the items, in order, as text.
  private func outcomes(_ resolution: PullResolution) -> [String] {
    resolution.references.map { reference in
      let owner =
        switch reference.listPosition.owner {
        case .pod: "pod"
        case .serviceAccount(let name): "sa \(name)"
        }
      let outcome =
        switch reference.outcome {
        case .read: "read"
        case .malformed(let error): "malformed \(error.code)"
        case .ignored(let reason): "ignored \(reason)"
        case .unnamed: "unnamed"
        case .repeated: "repeated"
        case .missing: "missing"
        case .notReached: "not reached"
        }
      return "\(owner)[\(reference.listPosition.index)] \(reference.item.name ?? "-") \(outcome)"
    }
  }

  private static let list = #""imagePullSecrets":[{"name":"a"}],"#
  private static let account = accountJSON("default", #"{"name":"b"},{"name":"a"}"#)
  private static let secrets = secretJSON("a", user: "ua") + secretJSON("b", user: "ub")
  private static let live = #""uid":"u","#
  private static let mirror = #""annotations":{"kubernetes.io/config.mirror":"h"},"#

  // MARK: Which lists count

  @Test func admissionCopiesToAnEmptyList() throws {
    let resolution = try resolve(.admission, deploymentJSON(), Self.account, Self.secrets)
    #expect(
      resolution.steps.prefix(2) == [
        .podList(count: 0), .serviceAccount(name: "default", .copied),
      ])
    #expect(outcomes(resolution) == ["sa default[0] b read", "sa default[1] a read"])
  }

  @Test func admissionCopiesNothingToAListWithAnItem() throws {
    let resolution = try resolve(
      .admission, deploymentJSON(Self.list), Self.account, Self.secrets)
    #expect(
      resolution.steps.prefix(2) == [
        .podList(count: 1), .serviceAccount(name: "default", .hiddenByPodList),
      ])
    #expect(outcomes(resolution) == ["pod[0] a read"])
  }

  @Test(arguments: ["{}", #"{"name":""}"#, "null", #""b""#, "1"])
  func anItemWithoutANameIsAnItem(item: String) throws {
    let resolution = try resolve(
      .admission, deploymentJSON(#""imagePullSecrets":[\#(item)],"#), Self.account, Self.secrets)
    #expect(
      resolution.steps.prefix(2) == [
        .podList(count: 1), .serviceAccount(name: "default", .hiddenByPodList),
      ])
    #expect(outcomes(resolution) == ["pod[0] - unnamed"])
    #expect(resolution.keyring.isEmpty)
  }

  @Test func aPodThatIsYetToBeMadeIsLikeATemplate() throws {
    #expect(try use(.admission, podJSON(), Self.account) == .copied)
    #expect(try use(.admission, podJSON(Self.list), Self.account) == .hiddenByPodList)
  }

  @Test func aLivePodHasItsOwnListOnly() throws {
    let empty = try resolve(
      .admission, podJSON(metadata: Self.live), Self.account, Self.secrets)
    #expect(
      empty.steps == [.podList(count: 0), .serviceAccount(name: "default", .alreadyAdmitted)])
    let listed = try resolve(
      .admission, podJSON(Self.list, metadata: Self.live), Self.account, Self.secrets)
    #expect(
      listed.steps.prefix(2) == [
        .podList(count: 1), .serviceAccount(name: "default", .alreadyAdmitted),
      ])
    #expect(outcomes(listed) == ["pod[0] a read"])
  }

  @Test func aStaticPodIsGivenNothing() throws {
    for metadata in [
      Self.mirror, Self.live + Self.mirror,
      #""annotations":{"kubernetes.io/config.source":"file"},"#,
    ] {
      #expect(try use(.admission, podJSON(metadata: metadata), Self.account) == .staticPod)
    }
    let fromAPI = #""annotations":{"kubernetes.io/config.source":"api"},"#
    #expect(try use(.admission, podJSON(metadata: fromAPI), Self.account) == .copied)
  }

  @Test func theServiceAccountMayBeEmptyOrMissing() throws {
    let empty = accountJSON("default", "")
    let elsewhere = accountJSON("default", namespace: "other", #"{"name":"b"}"#)
    for merge in PullResolution.Merge.allCases {
      #expect(try use(merge, deploymentJSON(), empty) == .emptyList)
      #expect(try use(merge, deploymentJSON(), elsewhere) == .notFound)
    }
  }

  @Test func onlyThePodsOwnServiceAccountCounts() throws {
    let resolution = try resolve(
      .admission, deploymentJSON(#""serviceAccountName":"web","#), Self.account, Self.secrets,
      accountJSON("web", #"{"name":"a"}"#))
    #expect(resolution.steps[1] == .serviceAccount(name: "web", .copied))
    #expect(outcomes(resolution) == ["sa web[0] a read"])
    #expect(resolution.serviceAccount?.name == "web")
  }

  @Test func unionTakesBothListsAndEachSecretOnce() throws {
    for pod in [
      deploymentJSON(Self.list), podJSON(Self.list), podJSON(Self.list, metadata: Self.live),
    ] {
      let resolution = try resolve(.union, pod, Self.account, Self.secrets)
      #expect(
        resolution.steps.prefix(2) == [
          .podList(count: 1), .serviceAccount(name: "default", .appended),
        ])
      #expect(
        outcomes(resolution) == [
          "pod[0] a read", "sa default[0] b read", "sa default[1] a repeated",
        ])
    }
  }

  // MARK: What becomes of an item

  @Test func theKubeletKeepsRepeatedNames() throws {
    let pod = podJSON(#""imagePullSecrets":[{"name":"a"},{"name":"a"}],"#)
    let admission = try resolve(.admission, pod, Self.secrets)
    #expect(outcomes(admission) == ["pod[0] a read", "pod[1] a read"])
    let image = try ImageReference("r.example/app")
    #expect(
      admission.credentials(for: image).map(\.source) == [
        .secret(
          namespace: "shop", name: "a", uid: "uid-a", listPosition: .init(owner: .pod, index: 0)),
        .secret(
          namespace: "shop", name: "a", uid: "uid-a", listPosition: .init(owner: .pod, index: 1)),
      ])
    let union = try resolve(.union, pod, Self.secrets)
    #expect(outcomes(union) == ["pod[0] a read", "pod[1] a repeated"])
    #expect(union.credentials(for: image).count == 1)
  }

  @Test func credentialsKeepTheListsOrder() throws {
    let pod = podJSON(#""imagePullSecrets":[{"name":"b"},{"name":"a"}],"#)
    let resolution = try resolve(.admission, pod, Self.secrets)
    let image = try ImageReference("r.example/app")
    #expect(resolution.credentials(for: image).map(\.username) == ["ub", "ua"])
    #expect(resolution.credentials(for: try ImageReference("other.example/app")).isEmpty)
  }

  @Test func namesAreLookedUpInThePodsNamespaceOnly() throws {
    let pod = podJSON(#""imagePullSecrets":[{"name":"a"},{"name":"gone"}],"#)
    let resolution = try resolve(.admission, pod, secretJSON("a", namespace: "other"))
    #expect(outcomes(resolution) == ["pod[0] a missing", "pod[1] gone missing"])
    #expect(resolution.refusal == nil)
    #expect(resolution.hasSecrets)
    #expect(try !resolve(.admission, pod).hasSecrets)
  }

  @Test func aSecretThatDoesNotCountIsPassedOver() throws {
    let pod = podJSON(
      #""imagePullSecrets":[{"name":"opaque"},{"name":"key"},{"name":"empty"},{"name":"a"}],"#)
    let resolution = try resolve(
      .admission, pod, secretJSON("opaque", document: "{", type: "Opaque"),
      secretJSON("key", document: "{", key: ".dockercfg"), secretJSON("empty", document: ""),
      Self.secrets)
    #expect(
      resolution.references.map(\.outcome).prefix(3) == [
        .ignored(.wrongType("Opaque", credentialKey: ".dockerconfigjson")),
        .ignored(.missingKey(".dockerconfigjson", credentialKey: ".dockercfg")),
        .ignored(.emptyValue(key: ".dockerconfigjson")),
      ])
    #expect(resolution.refusal == nil)
    #expect(resolution.credentials(for: try ImageReference("r.example/app")).count == 1)
  }

  @Test func oneMalformedSecretStopsEveryPull() throws {
    let pod = podJSON(
      #"""
      "imagePullSecrets":[{"name":"a"},{"name":"bad"},{"name":"gone"},{},{"name":"b"},{
      "name":"worse"}],
      """#
    )
    let resolution = try resolve(
      .admission, pod, Self.secrets, secretJSON("bad", document: #"{"auths":[]}"#),
      secretJSON("worse", document: "{"))
    #expect(
      outcomes(resolution) == [
        "pod[0] a read", "pod[1] bad malformed type-mismatch", "pod[2] gone missing",
        "pod[3] - unnamed", "pod[4] b not reached", "pod[5] worse not reached",
      ])
    #expect(resolution.refusal?.namespace == "shop")
    #expect(resolution.refusal?.secretName == "bad")
    #expect(resolution.refusal?.listPosition == .init(owner: .pod, index: 1))
    #expect(resolution.refusal?.error.code == .typeMismatch)
    #expect(resolution.keyring.isEmpty)
    #expect(resolution.credentials(for: try ImageReference("r.example/app")).isEmpty)
  }

  @Test func aMalformedSecretThatNobodyListsStopsNothing() throws {
    let resolution = try resolve(
      .admission, podJSON(Self.list), Self.secrets, secretJSON("bad", document: "{"))
    #expect(resolution.refusal == nil)
    #expect(outcomes(resolution) == ["pod[0] a read"])
  }

  @Test func namesTheEntriesThatTheKeyringSkips() throws {
    let document = #"{"auths":{"a b":{"username":"u"},"r.example":{"username":"u"}}}"#
    let resolution = try resolve(
      .admission, podJSON(Self.list), secretJSON("a", document: document))
    let reference = try #require(resolution.references.first)
    #expect(reference.skippedEntries.map(\.entry.registryKey) == ["a b"])
    #expect(reference.skippedEntries.map(\.error.code) == [.invalidHostCharacter])
    #expect(try resolve(.admission, podJSON(Self.list)).references[0].skippedEntries.isEmpty)
  }
}
