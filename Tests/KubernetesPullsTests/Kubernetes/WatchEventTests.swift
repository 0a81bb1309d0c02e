import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct WatchEventTests {
  @Test func appliesWhatHappened() throws {
    var objects = KubernetesObjects()
    let lines = [
      #"{"type":"ADDED","object":\#(secretJSON("a", user: "old"))}"#,
      #"{"type":"MODIFIED","object":\#(secretJSON("a", user: "new"))}"#,
      #"{"object":\#(podJSON()),"type":"ADDED"}"#,
      #"{"type":"ADDED","object":{"kind":"ConfigMap","metadata":{"name":"c"}}}"#,
      #"{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"7"}}}"#,
      #"{"type":"DELETED","object":\#(podJSON())}"#,
      #"{"type":"DELETED","object":\#(podJSON())}"#,
    ]
    let before = try lines.map { objects.apply(try WatchEvent(json: $0))?.kind }
    #expect(before == [nil, .secret, nil, nil, nil, .pod, nil])
    #expect(objects.pods.isEmpty)
    let config = DockerConfig([
      .init(registryKey: "r.example", username: "new", password: "hunter2")
    ])
    #expect(objects.secrets.map(\.content) == [.config(config)])
    // The same lines as one text.
    let text = try KubernetesObjects(json: lines.joined(separator: "\n"))
    #expect(text.pods.isEmpty)
    #expect(text.secrets.map(\.content) == [.config(config)])
  }

  @Test func saysWhyAWatchEnded() throws {
    let event = try WatchEvent(
      json: #"""
        {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure",
        "message":"too old resource version","reason":"Expired","code":410}}
        """#)
    #expect(
      event
        == WatchEvent(
          type: .error, object: nil,
          failure: .init(code: 410, reason: "Expired", message: "too old resource version")))
    var objects = try KubernetesObjects(json: podJSON())
    #expect(objects.apply(event) == nil)
    #expect(objects.pods.count == 1)
  }

  @Test(
    arguments: [
      (podJSON(), .unknownEnvelope), (#"{"type":"ADDED"}"#, nil), ("{}", .unknownEnvelope),
      (#"{"type":"CHANGED","object":{}}"#, .unknownEnvelope), ("", .empty),
      (#"{"type":"ADDED","object":{}} {}"#, .invalidJSON),
      (#"{"type":"ADDED","object":{"kind":"Pod","spec":7}}"#, .typeMismatch),
    ] as [(String, KubernetesObjects.DecodingError.Code?)])
  func refusesWhatIsNone(text: String, code: KubernetesObjects.DecodingError.Code?) {
    var found: KubernetesObjects.DecodingError.Code?
    do throws(KubernetesObjects.DecodingError) {
      _ = try WatchEvent(json: text)
    } catch {
      found = error.code
    }
    #expect(found == code)
  }

  @Test func anObjectIsInTheDefaultNamespace() throws {
    let event = try WatchEvent(
      json: #"{"type":"ADDED","object":{"kind":"Pod","metadata":{"name":"a"}}}"#,
      defaultNamespace: "shop")
    #expect(event.object?.description == "Pod shop/a")
  }
}
