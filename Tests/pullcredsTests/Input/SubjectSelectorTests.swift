import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import pullcreds

@Suite struct SubjectSelectorTests {
  private static let objects = {
    var objects = KubernetesObjects()
    for (namespace, name) in [("a", "web"), ("b", "web"), ("a", "worker-x7")] {
      objects.insert(
        Pod(metadata: ObjectMetadata(namespace: namespace, name: name), spec: PodSpec()))
    }
    objects.insert(
      Workload(
        kind: .cronJob, metadata: ObjectMetadata(namespace: "a", name: "web"), podSpec: PodSpec()))
    return objects
  }()

  private func select(
    _ arguments: String..., from objects: KubernetesObjects = objects
  ) throws -> String {
    let selection = try Self.selector(arguments).select(from: objects)
    return selection.subject.description + (selection.note.map { ", \($0)" } ?? "")
  }

  private static func selector(_ arguments: [String]) throws -> SubjectSelector {
    let parsed = try Arguments(
      parsing: arguments, options: SubjectSelector.options, of: "resolve")
    return try SubjectSelector(parsed, operand: parsed.operands.first)
  }

  @Test func byName() throws {
    #expect(try select("--pod", "worker-x7") == "Pod a/worker-x7")
    #expect(try select("--pod", "web", "-n", "b") == "Pod b/web")
    #expect(try select("--cronjob", "web") == "CronJob a/web")
  }

  @Test(arguments: [
    ("pod/worker-x7", "Pod a/worker-x7"), ("po/worker-x7", "Pod a/worker-x7"),
    ("pods/worker-x7", "Pod a/worker-x7"), ("Pod/worker-x7", "Pod a/worker-x7"),
    ("worker-x7", "Pod a/worker-x7"), ("cj/web", "CronJob a/web"),
    ("cronjob.batch/web", "CronJob a/web"), ("cronjobs.v1.batch/web", "CronJob a/web"),
  ])
  func asKubectlNamesIt(_ operand: String, _ subject: String) throws {
    #expect(try select(operand) == subject)
  }

  @Test(arguments: ["svc/web", "a/b/c", "/web", ""])
  func operandsThatNameNothing(_ operand: String) {
    #expect(throws: (any Error).self) { try select(operand) }
  }

  @Test func kubectlsShortNames() {
    #expect(
      SubjectKind.allCases.map(\.shortName) == [
        "pod", "deploy", "sts", "ds", "rs", "rc", "job", "cj", "podtemplate",
      ])
  }

  private static func failing(_ name: String, of owner: String? = nil) -> Pod {
    var metadata = ObjectMetadata(namespace: "a", name: name)
    if let owner {
      metadata.ownerReferences = [
        OwnerReference(apiVersion: "apps/v1", kind: "ReplicaSet", name: owner, isController: true)
      ]
    }
    return Pod(
      metadata: metadata, spec: PodSpec(),
      status: Pod.Status(containers: [
        Pod.ContainerStatus(name: "c", state: .waiting, reason: "ImagePullBackOff")
      ]))
  }

  @Test func thePodThatFails() throws {
    var objects = Self.objects
    objects.insert(Self.failing("sick", of: "web-1"))
    #expect(try select(from: objects) == "Pod a/sick, the only Pod that fails to pull")
    objects.insert(Self.failing("sick-2", of: "web-1"))
    #expect(
      try select(from: objects)
        == "Pod a/sick, one of 2 Pods of ReplicaSet web-1 that fail to pull")
    objects.insert(Self.failing("other", of: "web-2"))
    #expect(throws: SelectionError.self) { try select(from: objects) }
    #expect(try select("sick", from: objects) == "Pod a/sick")
  }

  @Test func theOnlyOne() throws {
    #expect(try select("-n", "b") == "Pod b/web")
    #expect(throws: SelectionError.nothing(namespace: "c")) { try select("-n", "c") }
    #expect(throws: SelectionError.nothing(namespace: nil)) {
      try select(from: KubernetesObjects())
    }
  }

  @Test func everyKindHasAnOption() {
    #expect(
      SubjectKind.allCases.map(\.option.name) == [
        "pod", "deployment", "statefulset", "daemonset", "replicaset", "replicationcontroller",
        "job", "cronjob", "podtemplate",
      ])
  }

  @Test func twoKindsExcludeEachOther() {
    #expect(throws: ArgumentError.conflict("--pod", "--job")) {
      try select("--job", "a", "--pod", "b")
    }
  }

  @Test(arguments: [
    (
      [],
      "the input holds 4 Pods and workloads that may be meant; choose one:"
        + "\n-n a pod/web\n-n b pod/web\n-n a pod/worker-x7\n-n a cj/web"
    ),
    (
      ["-n", "a"],
      "the input holds 3 Pods and workloads that may be meant; choose one:"
        + "\npod/web\npod/worker-x7\ncj/web"
    ),
    (
      ["--pod", "web"],
      "the input holds 2 Pods and workloads that may be meant; choose one:"
        + "\n-n a pod/web\n-n b pod/web"
    ),
    (
      ["web", "-n", "a"],
      "the input holds 2 Pods and workloads that may be meant; choose one:\npod/web\ncj/web"
    ),
    (["--pod", "worker"], "the input holds no Pod worker; did you mean worker-x7?"),
    (["worker"], "the input holds no Pod or workload worker; did you mean worker-x7?"),
    (
      ["--pod", "zebra", "-n", "a"],
      "the input holds no Pod zebra in namespace a; there are:\npod/web\npod/worker-x7"
    ),
    (["job/web"], "the input holds no Job web, nor any other Job"),
    (
      ["-n", "c"],
      "the input holds no Pod or workload in namespace c\nRun: kubectl get pods,sa,secrets -o json"
    ),
  ])
  func messages(_ arguments: [String], _ message: String) throws {
    let error = #expect(throws: SelectionError.self) {
      try Self.selector(arguments).select(from: Self.objects)
    }
    #expect(error?.description == message)
  }

  @Test(arguments: [20, 21])
  func longListsAreCut(_ count: Int) {
    let names = (0..<count).map {
      SubjectName(
        .pod(Pod(metadata: ObjectMetadata(namespace: "a", name: "p\($0)"), spec: PodSpec())))
    }
    let lines = SelectionError.several(names).description.split(separator: "\n")
    #expect(lines.count == count + 1)
    #expect(lines.last == (count == 20 ? "pod/p19" : "… and 1 more"))
  }
}
