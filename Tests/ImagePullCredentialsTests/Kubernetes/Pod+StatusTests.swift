import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

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
