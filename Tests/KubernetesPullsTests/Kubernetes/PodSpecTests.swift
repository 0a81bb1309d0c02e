import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct PodSpecTests {
  @Test(
    arguments: [
      ("", nil, "default"),
      (#""serviceAccountName":"a","#, "a", "a"),
      (#""serviceAccount":"b","#, "b", "b"),
      (#""serviceAccount":"b","serviceAccountName":"a","#, "a", "a"),
      (#""serviceAccountName":"a","serviceAccount":"b","#, "a", "a"),
      (#""serviceAccountName":"","serviceAccount":"b","#, "b", "b"),
      (#""serviceAccountName":null,"serviceAccount":null,"#, nil, "default"),
      (#""serviceAccountName":"","serviceAccount":"","#, nil, "default"),
      (#""ServiceAccountName":"a","#, nil, "default"),
    ] as [(String, String?, String)])
  func readsTheServiceAccount(members: String, written: String?, effective: String) throws {
    let spec = try onlyPod(podJSON(members))?.spec
    #expect(spec?.serviceAccountName == written, "\(members)")
    #expect(spec?.effectiveServiceAccountName == effective, "\(members)")
  }

  @Test(arguments: [
    (podJSON(#""imagePullSecrets":[{"name":"a"}],"#), []),
    (
      #"{"kind":"Pod","imagePullSecrets":[{"name":"a"}],"metadata":{"imagePullSecrets":[]}}"#,
      ["imagePullSecrets", "metadata.imagePullSecrets"]
    ),
    (
      #"""
      {"kind":"Pod","spec":{"containers":[{},{"imagePullSecrets":[]}],"initContainers":[{
      "imagePullSecrets":1}]}}
      """#,
      ["spec.containers[1].imagePullSecrets", "spec.initContainers[0].imagePullSecrets"]
    ),
    (
      #"""
      {"kind":"Deployment","metadata":{"imagePullSecrets":[]},"spec":{"imagePullSecrets":[],
      "template":{"imagePullSecrets":[],"metadata":{"imagePullSecrets":[]},"spec":{
      "imagePullSecrets":[]}}}}
      """#,
      [
        "metadata.imagePullSecrets", "spec.imagePullSecrets",
        "spec.template.imagePullSecrets", "spec.template.metadata.imagePullSecrets",
      ]
    ),
    (
      #"""
      {"kind":"Pod","spec":{"imagePullSecret":[{"name":"a"}],"imagepullsecrets":[],"pullSecrets":[],
      "image_pull_secrets":[],"imagePullSercets":[],"imagePulSecrts":[],"imagePulScrts":[],
      "imagePullPolicy":"Always","priorityClassName":"high","secrets":[],"pullSecret5":[]}}
      """#,
      [
        "spec.imagePullSecret", "spec.imagepullsecrets", "spec.pullSecrets",
        "spec.image_pull_secrets", "spec.imagePullSercets", "spec.imagePulSecrts",
      ]
    ),
    (
      #"""
      {"kind":"CronJob","spec":{"jobTemplate":{"spec":{"imagePullSecrets":[],"template":{"spec":{
      "containers":[{"imagePullSecrets":[]},{"imagePullSecret":"a"},{"imagePullPolicy":"Always"}]}}}}}}
      """#,
      [
        "spec.jobTemplate.spec.template.spec.containers[0].imagePullSecrets",
        "spec.jobTemplate.spec.template.spec.containers[1].imagePullSecret",
        "spec.jobTemplate.spec.imagePullSecrets",
      ]
    ),
  ]) func remembersMisplacedLists(text: String, paths: [String]) throws {
    let objects = try KubernetesObjects(json: text)
    let specs = objects.pods.map(\.spec) + objects.workloads.map(\.podSpec)
    #expect(specs.flatMap(\.misplacedPullSecrets) == paths)
  }

  @Test func aMisplacedListIsNotTheList() throws {
    let workload = try onlyWorkload(
      #"{"kind":"Deployment","spec":{"imagePullSecrets":[{"name":"a"}],"template":{"spec":{}}}}"#)
    #expect(workload?.podSpec.imagePullSecrets == [])
  }
}

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
