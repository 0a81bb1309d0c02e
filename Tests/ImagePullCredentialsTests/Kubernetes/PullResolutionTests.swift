import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct PullResolutionTests {
  private func resolution() throws -> PullResolution {
    let objects = try KubernetesObjects(
      json: deploymentJSON() + accountJSON("default", #"{"name":"a"},{},{"name":"b"},{"name":"c"}"#)
        + secretJSON("a") + secretJSON("b", document: "{", type: "Opaque"))
    return objects.resolve(try #require(objects.workloads.first), merging: .admission)
  }

  @Test func knowsItsSubject() throws {
    let resolution = try resolution()
    #expect(resolution.subject.description == "Deployment shop/web")
    #expect(resolution.namespace == "shop")
    #expect(resolution.merge == .admission)
    #expect(
      resolution.images == [ContainerImage(role: .container, name: "app", image: "r.example/app")])
    let objects = try KubernetesObjects(json: podJSON())
    let pod = try #require(objects.pods.first)
    #expect(objects.resolve(pod, merging: .union).subject.description == "Pod shop/web")
  }

  @Test func stepsReadWell() throws {
    #expect(
      try resolution().steps.map(\.description) == [
        "the Pod's own list has 0 items",
        "the list of ServiceAccount default: copied to the Pod, whose own list is empty",
        "imagePullSecrets[0] of ServiceAccount default: Secret a is read: DockerConfig(r.example)",
        "imagePullSecrets[1] of ServiceAccount default: names no Secret",
        "imagePullSecrets[2] of ServiceAccount default: Secret b is ignored: "
          + "its type Opaque is none that holds credentials",
        "imagePullSecrets[3] of ServiceAccount default: Secret c is missing",
      ])
  }

  @Test func showsNoSecret() throws {
    let resolution = try resolution()
    #expect(resolution.description == "PullResolution(Deployment shop/web, 6 steps)")
    #expect(!renderings(resolution).contains("hunter2"))
    #expect(!renderings(resolution.steps).contains("hunter2"))
  }
}
