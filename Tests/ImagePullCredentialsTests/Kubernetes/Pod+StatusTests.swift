import Testing

@testable import ImagePullCredentials

@Suite struct PodStatusTests {
  @Test func keepsTheContainersThatWait() throws {
    let status = """
      "containerStatuses":[
        {"image":"a","name":"one","state":{"waiting":{"message":"Back-off pulling image \\"a\\"",
        "reason":"ImagePullBackOff"}}},
        {"image":"b","name":"two","lastState":{"terminated":{"reason":"Error"}},"state":{
        "running":{}}}],
      "ephemeralContainerStatuses":[{"name":"debug","state":{"waiting":{}}}],
      "initContainerStatuses":[{"name":"init","state":{"waiting":{"reason":"ErrImagePull"}}},null],
      "phase":"Pending"
      """
    #expect(
      try onlyPod(podJSON(status: status))?.status
        == Pod.Status(
          phase: "Pending",
          waiting: [
            .init(role: .initContainer, name: "init", reason: "ErrImagePull"),
            .init(
              role: .container, name: "one", reason: "ImagePullBackOff",
              message: #"Back-off pulling image "a""#),
            .init(role: .ephemeralContainer, name: "debug", reason: ""),
          ]))
  }

  @Test func aManifestHasNone() throws {
    #expect(try onlyPod(podJSON())?.status == Pod.Status())
    #expect(try onlyPod(#"{"kind":"Pod","status":null}"#)?.status == Pod.Status())
  }
}
