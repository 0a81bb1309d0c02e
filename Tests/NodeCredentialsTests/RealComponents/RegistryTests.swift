import Foundation
import ImagePullCredentials
import KubernetesPulls
import NodeCredentials
import Testing

/// A real registry, and a real client of it.
@Suite struct RegistryTests {
  static func secret(_ registry: String, password: String) throws -> KubernetesObjects {
    let config = """
      {"auths":{"\(registry)":{"username":"\(RealRegistry.username)","password":"\(password)"}}}
      """
    let json = """
      {"kind": "List", "apiVersion": "v1", "items": [
        {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "pull", "namespace": "default"},
         "type": "kubernetes.io/dockerconfigjson",
         "data": {".dockerconfigjson": "\(Data(config.utf8).base64EncodedString())"}},
        {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web", "namespace": "default"},
         "spec": {"imagePullSecrets": [{"name": "pull"}],
           "containers": [{"name": "web", "image": "\(registry)/team/app:1"}]}}]}
      """
    return try KubernetesObjects(json: json)
  }

  @Test(.needs(.registry)) func acceptsWhatASecretGives() async throws {
    let registry = try await RealRegistry()
    for (password, status) in [(RealRegistry.password, 200), ("fake-wrong", 401)] {
      let objects = try Self.secret(registry.host, password: password)
      let pod = try #require(objects.pods.first)
      let image = try ImageReference(pod.spec.images[0].image)
      let resolution = objects.resolve(pod, merging: .admission)
      let credential = try #require(resolution.credentials(for: image).first)
      #expect(
        try registry.status(
          username: credential.username, password: credential.revealPassword()) == status)
    }
  }

  /// skopeo logs in with the credentials that the file has, and would ask for others if they were refused.
  @Test(.needs(.registry, .skopeo)) func skopeoLogsInWithAWrittenFile() async throws {
    let registry = try await RealRegistry()
    for (password, isAccepted) in [(RealRegistry.password, true), ("fake-wrong", false)] {
      let entry = DockerConfig.Entry(
        registryKey: registry.host, username: RealRegistry.username, password: password)
      let file = try TemporaryDirectory().write(
        String(decoding: DockerConfig([entry]).encodeDockerConfigJSON(), as: UTF8.self),
        to: "config.json")
      let login = try run(
        try Peer.skopeo.require(),
        ["login", "--tls-verify=false", "--authfile", file, registry.host])
      #expect(login.output.contains("Existing credentials are valid") == isAccepted)
      #expect((login.status == 0) == isAccepted)
    }
  }

  @Test(.needs(.registry)) func acceptsWhatAProviderAndAHelperGive() async throws {
    let registry = try await RealRegistry()
    let plugins = try PluginDirectory(["good"])
    let json = configJSON([
      """
      {"name": "good", "matchImages": ["\(registry.host)"], "defaultCacheDuration": "0s",
       "args": ["good"],
       "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
       "env": [{"name": "TEST_KEY", "value": "\(registry.host)"}]}
      """
    ])
    let helpers = try HelperDirectory([
      "test": .init(output: #"{"Username":"robot","Secret":"fake-password"}"#)
    ])
    let node = NodeKeyring(
      providers: plugins.providers(try CredentialProviderConfig(json: Array(json.utf8))),
      docker: DockerCredentials(
        try DockerConfig(dockerConfigJSON: #"{"credsStore":"test"}"#), path: "config.json",
        environment: helpers.environment))
    let image = try ImageReference("\(registry.host)/team/app")
    let credentials = await node.lookUp(image).credentials
    #expect(credentials.map(\.source) == [.helper(name: "test"), .provider(name: "good")])
    for credential in credentials {
      #expect(
        try registry.status(
          username: credential.username, password: credential.revealPassword()) == 200)
    }
  }
}
