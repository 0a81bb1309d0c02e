import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct ContainerImageTests {
  @Test func readsEveryImageInTheKubeletsOrder() throws {
    let pod = try #require(
      try onlyPod(
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{
          "containers":[
            {"image":"a","imagePullPolicy":"Always","name":"c1","env":[{"name":"x","value":"y"}]},
            {"image":"b","name":"c2"}],
          "ephemeralContainers":[{"image":"c","name":"debug"}],
          "initContainers":[{"image":"d","name":"init"}],
          "volumes":[
            {"name":"data","emptyDir":{}},
            {"name":"models","image":{"pullPolicy":"IfNotPresent","reference":"e"}},
            {"name":"none","image":null}]
        }}
        """))
    #expect(
      pod.spec.images == [
        ContainerImage(role: .initContainer, name: "init", image: "d"),
        ContainerImage(role: .container, name: "c1", image: "a", pullPolicy: "Always"),
        ContainerImage(role: .container, name: "c2", image: "b"),
        ContainerImage(role: .ephemeralContainer, name: "debug", image: "c"),
        ContainerImage(
          role: .imageVolume, name: "models", image: "e", pullPolicy: "IfNotPresent"),
      ])
  }

  @Test func aContainerWithoutAnImageIsKept() throws {
    let pod = try onlyPod(#"{"kind":"Pod","spec":{"containers":[{"name":"c"},{},null]}}"#)
    #expect(
      pod?.spec.images == [
        ContainerImage(role: .container, name: "c", image: ""),
        ContainerImage(role: .container, name: "", image: ""),
        ContainerImage(role: .container, name: "", image: ""),
      ])
  }

  @Test(arguments: [
    (ContainerImage.Role.container, "nginx (container web)"),
    (.initContainer, "nginx (init container web)"),
    (.ephemeralContainer, "nginx (ephemeral container web)"),
    (.imageVolume, "nginx (image volume web)"),
  ]) func readsWell(role: ContainerImage.Role, text: String) {
    #expect(ContainerImage(role: role, name: "web", image: "nginx").description == text)
  }
}
