import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import NodeCredentials

/// What holds secrets, and shows none, however it is rendered.
@Suite struct RedactionTests {
  static let pod: PodIdentity = {
    var account = ServiceAccount(namespace: "default", name: "app")
    account.metadata.annotations = ["example.com/role": "puller"]
    return PodIdentity(namespace: "default", name: "web", serviceAccount: account)
  }()

  static func expectRedacted(_ value: some Any) {
    var shown = "\(value) \(String(reflecting: value))"
    dump(value, to: &shown)
    for secret in ["fake-password", "hidden-value", "hidden-token"] {
      #expect(!shown.contains(secret), "\(type(of: value))")
    }
  }

  @Test func providers() async throws {
    let plugins = try PluginDirectory(["good"])
    let extra = """
      , "env": [{"name": "X", "value": "hidden-value"}],
      "tokenAttributes": {"serviceAccountTokenAudience": "a", "cacheType": "Token",
       "requireServiceAccount": true}
      """
    let config = try config("good", extra: extra)
    let providers = CredentialProviders(
      config, binDirectory: plugins.path, environment: ["Y": "hidden-value"], now: { .zero },
      token: { _ in "hidden-token" })
    let answer = await providers.lookUp(
      try ImageReference("registry.example.com/app"), for: Self.pod)
    #expect(answer.steps.map(\.outcome) == [.answered])
    Self.expectRedacted(config)
    Self.expectRedacted(providers)
    Self.expectRedacted(answer)
    Self.expectRedacted(NodeKeyring(providers: providers))
    #expect("\(providers)" == "CredentialProviders(good)")
  }

  @Test func responses() throws {
    let json = CredentialProviderPluginTests.goodResponse
    Self.expectRedacted(try CredentialProviderResponse(json: Array(json.utf8), apiVersion: .v1))
  }

  @Test func helpers() async throws {
    let helpers = try HelperDirectory([
      "test": .init(output: #"{"Username":"u","Secret":"fake-password"}"#)
    ])
    let environment = helpers.environment.merging(["Z": "hidden-value"]) { $1 }
    let helper = try DockerCredentialHelper(name: "test", environment: environment)
    Self.expectRedacted(helper)
    Self.expectRedacted(try await helper.get(serverURL: "a.io"))
    let docker = DockerCredentials(
      try DockerConfig(dockerConfigJSON: #"{"credsStore":"test"}"#), path: "config.json",
      environment: environment)
    Self.expectRedacted(docker)
    Self.expectRedacted(await docker.lookUp(try ImageReference("a.io/app")))
    Self.expectRedacted(NodeKeyring(docker: docker))
  }

  @Test func files() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      #"{"auths":{"a.io":{"username":"u","password":"fake-password"}}}"#, to: "config.json")
    Self.expectRedacted(NodeFiles(in: NodeFileSystem(root: directory.path)).search())
  }
}
