import Testing

@testable import ImagePullCredentials

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
    Row(text: #"{"kind":1}"#, code: .typeMismatch, offset: 8, path: "kind"),
    Row(text: #"{"items":[1]}"#, code: .typeMismatch, offset: 10, path: "items[0]"),
    Row(text: #"{"items":[null]}"#, code: .typeMismatch, offset: 10, path: "items[0]"),
    Row(text: #"{"kind":"Pod","spec":[]}"#, code: .typeMismatch, offset: 21, path: "spec"),
    Row(
      text: #"{"kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{},{"image":5}]}}"#,
      code: .typeMismatch, offset: 72, object: "Pod default/p", path: "spec.containers[1].image"),
    Row(
      text: #"{"kind":"Pod","spec":{"imagePullSecrets":"regcred"},"metadata":{"name":"p"}}"#,
      code: .typeMismatch, offset: 41, object: "Pod default/p", path: "spec.imagePullSecrets"),
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
    #expect(error.object == row.object)
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
        == "line 5, column 23, spec.containers (Pod default/p): an array belongs here")
  }

  @Test(arguments: [
    ("apiVersion: v1", "this is YAML; run kubectl get with -o json and pass that"),
    ("<html>", "this is a web page, as proxies and log-in forms send, not what kubectl prints"),
    ("NAMESPACE  NAME", "this is kubectl's table; run kubectl get with -o json"),
    (
      "No resources found in default namespace.",
      "this is a message from kubectl, not its output; run the command alone to see why"
    ),
    ("[]", "an array stands alone here; pass kubectl's output whole, not its items"),
    ("0", "a JSON object belongs here; pass what kubectl get -o json prints"),
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

  @Test func equalsByCode() throws {
    func error(_ text: String) -> KubernetesObjects.DecodingError? {
      #expect(throws: KubernetesObjects.DecodingError.self) { try KubernetesObjects(json: text) }
    }
    #expect(error("<a>") == error(" <b>"))
    #expect(error("<a>") != error(""))
    #expect(Set([error("<a>"), error(" <b>")]).count == 1)
  }
}
