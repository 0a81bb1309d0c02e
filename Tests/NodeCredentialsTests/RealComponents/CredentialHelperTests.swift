import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import NodeCredentials
import PullDiagnosis

/// Docker credential helpers as Debian has them.
@Suite struct CredentialHelperTests {
  /// An environment without any of the machine's own credentials.
  static func environment(_ directory: TemporaryDirectory) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": directory.path,
      "GNUPGHOME": "\(directory.path)/gnupg", "PASSWORD_STORE_DIR": "\(directory.path)/store",
      "AWS_EC2_METADATA_DISABLED": "true",
    ]
  }

  static func expect(
    _ code: DockerCredentialHelperError.Code,
    _ body: () async throws -> HelperCredentials?
  ) async {
    let error = await #expect(throws: DockerCredentialHelperError.self) { _ = try await body() }
    #expect(error?.code == code)
  }

  @Test(.needs(.passHelper, .pass, .gpg)) func passKeepsCredentials() async throws {
    let directory = try TemporaryDirectory()
    let environment = Self.environment(directory)
    let home = "\(directory.path)/gnupg"
    try FileManager.default.createDirectory(
      atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer {
      _ = try? run("/usr/bin/env", ["gpgconf", "--kill", "all"], environment: environment)
    }
    for (program, arguments) in [
      (
        Peer.gpg,
        [
          "--batch", "--passphrase", "", "--quick-gen-key", "test@example.com", "default",
          "default",
        ]
      ),
      (Peer.pass, ["init", "test@example.com"]),
    ] {
      let result = try run(try program.require(), arguments, environment: environment)
      try #require(result.status == 0, "\(program): \(result.output)")
    }
    for (server, username) in [
      ("https://index.docker.io/v1/", "hub"), ("registry.example.com:5000", "<token>"),
    ] {
      let stored = try run(
        try Peer.passHelper.require(), ["store"], environment: environment,
        input: #"{"ServerURL":"\#(server)","Username":"\#(username)","Secret":"fake-\#(username)"}"#
      )
      try #require(stored.status == 0, "\(stored.output)")
    }

    let helper = try DockerCredentialHelper(name: "pass", environment: environment)
    let hub = try await helper.get(serverURL: "https://index.docker.io/v1/")
    #expect(hub?.username == "hub")
    #expect(hub?.revealSecret() == "fake-hub")
    let token = try await helper.get(serverURL: "registry.example.com:5000")
    #expect(token?.isIdentityToken == true)
    #expect(token?.revealSecret() == "fake-<token>")
    #expect(try await helper.get(serverURL: "registry.example.com") == nil)
    #expect(
      Set(try await helper.list().map { [$0.serverURL, $0.username] }) == [
        ["https://index.docker.io/v1/", "hub"], ["registry.example.com:5000", "<token>"],
      ])
    await Self.expect(.noServerURL) { try await helper.get(serverURL: " ") }

    let docker = DockerCredentials(
      try DockerConfig(dockerConfigJSON: #"{"credsStore":"pass"}"#), path: "config.json",
      environment: environment)
    let nginx = try ImageReference("nginx")
    #expect(await docker.lookUp(nginx).credential?.username == "hub")
  }

  @Test(.needs(.secretServiceHelper)) func secretServiceFailsWithoutADesktop() async throws {
    let helper = try DockerCredentialHelper(
      name: "secretservice", environment: Self.environment(try TemporaryDirectory()))
    await Self.expect(.failed) { try await helper.get(serverURL: "registry.example.com") }
  }

  @Test(.needs(.ecrHelper)) func ecrSpeaksTheProtocol() async throws {
    let helper = try DockerCredentialHelper(
      name: "ecr-login", environment: Self.environment(try TemporaryDirectory()))
    #expect(try await helper.get(serverURL: "registry.example.com") == nil)
    #expect(
      try await helper.get(serverURL: "123456789012.dkr.ecr.eu-west-1.amazonaws.com") == nil)
    await Self.expect(.noServerURL) { try await helper.get(serverURL: "") }
    #expect(try await helper.list().isEmpty)
  }

  /// What operators see who configure the helper in the place of ecr-credential-provider.
  @Test(.needs(.ecrHelper)) func ecrIsNoProvider() async throws {
    let path = try Peer.ecrHelper.require()
    let json = configJSON([
      """
      {"name": "docker-credential-ecr-login", "defaultCacheDuration": "12h",
       "matchImages": ["*.dkr.ecr.*.amazonaws.com"], "args": ["get"],
       "apiVersion": "credentialprovider.kubelet.k8s.io/v1"}
      """
    ])
    let config = try CredentialProviderConfig(json: Array(json.utf8))
    let providers = CredentialProviders(
      config, binDirectory: (path as NSString).deletingLastPathComponent,
      environment: Self.environment(try TemporaryDirectory()), now: { .zero })
    let image = try ImageReference("123456789012.dkr.ecr.eu-west-1.amazonaws.com/app")
    let steps = await providers.lookUp(image).steps
    #expect(
      steps.map(\.description) == [
        "credential provider docker-credential-ecr-login: the plugin exited with status 1; what it "
          + "wrote is not shown, as it may hold a secret"
      ])
    #expect(config.findings.map(\.code) == [.wrongPluginKind])
  }
}
