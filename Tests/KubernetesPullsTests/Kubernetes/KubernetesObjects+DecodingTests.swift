import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct KubernetesObjectsDecodingTests {
  /// Kind and name of all objects.
  private func summary(_ text: String) throws -> [String] {
    let objects = try KubernetesObjects(json: text)
    return objects.pods.map { "Pod \($0.name)" } + objects.secrets.map { "Secret \($0.name)" }
      + objects.workloads.map { "\($0.kind.rawValue) \($0.name)" }
      + objects.serviceAccounts.map { "ServiceAccount \($0.name)" }
  }

  private static let pod = #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}"#
  private static let secret =
    #"{"apiVersion":"v1","data":{},"kind":"Secret","metadata":{"name":"s"}}"#
  private static let bare = #"{"metadata":{"name":"s"}},{"metadata":{"name":"t"}}"#

  @Test(arguments: [
    (pod, ["Pod p"]),
    (" \n" + pod + "\n", ["Pod p"]),
    (pod + secret, ["Pod p", "Secret s"]),
    (pod + "\n" + secret + "\n", ["Pod p", "Secret s"]),
    (
      #"{"apiVersion":"v1","items":[\#(pod),\#(secret)],"kind":"List","metadata":{}}"#,
      ["Pod p", "Secret s"]
    ),
    (#"{"kind":"List","apiVersion":"v1","items":[\#(pod)]}"#, ["Pod p"]),
    (#"{"items":[\#(pod)]}"#, ["Pod p"]),
    (#"{"items":[\#(pod)]}{"items":[\#(secret)]}\#(pod)"#, ["Pod p", "Secret s"]),
    (#"{"apiVersion":"v1","items":[],"kind":"List"}"#, []),
    (#"{"apiVersion":"v1","items":null,"kind":"PodList"}"#, []),
    // The API server's own lists, whose items name no kind.
    (
      #"{"kind":"SecretList","apiVersion":"v1","metadata":{},"items":[\#(bare)]}"#,
      ["Secret s", "Secret t"]
    ),
    (#"{"apiVersion":"v1","items":[\#(bare)],"kind":"SecretList"}"#, ["Secret s", "Secret t"]),
    (
      #"{"items":[\#(bare)],"metadata":{},"kind":"SecretList","apiVersion":"v1"}"#,
      ["Secret s", "Secret t"]
    ),
    (
      #"{"apiVersion":"apps/v1","items":[\#(bare)],"kind":"DeploymentList"}"#,
      ["Deployment s", "Deployment t"]
    ),
    (#"{"apiVersion":"example.com/v1","items":[\#(bare)],"kind":"SecretList"}"#, []),
    (#"{"kind":"PodList","items":[\#(secret)]}"#, ["Secret s"]),
    (
      #"{"items":[{"items":[\#(bare)],"kind":"SecretList"},\#(pod)],"kind":"List"}"#,
      ["Pod p", "Secret s", "Secret t"]
    ),
    // Other kinds, and what only looks like a list.
    (#"{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b"}}"#, []),
    (#"{"apiVersion":"metrics.k8s.io/v1beta1","kind":"Pod"}"#, []),
    (#"{"apiVersion":"example.com/v1","kind":"AllowList","spec":{"items":[1]}}"#, []),
    (#"{"kind":"ConfigMap","items":{"a":1}}"#, []),
    // Unknown fields, deep ones too.
    (
      #"""
      {"kind":"Pod","metadata":{"name":"p","x":[[{"y":[]}]]},
      "z":\#(String(repeating: "[", count: 2_000))\#(String(repeating: "]", count: 2_000))}
      """#,
      ["Pod p"]
    ),
    (#"{"\u006bind":"Pod","metadata":{"n\u0061me":"p"}}"#, ["Pod p"]),
    (#"{"Kind":"Secret","kind":"Pod","metadata":{"name":"p"}}"#, ["Pod p"]),
  ]) func readsWhatKubectlPrints(text: String, objects: [String]) throws {
    #expect(try summary(text) == objects, "\(text.prefix(200))")
  }

  @Test func listsStandInListsUpToALimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: #"{"items":["#, count: depth) + Self.pod
        + String(repeating: #"],"kind":"List"}"#, count: depth)
    }
    #expect(try summary(nested(KubernetesObjects.maximumListDepth)) == ["Pod p"])
    let error = #expect(throws: KubernetesObjects.DecodingError.self) {
      try self.summary(nested(KubernetesObjects.maximumListDepth + 1))
    }
    #expect(error?.code == .listsTooDeep)
    #expect(error?.offset == KubernetesObjects.maximumListDepth * 10)
  }

  @Test func readsBytesOfEveryKind() throws {
    let bytes = Array(Self.pod.utf8)
    #expect(try KubernetesObjects(json: bytes).pods.count == 1)
    #expect(try KubernetesObjects(json: bytes.span).pods.count == 1)
  }

  @Test func handsOutOneObjectAfterTheOther() throws {
    let text = #"{"items":[\#(Self.pod),{"kind":"ConfigMap"},\#(Self.secret)]}"#
    var reader = ObjectReader(text.utf8.span, defaultNamespace: "default")
    let pod = try reader.next()
    #expect(pod?.object?.pod?.name == "p")
    let secret = try reader.next()
    #expect(secret?.object?.secret?.name == "s")
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
  }

  @Test func everyPrefixIsReadOrRefused() throws {
    let text = #"{"items":[\#(secretJSON("a")),\#(podJSON()),\#(deploymentJSON())],"kind":"List"}"#
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      let error = #expect(throws: KubernetesObjects.DecodingError.self) {
        try KubernetesObjects(json: Array(bytes[..<count]))
      }
      #expect(error?.code == (count == 0 ? .empty : .invalidJSON))
      #expect(error?.offset == count)
    }
    #expect(try KubernetesObjects(json: bytes).secrets.count == 1)
  }

  @Test func anyByteAnywhereIsReadOrRefused() {
    let text = #"{"items":[\#(secretJSON("a")),\#(accountJSON("b", #"{"name":"a"}"#))]}"#
    var bytes = Array(text.utf8)
    for index in bytes.indices {
      let original = bytes[index]
      for byte in [0, 9, 34, 44, 48, 58, 91, 92, 93, 123, 125, 128, 255] as [UInt8] {
        bytes[index] = byte
        do throws(KubernetesObjects.DecodingError) {
          _ = try KubernetesObjects(json: bytes)
        } catch {
          #expect(error.offset <= bytes.count)
          #expect(!error.description.contains("hunter2"))
        }
      }
      bytes[index] = original
    }
  }
}

@Suite struct KubernetesObjectsDecodingErrorTests {
  typealias Code = KubernetesObjects.DecodingError.Code

  struct Row: Sendable, CustomTestStringConvertible {
    let text: String
    let code: Code
    let offset: Int
    var object: String?
    var path = ""
    var testDescription: String { String(text.prefix(80)) }
  }

  @Test(arguments: [
    Row(text: "", code: .empty, offset: 0),
    Row(text: " \n\t", code: .empty, offset: 3),
    Row(text: "apiVersion: v1\nkind: Pod\n", code: .yaml, offset: 0),
    Row(text: "---\n{}", code: .yaml, offset: 0),
    Row(text: "\n# comment", code: .yaml, offset: 1),
    Row(text: "kind: Pod", code: .yaml, offset: 0),
    Row(text: "<!DOCTYPE html>", code: .notJSON, offset: 0),
    Row(text: "Error from server (Forbidden): pods", code: .notJSON, offset: 0),
    Row(text: "NAME   READY   STATUS", code: .notJSON, offset: 0),
    Row(text: "[{}]", code: .notJSON, offset: 0),
    Row(text: "\u{FEFF}{}", code: .notJSON, offset: 0),
    Row(text: #""Pod""#, code: .notJSON, offset: 0),
    Row(text: "{}x", code: .missingKind, offset: 0),
    Row(text: #"{"kind":"Pod"}x"#, code: .notJSON, offset: 14),
    Row(text: #"{"kind":"Pod"},"#, code: .notJSON, offset: 14),
    Row(text: #"{"auths":{}}"#, code: .missingKind, offset: 0),
    Row(text: #"{"kind":null}"#, code: .missingKind, offset: 0),
    Row(text: #"{"items":[{"kind":"Pod"},{}]}"#, code: .missingKind, offset: 25, path: "items[1]"),
    Row(text: #"{"kind":"Status","status":"Failure"}"#, code: .failureStatus, offset: 0),
    Row(text: #"{"object":{"kind":"Pod"}}"#, code: .unknownEnvelope, offset: 0),
    Row(text: #"{"type":"CHANGED","object":{}}"#, code: .unknownEnvelope, offset: 0),
    Row(text: #"{"type":"ERROR","object":{"kind":"Status"}}"#, code: .failureStatus, offset: 43),
    Row(
      text: #"{"apiVersion":"meta.k8s.io/v1","kind":"Table","rows":[]}"#, code: .unknownEnvelope,
      offset: 0),
    Row(
      text: #"{"apiVersion":"admission.k8s.io/v2","kind":"AdmissionReview","request":{}}"#,
      code: .unknownEnvelope, offset: 0),
    Row(
      text: #"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{}}"#,
      code: .unknownEnvelope, offset: 0),
    Row(
      text: #"{"type":"ADDED","object":{"kind":"Pod","spec":7}}"#, code: .typeMismatch, offset: 46,
      path: "object.spec"),
    Row(text: #"{"kind":1}"#, code: .typeMismatch, offset: 8, path: "kind"),
    Row(text: #"{"items":[1]}"#, code: .typeMismatch, offset: 10, path: "items[0]"),
    Row(text: #"{"items":[null]}"#, code: .typeMismatch, offset: 10, path: "items[0]"),
    Row(text: #"{"kind":"Pod","spec":[]}"#, code: .typeMismatch, offset: 21, path: "spec"),
    Row(
      text: #"{"kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{},{"image":5}]}}"#,
      code: .typeMismatch, offset: 72, object: "Pod default/p", path: "spec.containers[1].image"),
    Row(
      text: #"{"kind":"Pod","spec":{"nodeName":["n"]},"metadata":{"name":"p"}}"#,
      code: .typeMismatch, offset: 33, object: "Pod default/p", path: "spec.nodeName"),
    Row(
      text:
        #"""
        {"items":[{},{"data":{".dockerconfigjson":"aHVu*"},"kind":"Secret","metadata":{
        "name":"ecr","namespace":"payments"}}],"kind":"PodList"}
        """#,
      code: .notBase64, offset: 47, object: "Secret payments/ecr",
      path: #"items[1].data[".dockerconfigjson"]"#),
    Row(
      text: #"{"kind":"Secret","data":{".dockercfg":"e30"}}"#, code: .notBase64, offset: 42,
      path: #"data[".dockercfg"]"#),
    Row(
      text: #"{"kind":"Secret","data":{"other":7}}"#, code: .typeMismatch, offset: 33,
      path: "data.other"),
    Row(
      text: #"{"kind":"Secret","data":"x"}"#, code: .typeMismatch, offset: 24, path: "data"),
    Row(
      text: #"{"kind":"Pod","metadata":{"name":"p","creationTimestamp":"today"}}"#,
      code: .invalidTimestamp, offset: 58, path: "metadata.creationTimestamp"),
    Row(
      text: #"{"kind":"Pod","metadata":{"name":"p"},}"#, code: .invalidJSON, offset: 38,
      object: "Pod default/p"),
    Row(
      text: #"{"kind":"Pod","metadata":{"name":"p"},"spec":{"volumes":[{"name":"a"} {}]}}"#,
      code: .invalidJSON, offset: 70, object: "Pod default/p", path: "spec.volumes"),
    Row(text: #"{"items":[{"kind":"Node"}"#, code: .invalidJSON, offset: 25, path: "items"),
  ]) func saysWhatAndWhere(row: Row) throws {
    let error = try #require(
      #expect(throws: KubernetesObjects.DecodingError.self) {
        try KubernetesObjects(json: row.text)
      })
    #expect(error.code == row.code)
    #expect(error.offset == row.offset)
    #expect(error.object?.description == row.object)
    #expect(error.path == row.path)
  }

  @Test func countsLinesAndColumns() throws {
    let text = """
      {
          "kind": "Pod",
          "metadata": {"name": "p"},
          "spec": {
              "containers": {}
          }
      }
      """
    let error = #expect(throws: KubernetesObjects.DecodingError.self) {
      try KubernetesObjects(json: text)
    }
    #expect(error?.line == 5)
    #expect(error?.column == 23)
    #expect(
      error?.description
        == "line 5, column 23, spec.containers (Pod default/p): expected an array")
  }

  @Test(arguments: [
    ("apiVersion: v1", "this is YAML; run kubectl get with -o json and pass that"),
    ("<html>", "this is a web page, as proxies and log-in forms send, not what kubectl prints"),
    ("NAMESPACE  NAME", "this is kubectl's table; run kubectl get with -o json"),
    (
      "No resources found in default namespace.",
      "this is a message from kubectl, not its output; run the command alone to see why"
    ),
    ("[]", "this is a bare array; pass kubectl's whole output, not its items"),
    ("0", "expected a JSON object; pass the output of kubectl get -o json"),
  ]) func saysWhatToDo(text: String, explanation: String) {
    let error = #expect(throws: KubernetesObjects.DecodingError.self) {
      try KubernetesObjects(json: text)
    }
    #expect(error?.description == "line 1, column 1: \(explanation)")
  }

  @Test(arguments: [[0xFF, 0xFE, 0x7B, 0x00], [0xFE, 0xFF, 0x00, 0x7B]] as [[UInt8]])
  func knowsUTF16(bytes: [UInt8]) {
    let error = #expect(throws: KubernetesObjects.DecodingError.self) {
      try KubernetesObjects(json: bytes)
    }
    #expect(error?.code == .notJSON)
    #expect(error?.explanation == "this is UTF-16, as PowerShell writes files; save it as UTF-8")
  }

  @Test func thePathIsThatOfTheDocumentAtFault() {
    let error = #expect(throws: KubernetesObjects.DecodingError.self) {
      try KubernetesObjects(
        json: "{\"kind\":\"Node\"}\n{\"items\":[{\"kind\":\"Pod\",\"spec\":1}]}")
    }
    #expect(error?.path == "items[0].spec")
    #expect(error?.line == 2)
    #expect(error?.column == 32)
  }

  @Test func pathsAreCutAndEscaped() {
    func path(_ text: String) -> String? {
      #expect(throws: KubernetesObjects.DecodingError.self) { try KubernetesObjects(json: text) }?
        .path
    }
    let limit = ManifestPath.maximumLength
    let deep = String(repeating: #"{"a":"#, count: limit - 1)
    #expect(path(#"{"x":\#(deep)!"#) == "x" + String(repeating: ".a", count: limit - 1))
    #expect(path(#"{"x":{"a":\#(deep)!"#) == "x" + String(repeating: ".a", count: limit - 1) + "…")
    #expect(path(#"{"a b\n":{"https://u:hunter2@h":!"#) == #"["a b\n"]["https://***@h"]"#)
  }

  @Test func equalsInAllParts() throws {
    func error(_ text: String) -> KubernetesObjects.DecodingError? {
      #expect(throws: KubernetesObjects.DecodingError.self) { try KubernetesObjects(json: text) }
    }
    #expect(error("<a>") == error("<b>"))
    #expect(error("<a>") != error(" <a>"))
    #expect(error("<a>")?.code == error(" <b>")?.code)
    #expect(
      error(#"{"kind":1}"#)
        == KubernetesObjects.DecodingError(
          .typeMismatch, at: 8, line: 1, column: 9, path: "kind",
          explanation: "expected a string"))
  }

  // MARK: - Single malformed objects

  private func decode(
    _ text: String
  ) throws -> (objects: KubernetesObjects, errors: [KubernetesObjects.DecodingError]) {
    var errors: [KubernetesObjects.DecodingError] = []
    let objects = try KubernetesObjects(json: text.utf8.span) { errors.append($0) }
    return (objects, errors)
  }

  @Test func leavesOutSingleObjects() throws {
    let text = #"""
      {"items":[
        {"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"image":5}]}},
        {"kind":"Pod","metadata":{"name":"b"}},
        7,
        {"items":[{"metadata":{"name":"x"}},{"kind":"Pod","metadata":{"name":"c"}}],"kind":"List"},
        {"kind":"Secret","metadata":{"name":"s","namespace":"shop"},
         "data":{".dockerconfigjson":"*SECRET:"},"type":"kubernetes.io/dockerconfigjson"},
        {"kind":"ServiceAccount","metadata":{"name":"d"}}
      ],"kind":"List"}
      {"kind":"Pod","metadata":{"name":"e"},"spec":0}
      {"kind":"Pod","metadata":{"name":"f"}}
      """#
    let (objects, errors) = try decode(text)
    #expect(objects.pods.map(\.name) == ["b", "c", "f"])
    #expect(objects.serviceAccounts.map(\.name) == ["d"])
    #expect(objects.secrets.isEmpty)
    #expect(
      errors.map(\.code) == [.typeMismatch, .typeMismatch, .missingKind, .notBase64, .typeMismatch])
    #expect(
      errors.map(\.path) == [
        "items[0].spec.containers[0].image", "items[2]", "items[3].items[0]",
        #"items[4].data[".dockerconfigjson"]"#, "spec",
      ])
    #expect(
      errors.map(\.object?.description) == [
        "Pod default/a", nil, nil, "Secret shop/s", "Pod default/e",
      ])
    #expect(errors.map(\.line) == [2, 4, 5, 7, 10])
    #expect(errors.map(\.column) == [72, 3, 13, 33, 46])
    let bytes = Array(text.utf8)
    #expect(errors.map { bytes[$0.offset] } == Array(#"57{*0"#.utf8))
  }

  @Test(
    arguments: [
      (#"{"items":[{"kind":"Pod"},{"kind":"Pod","spec":!}]}"#, .invalidJSON),
      (#"{"kind":"Pod"} {"auths":{}}"#, .missingKind),
      (#"{"kind":"Pod"} {"kind":"Status"}"#, .failureStatus),
      ("", .empty),
    ] as [(String, Code)]) func whatIsWrongWithTheWholeIsThrown(text: String, code: Code)
  {
    let error = #expect(throws: KubernetesObjects.DecodingError.self) {
      try KubernetesObjects(json: text.utf8.span) { _ in Issue.record("not of a single object") }
    }
    #expect(error?.code == code)
  }

  @Test func manyErrorsTakeLinearTime() throws {
    let count = 20_000
    let item = "\n" + #"{"kind":"Pod","metadata":0}"#
    let text =
      #"{"items":["# + Array(repeating: item, count: count).joined(separator: ",") + "]}"
    let (objects, errors) = try decode(text)
    #expect(objects.pods.isEmpty)
    #expect(errors.count == count)
    #expect(errors.last?.line == count + 1)
    #expect(errors.last?.path == "items[\(count - 1)].metadata")
  }

  @Test func codesAreListed() {
    #expect(Code.allCases.count == 12)
    #expect(Set(Code.allCases.map(\.rawValue)).count == 12)
  }
}
