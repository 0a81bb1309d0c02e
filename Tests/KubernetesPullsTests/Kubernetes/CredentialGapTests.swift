import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct CredentialGapTests {
  private func gaps(_ secrets: String...) throws -> [String] {
    let objects = try KubernetesObjects(
      json: secrets.joined() + #"""
        {"kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{
        "imagePullSecrets":[{"name":"a"},{"name":"b"}],"containers":[
        {"image":"r.example/app:1","name":"app"},{"image":"q.example/b","name":"side"},
        {"image":"Bad","name":"bad"},{"name":"later"}]}}
        """#)
    return objects.resolve(objects.pods[0], merging: .admission).gaps.map {
      "\($0.container.name) \($0.code) \($0.secretName ?? "-")"
    }
  }

  @Test func tellsWhichImagesHaveNoCredential() throws {
    #expect(
      try gaps(secretJSON("a")) == ["side no-credential -", "bad invalid-image -"])
    #expect(
      try gaps() == ["app no-credential -", "side no-credential -", "bad invalid-image -"])
  }

  @Test func anEntryWithoutPasswordIsNone() throws {
    #expect(
      try gaps(secretJSON("a", document: #"{"auths":{"r.example":{"username":"u"}}}"#))
        == ["app no-password -", "side no-credential -", "bad invalid-image -"])
  }

  @Test func aMalformedSecretRefusesEverything() throws {
    #expect(
      try gaps(secretJSON("a"), secretJSON("b", document: "{"))
        == ["app pulls-refused b", "side pulls-refused b", "bad invalid-image -"])
  }

  @Test func saysItInOneLine() {
    let container = ContainerImage(role: .container, name: "api", image: "ghcr.io/acme/api:1")
    #expect(
      CredentialGap.Code.allCases.map {
        CredentialGap(container: container, code: $0, secretName: "s").description
      } == [
        "ghcr.io/acme/api:1 (container api) is not an image reference",
        "ghcr.io/acme/api:1 (container api) is not pulled, since Secret s is malformed",
        "ghcr.io/acme/api:1 (container api) has no credential",
        "ghcr.io/acme/api:1 (container api) has only credentials without a password",
      ])
  }

  @Test func showsNoControlCharacters() {
    let container = ContainerImage(role: .container, name: "a\u{1B}[2J", image: "x\ny")
    let gap = CredentialGap(container: container, code: .invalidImage)
    #expect(gap.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }
}
