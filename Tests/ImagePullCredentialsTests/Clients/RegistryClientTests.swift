import Foundation
import ImagePullCredentials
import TestSupport
import Testing

@Suite struct RegistryClientTests {
  @Test(arguments: KeyUseRow.all)
  func rules(row: KeyUseRow) throws {
    let uses = RegistryClient.uses(ofKey: row.key, for: try ImageReference(row.image))
    #expect(uses.map(\.client) == RegistryClient.allCases)
    #expect(uses.map(\.rule) == row.rules)
  }

  /// A key is compared by its bytes, not by Unicode equivalence.
  @Test func comparesBytes() throws {
    let image = try ImageReference("K.io/app")
    #expect(RegistryClient.docker.use(ofKey: "K.io", for: image).isUsed)
    #expect(!RegistryClient.docker.use(ofKey: "\u{212A}.io", for: image).isUsed)
    #expect(!RegistryClient.oras.use(ofKey: "\u{212A}.io", for: image).isUsed)
    #expect(!RegistryClient.containersImage.use(ofKey: "\u{212A}.io", for: image).isUsed)
  }
}

/// The rules beside what the clients on this machine do. No registry is asked: a server of the test's takes its place,
/// as Docker's engine and as skopeo's proxy.
@Suite struct InstalledClientTests {
  @Test(.enabled(if: Program.docker.isInstalled, "docker is not installed"))
  func docker() throws {
    try compare(.docker) { row, config in
      let server = try StubServer()
      _ = try Program.docker.run(
        ["--config", config, "pull", row.image],
        environment: ["DOCKER_HOST": "tcp://127.0.0.1:\(server.port)"])
      let headers = server.stop().compactMap { $0.value(ofHeader: "X-Registry-Auth") }
      let decoded = headers.compactMap { header in
        let base64 = header.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: base64).map { String(decoding: $0, as: UTF8.self) }
      }
      try #require(!decoded.isEmpty, "\(row): docker did not ask its engine")
      return decoded.contains { $0.contains(#""username":"me""#) }
    }
  }

  @Test(.enabled(if: Program.skopeo.isInstalled, "skopeo is not installed"))
  func skopeo() throws {
    try compare(.containersImage) { row, config in
      let server = try StubServer()
      let proxy = "http://127.0.0.1:\(server.port)"
      _ = try Program.skopeo.run(
        [
          "--command-timeout", "20s", "inspect", "--tls-verify=false", "--authfile",
          "\(config)/config.json", "docker://\(row.image)",
        ],
        environment: [
          "HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "NO_PROXY": "", "http_proxy": proxy,
          "https_proxy": proxy, "no_proxy": "",
        ])
      let headers = server.stop().compactMap { $0.value(ofHeader: "Authorization") }
      try #require(!headers.isEmpty, "\(row): skopeo did not ask the registry")
      return headers.contains("Basic bWU6ZmFrZQ==")
    }
  }

  /// Compares every row with what `isUsed` finds, which is given the directory of a file with the row's key.
  private func compare(
    _ client: RegistryClient, isUsed: (KeyUseRow, String) throws -> Bool
  ) throws {
    // Proxies are not asked for addresses of this machine.
    for row in KeyUseRow.all where client == .docker || !row.image.contains(":") {
      let directory = try TemporaryDirectory()
      let config = DockerConfig([
        DockerConfig.Entry(registryKey: row.key, username: "me", password: "fake")
      ])
      _ = try directory.write(config.encodeDockerConfigJSON(), to: "config.json")
      let expected = client.use(ofKey: row.key, for: try ImageReference(row.image)).isUsed
      #expect(try isUsed(row, directory.url.path) == expected, "\(client.name): \(row)")
    }
  }
}
