import ImagePullCredentials
import Testing

@Suite("The entry that a client chooses")
struct ClientEntryTests {
  /// The keys of a document, an image, and the key that each client chooses of them, in the order of
  /// `RegistryClient.allCases`.
  struct Row: Sendable, CustomTestStringConvertible {
    let keys: [String]
    let image: String
    let chosen: [String?]
    var testDescription: String { "\(keys) for \(image)" }

    init(_ keys: [String], _ image: String, _ chosen: String?...) {
      (self.keys, self.image, self.chosen) = (keys, image, chosen)
    }
  }

  @Test(arguments: [
    Row(
      ["https://quay.io/v1/", "quay.io", "quay.io/team", "quay.io/team/app"], "quay.io/team/app",
      "quay.io/team/app", "quay.io", "quay.io/team/app", "quay.io/team/app", "quay.io/team/app",
      "quay.io"),
    Row(
      ["https://quay.io/x", "quay.io/a", "quay.io/a/b"], "quay.io/a/b/c",
      "quay.io/a/b", "https://quay.io/x", "quay.io/a/b", "https://quay.io/x", "quay.io/a/b",
      "https://quay.io/x"),
    Row(
      ["quay.io/a/b", "quay.io/a"], "quay.io/a/b/c",
      "quay.io/a/b", "quay.io/a/b", "quay.io/a/b", "quay.io/a/b", "quay.io/a/b", "quay.io/a/b"),
    Row(
      ["docker.io", "https://index.docker.io/v1/", "index.docker.io/library/nginx"], "nginx",
      "docker.io", "https://index.docker.io/v1/", "docker.io", "index.docker.io/library/nginx",
      "index.docker.io/library/nginx", "https://index.docker.io/v1/"),
    Row(
      ["https://index.docker.io/v1/"], "localhost/app",
      "https://index.docker.io/v1/", nil, nil, nil, nil, nil),
    // One key that is no URL makes every look-up of go-containerregistry's fail in a cluster.
    Row(
      ["quay.io", "a b"], "quay.io/app", "quay.io", "quay.io", "quay.io", "quay.io", nil, "quay.io"),
    Row(
      ["https://quay.io/team"], "quay.io/other/x",
      nil, "https://quay.io/team", "https://quay.io/team", "https://quay.io/team", nil,
      "https://quay.io/team"),
    Row(["*.io"], "quay.io/x", "*.io", nil, nil, nil, "*.io", nil),
    Row([], "quay.io/x", nil, nil, nil, nil, nil, nil),
  ])
  func isTheOneThatItPrefers(row: Row) throws {
    let config = DockerConfig(
      row.keys.map { DockerConfig.Entry(registryKey: $0, username: "u", password: $0) })
    let image = try ImageReference(row.image)
    let entries = RegistryClient.allCases.map { config.entry(for: image, by: $0) }
    #expect(entries.map { $0?.registryKey } == row.chosen)
    #expect(entries.map { $0?.revealPassword() } == row.chosen)
  }

  /// A document with one key gives the entry to every client that uses the key.
  @Test(arguments: KeyUseRow.all)
  func agreesWithTheUseOfASingleKey(row: KeyUseRow) throws {
    let config = DockerConfig([DockerConfig.Entry(registryKey: row.key, username: "u")])
    let image = try ImageReference(row.image)
    for (client, rule) in zip(RegistryClient.allCases, row.rules) {
      #expect((config.entry(for: image, by: client) != nil) == rule.isUsed, "\(client)")
    }
  }

  /// go-containerregistry looks for the registry when there is nothing under the repository.
  @Test func passesOverAnEmptyEntry() throws {
    let config = try DockerConfig(
      dockercfg: #"{"quay.io/app":{},"quay.io":{"username":"u","password":"fake"}}"#)
    let image = try ImageReference("quay.io/app")
    #expect(config.entry(for: image, by: .goContainerRegistry)?.registryKey == "quay.io")
    #expect(config.entry(for: image, by: .containersImage)?.registryKey == "quay.io/app")
  }

  @Test(
    arguments: [
      ("quay.io/x", "own"), ("nginx", "hub"), ("ghcr.io/x", "store"), ("file.io/x", nil),
      ("quay.io:443/x", "store"),
    ] as [(String, String?)])
  func helpers(text: String, helper: String?) throws {
    let config = try DockerConfig(
      dockerConfigJSON: """
        {"credsStore":"store","credHelpers":{"quay.io":"first","quay.io":"own","file.io":"",
          "https://index.docker.io/v1/":"hub"}}
        """)
    let image = try ImageReference(text)
    #expect(config.credentialHelper(for: image) == helper)
    #expect(DockerConfig().credentialHelper(for: image) == nil)
  }
}

@Suite struct CredentialExportTests {
  @Test(arguments: [
    ("nginx", "https://index.docker.io/v1/"),
    ("index.docker.io/a/b", "https://index.docker.io/v1/"),
    ("quay.io/team/app:1", "quay.io"), ("localhost:5000/app", "localhost:5000"),
  ])
  func everyClientUsesThePortableKey(text: String, key: String) throws {
    let image = try ImageReference(text)
    #expect(image.portableRegistryKey == key)
    let uses = RegistryClient.uses(ofKey: key, for: image)
    #expect(uses.filter(\.isUsed) == uses)
  }

  @Test func aNameWithoutRegistryHasNone() throws {
    #expect(try ImageReference("a_b.io/x").portableRegistryKey == nil)
  }

  @Test func keepsEverythingButTheKey() throws {
    let entry = DockerConfig.Entry(
      registryKey: "*.io", username: "u", password: "p", email: "e", identityToken: "i",
      registryToken: "r")
    var keyring = Keyring()
    keyring.add(DockerConfig([entry]), source: .file(path: "config.json"))
    let credential = try #require(
      keyring.credentials(forNormalizedName: "quay.io/app").first { _ in true })
    let expected = DockerConfig.Entry(
      registryKey: "quay.io", username: "u", password: "p", email: "e", identityToken: "i",
      registryToken: "r")
    #expect(credential.entry(registryKey: "quay.io") == expected)
  }
}
