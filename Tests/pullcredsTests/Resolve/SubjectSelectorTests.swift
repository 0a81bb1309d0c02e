import ImagePullCredentials
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
    let parsed = try Arguments(
      parsing: arguments, options: SubjectSelector.options, of: "resolve")
    return try SubjectSelector(parsed).select(from: objects).description
  }

  @Test func byName() throws {
    #expect(try select("--pod", "worker-x7") == "Pod a/worker-x7")
    #expect(try select("--pod", "web", "-n", "b") == "Pod b/web")
    #expect(try select("--cronjob", "web") == "CronJob a/web")
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
    #expect(throws: ArgumentError.conflict("--pod", "--job", of: "resolve")) {
      try select("--job", "a", "--pod", "b")
    }
  }

  @Test(arguments: [
    (
      [],
      "the input holds 4 Pods and workloads; choose one:"
        + "\n-n a --pod web\n-n b --pod web\n-n a --pod worker-x7\n-n a --cronjob web"
    ),
    (
      ["-n", "a"],
      "the input holds 3 Pods and workloads; choose one:"
        + "\n--pod web\n--pod worker-x7\n--cronjob web"
    ),
    (
      ["--pod", "web"],
      "that name is in 2 namespaces; choose one:\n-n a --pod web\n-n b --pod web"
    ),
    (["--pod", "worker"], "the input holds no Pod worker; did you mean worker-x7?"),
    (
      ["--pod", "zebra", "-n", "a"],
      "the input holds no Pod zebra in namespace a; there are:\n--pod web\n--pod worker-x7"
    ),
    (["--job", "web"], "the input holds no Job web, nor any other Job"),
    (
      ["-n", "c"],
      "the input holds no Pod or workload in namespace c\nRun: kubectl get pods,sa,secrets -o json"
    ),
  ])
  func messages(_ arguments: [String], _ message: String) throws {
    let parsed = try Arguments(
      parsing: arguments, options: SubjectSelector.options, of: "resolve")
    let error = #expect(throws: SelectionError.self) {
      try SubjectSelector(parsed).select(from: Self.objects)
    }
    #expect(error?.description == message)
  }

  @Test(arguments: [20, 21])
  func longListsAreCut(_ count: Int) {
    let names = (0..<count).map { SubjectName(kind: .pod, namespace: "a", name: "p\($0)") }
    let lines = SelectionError.several(names).description.split(separator: "\n")
    #expect(lines.count == count + 1)
    #expect(lines.last == (count == 20 ? "--pod p19" : "… and 1 more"))
  }
}
