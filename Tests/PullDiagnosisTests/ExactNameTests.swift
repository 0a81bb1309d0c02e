import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import PullDiagnosis

/// Names that are equivalent in Unicode but have different bytes are different, although Swift's
/// `String` treats them as equal.
@Suite struct ExactNameTests {
  private static let one = "s\u{E9}"
  private static let other = "se\u{301}"

  private func json(_ items: String...) throws -> KubernetesObjects {
    try KubernetesObjects(json: items.joined(separator: "\n"))
  }

  private func pod(_ name: String, lists: [String], image: String = "r.example/app") -> String {
    let items = lists.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
    return #"""
      {"kind":"Pod","metadata":{"name":"\#(name)","namespace":"shop"},
       "spec":{"imagePullSecrets":[\#(items)],"containers":[{"name":"c","image":"\#(image)"}]}}
      """#
  }

  private func secret(_ name: String) -> String {
    PullDiagnosisTests.secret(name, document: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#)
  }

  @Test(arguments: PullResolution.Merge.allCases)
  func usesOfASecretAreThoseOfItsName(merge: PullResolution.Merge) throws {
    let lists = Array(repeating: Self.one, count: PullResolution.maximumUseCount) + [Self.other]
    let objects = try json(pod("web", lists: lists), secret(Self.one), secret(Self.other))
    let resolution = objects.resolve(try #require(objects.pods.first), merging: merge)
    let last = try #require(resolution.references.last)
    guard case .read = last.outcome else {
      Issue.record("\(last.outcome)")
      return
    }
    let image = try ImageReference("r.example/app")
    let sources = resolution.credentials(for: image).map(\.source)
    let expected = CredentialSource.secret(
      namespace: "shop", name: Self.other, listPosition: last.listPosition)
    #expect(sources.last == expected)
    #expect(sources.filter { $0 == expected }.count == 1)
  }

  @Test func aReportIsAboutTheContainerOfItsName() throws {
    let objects = try json(
      #"""
      {"kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[
        {"name":"\#(Self.one)","image":"r.example/a"},{"name":"\#(Self.other)","image":"r.example/b"}]},
       "status":{"phase":"Pending","containerStatuses":[{"name":"\#(Self.one)","image":"x",
        "state":{"waiting":{"reason":"ErrImagePull","message":"401 Unauthorized"}}}]}}
      """#)
    let pod = try #require(objects.pods.first)
    let messages = ClusterMessages(about: .pod(pod), in: Cluster(objects))
    #expect(pod.spec.images.map { messages.texts(about: $0).count } == [1, 0])
    #expect(pod.spec.images.map { messages.reason(about: $0) } == ["ErrImagePull", nil])
  }

  @Test func findingsAboutTwoObjectsAreTwo() throws {
    let objects = try json(
      pod(Self.one, lists: ["a"]).replacing(#"{"name":"a"}"#, with: #""a""#),
      pod(Self.other, lists: ["a"]).replacing(#"{"name":"a"}"#, with: #""a""#))
    let results = ManifestCheck(objects).results(at: try #require(Timestamp(scenarioTime)))
    #expect(results.map(\.finding.code) == [.malformedReference, .malformedReference])
  }

  @Test func podsOfOtherListsAreNotAlike() throws {
    var audit = ClusterAudit()
    let objects = try json(
      pod("a", lists: [Self.one]), pod("b", lists: [Self.other]), secret(Self.one))
    for pod in objects.pods {
      var owned = pod
      owned.metadata.ownerReferences = [
        OwnerReference(apiVersion: "batch/v1", kind: "Job", name: "j", isController: true)
      ]
      audit.insert(KubernetesObject(owned))
    }
    for secret in objects.secrets { audit.insert(KubernetesObject(secret)) }
    let report = audit.report(at: try #require(Timestamp(scenarioTime)))
    let missing = try #require(report.groups.first { $0.code == .secretMissing })
    #expect(missing.podCount == 1)
    #expect(missing.causes.count == 1)
  }

  @Test func listsOfServiceAccounts() throws {
    let account = ServiceAccount(
      namespace: "shop", name: "default", imagePullSecrets: [Self.one])
    let secrets = AccountSecrets(of: account, in: KubernetesObjects())
    #expect(secrets.contains(Self.one))
    #expect(!secrets.contains(Self.other))
  }

  @Test func subjectsOfClaims() {
    #expect(Claim.Subject.secret(Self.one) == .secret(Self.one))
    #expect(Claim.Subject.secret(Self.one) != .secret(Self.other))
    #expect(Claim.Subject.key(secret: "s", key: Self.one) != .key(secret: "s", key: Self.other))
    let owners: Set = [
      WorkloadOwner(kind: "Pod", namespace: "n", name: Self.one),
      WorkloadOwner(kind: "Pod", namespace: "n", name: Self.other),
    ]
    #expect(owners.count == 2)
    let texts: Set<SafeText> = ["\(quoted: Self.one)", "\(quoted: Self.other)"]
    #expect(texts.count == 2)
  }
}
