import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct PodTests {
  @Test(arguments: [
    (podJSON(), false),
    // What `kubectl run --dry-run=client` prints of a Pod that does not exist.
    (podJSON(metadata: #""creationTimestamp":null,"#), false),
    (podJSON(metadata: #""uid":"u","#), true),
    (podJSON(metadata: #""uid":"","#), false),
    (podJSON(metadata: #""creationTimestamp":"2025-01-31T08:00:00Z","#), true),
    (podJSON(#""nodeName":"n","#), true),
    (podJSON(#""nodeName":"","#), false),
    (podJSON(status: #""phase":"Pending""#), true),
    (podJSON(status: #""conditions":[]"#), false),
  ]) func knowsWhetherItWasAdmitted(text: String, isAdmitted: Bool) throws {
    #expect(try onlyPod(text)?.isAdmitted == isAdmitted, "\(text)")
  }

  @Test(arguments: [
    ("", false, false),
    (
      #""annotations":{"kubernetes.io/config.mirror":"h","kubernetes.io/config.source":"file"},"#,
      true, true
    ),
    (#""annotations":{"kubernetes.io/config.mirror":""},"#, true, true),
    (#""annotations":{"kubernetes.io/config.source":"http"},"#, false, true),
    (#""annotations":{"kubernetes.io/config.source":"api"},"#, false, false),
    (#""annotations":null,"#, false, false),
  ]) func knowsStaticPods(metadata: String, isMirror: Bool, isStatic: Bool) throws {
    let pod = try onlyPod(podJSON(metadata: metadata))
    #expect(pod?.isMirror == isMirror, "\(metadata)")
    #expect(pod?.isStatic == isStatic, "\(metadata)")
  }
}

@Suite struct PodStatusTests {
  @Test func keepsTheContainers() throws {
    let status = """
      "containerStatuses":[
        {"image":"a","name":"one","state":{"waiting":{"message":"Back-off pulling image \\"a\\"",
        "reason":"ImagePullBackOff"}}},
        {"image":"b","imageID":"b@sha256:12","name":"two","lastState":{"terminated":{
        "reason":"Error"}},"state":{"running":{}}},
        {"name":"three","state":{"terminated":{"exitCode":0,"message":"done","reason":"Completed"}}},
        {"name":"four","state":{"waiting":null}}],
      "ephemeralContainerStatuses":[{"name":"debug","state":{"waiting":{}}}],
      "initContainerStatuses":[{"name":"init","state":{"waiting":{"reason":"ErrImagePull"}}},null],
      "phase":"Pending"
      """
    let pod = try onlyPod(podJSON(status: status))
    #expect(
      pod?.status
        == Pod.Status(
          phase: "Pending",
          containers: [
            .init(role: .initContainer, name: "init", state: .waiting, reason: "ErrImagePull"),
            .init(
              name: "one", image: "a", state: .waiting, reason: "ImagePullBackOff",
              message: #"Back-off pulling image "a""#),
            .init(name: "two", image: "b", imageID: "b@sha256:12", state: .running),
            .init(
              name: "three", state: .terminated, reason: "Completed", message: "done"),
            .init(name: "four", state: .unknown),
            .init(role: .ephemeralContainer, name: "debug", state: .waiting),
          ]))
    #expect(pod?.status.waiting.map(\.name) == ["init", "one", "debug"])
  }

  @Test func aManifestHasNone() throws {
    #expect(try onlyPod(podJSON())?.status == Pod.Status())
    #expect(try onlyPod(#"{"kind":"Pod","status":null}"#)?.status == Pod.Status())
  }
}
