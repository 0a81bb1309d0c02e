import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct NodeTests {
  @Test func readsWhatTheKubeletReports() throws {
    let objects = try KubernetesObjects(
      json: """
        {"apiVersion":"v1","kind":"Node","metadata":{"labels":{"a":"b"},"name":"node-7"},
        "status":{"nodeInfo":{"architecture":"arm64","containerRuntimeVersion":"containerd://2.1.4",
        "kubeletVersion":"v1.35.1","operatingSystem":"linux","osImage":"x"}}}
        """)
    #expect(
      objects.node(named: "node-7")
        == Node(
          name: "node-7", kubeletVersion: "v1.35.1", containerRuntimeVersion: "containerd://2.1.4",
          operatingSystem: "linux", architecture: "arm64"))
    #expect(objects.node(named: "node-8") == nil)
    #expect(objects.nodes.map(\.name) == ["node-7"])
  }
}
