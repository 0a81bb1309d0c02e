import ImagePullCredentials
import Testing

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
    let credential = try #require(keyring.credentials(for: "quay.io/app").first { _ in true })
    let expected = DockerConfig.Entry(
      registryKey: "quay.io", username: "u", password: "p", email: "e", identityToken: "i",
      registryToken: "r")
    #expect(credential.entry(registryKey: "quay.io") == expected)
  }
}
