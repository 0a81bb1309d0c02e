import ImagePullCredentials
import KubernetesPulls
import Testing

@Suite("A credential")
struct CredentialTests {
  private func credential(_ entry: DockerConfig.Entry, _ source: CredentialSource) throws
    -> Credential
  {
    var keyring = Keyring()
    keyring.add(DockerConfig([entry]), source: source)
    return try #require(keyring.credentials(forNormalizedName: "a.io/x").first)
  }

  @Test("has what its entry has, and where that came from")
  func parts() throws {
    let entry = DockerConfig.Entry(
      registryKey: "https://a.io/v1/", username: "u", password: "p", email: "e")
    let source = CredentialSource.secret(
      namespace: "n", name: "s", uid: "1",
      listPosition: .init(owner: .serviceAccount("default"), index: 2))
    let credential = try credential(entry, source)
    #expect(credential.entry == entry && credential.source == source)
    #expect(credential.registryKey == "https://a.io/v1/")
    #expect(credential.username == "u" && credential.email == "e")
    #expect(credential.hasPassword && credential.revealPassword() == "p")
    #expect(
      credential.description == "https://a.io/v1/ (username u, password redacted) from Secret n/s")
  }

  @Test("is equal to one with an equal entry from an equal source")
  func equality() throws {
    let entry = DockerConfig.Entry(registryKey: "a.io", username: "u", password: "p")
    let other = DockerConfig.Entry(registryKey: "a.io", username: "u", password: "q")
    let one = try credential(entry, .file(path: "x"))
    #expect(one == (try credential(entry, .file(path: "x"))))
    #expect(one.hashValue == (try credential(entry, .file(path: "x"))).hashValue)
    #expect(one != (try credential(entry, .file(path: "y"))))
    #expect(one != (try credential(other, .file(path: "x"))))
  }
}
