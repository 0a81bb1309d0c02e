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
