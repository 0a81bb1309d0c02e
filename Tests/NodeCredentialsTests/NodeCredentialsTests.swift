import Foundation
import ImagePullCredentials
import NodeCredentials
import Testing

/// The parts of a node together, through the public interface.
@Suite struct NodeCredentialsTests {
  static func dockerConfig(credsStore: String) -> String {
    """
    {"auths": {"registry.example.com": {"username": "node", "password": "fake"}},
     "credsStore": "\(credsStore)"}
    """
  }

  @Test func stacksAllSourcesBelowThePods() async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(
      Self.dockerConfig(credsStore: "test"), to: "var/lib/kubelet/config.json")
    let plugin = try BuiltProducts.path(of: "TestCredentialPlugin")
    try directory.link("bin/good", to: plugin)

    let files = NodeFiles(in: NodeFileSystem(root: directory.path)).search()
    let found = try #require(files.found)
    var node = NodeCredentials(files: files)
    node.providers = CredentialProviders(
      try config("good"), binDirectory: "\(directory.path)/bin", environment: [:], now: { 0 })
    let helpers = try HelperDirectory([
      "test": .init(output: #"{"Username":"helped","Secret":"fake"}"#)
    ])
    node.docker = DockerCredentials(
      found.config, path: found.path, environment: helpers.environment)

    let image = try ImageReference("registry.example.com/app:1")
    let answer = await node.ask(for: image)
    let pod: Keyring = ["registry.example.com": "pod:fake"]
    #expect(
      answer.stack(below: pod).credentials(for: image).map(\.source) == [
        .literal, .helper(name: "test"), .file(path: path), .provider(name: "good"),
      ])
    #expect(answer.docker?.outcome == .helper("test"))
    #expect(
      answer.docker?.note
        == "the kubelet ignores docker-credential-test, as all Docker credential helpers")
  }

  @Test func triesAFileOnce() async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Self.dockerConfig(credsStore: ""), to: "config.json")
    let files = NodeFiles(in: NodeFileSystem(root: directory.path)).search()
    let found = try #require(files.found)
    let node = NodeCredentials(
      files: files, docker: DockerCredentials(found.config, path: found.path, environment: [:]))
    let image = try ImageReference("registry.example.com/app:1")
    let answer = await node.ask(for: image)
    #expect(answer.docker?.outcome == .auths(registryKey: "registry.example.com"))
    #expect(
      answer.stack(below: Keyring()).credentials(for: image).map(\.source) == [.file(path: path)])
  }

  @Test func executesNothingThatWasNotGiven() async throws {
    let answer = await NodeCredentials().ask(for: try ImageReference("registry.example.com/app"))
    #expect(answer.keyrings.isEmpty)
    #expect(answer.files == nil)
    #expect(answer.providers == nil)
    #expect(answer.docker == nil)
  }
}
