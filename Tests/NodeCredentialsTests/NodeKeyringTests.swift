import Foundation
import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import Testing

/// The parts of a node together, through the public interface.
@Suite struct NodeKeyringTests {
  static func dockerConfig(credsStore: String) -> String {
    """
    {"auths": {"registry.example.com": {"username": "node", "password": "fake"}},
     "credsStore": "\(credsStore)"}
    """
  }

  @Test func ordersTheCredentialsOfAllSources() async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(
      Self.dockerConfig(credsStore: "test"), to: "var/lib/kubelet/config.json")
    let plugin = try BuiltProducts.path(of: "TestCredentialPlugin")
    try directory.link("bin/good", to: plugin)

    let files = NodeFiles(in: NodeFileSystem(root: directory.path)).search()
    let found = try #require(files.found)
    var node = NodeKeyring(files: files)
    node.providers = CredentialProviders(
      try config("good"), binDirectory: "\(directory.path)/bin", environment: [:], now: { .zero })
    let helpers = try HelperDirectory([
      "test": .init(output: #"{"Username":"helped","Secret":"fake"}"#)
    ])
    node.docker = DockerCredentials(
      found.config, path: found.path, environment: helpers.environment)

    let image = try ImageReference("registry.example.com/app:1")
    let answer = await node.lookUp(image)
    #expect(
      answer.credentials.map(\.source) == [
        .helper(name: "test"), .file(path: path), .provider(name: "good"),
      ])
    #expect(answer.docker?.outcome == .helper)
    #expect(
      answer.docker?.note
        == "the kubelet ignores docker-credential-test, as all Docker credential helpers")
  }

  @Test func triesAFileOnce() async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Self.dockerConfig(credsStore: ""), to: "config.json")
    let files = NodeFiles(in: NodeFileSystem(root: directory.path)).search()
    let found = try #require(files.found)
    let node = NodeKeyring(
      files: files, docker: DockerCredentials(found.config, path: found.path, environment: [:]))
    let image = try ImageReference("registry.example.com/app:1")
    let answer = await node.lookUp(image)
    #expect(answer.docker?.outcome == .auths)
    #expect(answer.docker?.credential?.registryKey == "registry.example.com")
    #expect(answer.credentials.map(\.source) == [.file(path: path)])
  }

  @Test func executesNothingThatWasNotGiven() async throws {
    let answer = await NodeKeyring().lookUp(try ImageReference("registry.example.com/app"))
    #expect(answer.credentials.isEmpty)
    #expect(answer.files == nil)
    #expect(answer.providers == nil)
    #expect(answer.docker == nil)
  }
}
