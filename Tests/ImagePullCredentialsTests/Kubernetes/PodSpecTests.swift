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
      {"kind":"Pod","spec":{"imagePullSecret":[{"name":"a"}],"imagepullsecrets":[]}}
      """#, ["spec.imagePullSecret"]
    ),
    (
      #"""
      {"kind":"CronJob","spec":{"jobTemplate":{"spec":{"imagePullSecrets":[],"template":{"spec":{
      "containers":[{"imagePullSecrets":[]}]}}}}}}
      """#,
      [
        "spec.jobTemplate.spec.template.spec.containers[0].imagePullSecrets",
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
