import ImagePullCredentials
import Testing

@Suite struct DockerConfigMergingTests {
  private func merge(_ document: String, _ entries: DockerConfig.Entry...) throws -> String {
    let merged = try DockerConfig(dockerConfigJSON: document).merging(entries)
    return String(decoding: merged.encodeDockerConfigJSON(), as: UTF8.self)
  }

  private let entry = DockerConfig.Entry(registryKey: "b", username: "u", password: "p")

  @Test func addsAtTheEnd() throws {
    #expect(
      try merge(#"{"x":1,"auths":{"a":{"y":2}}}"#, entry)
        == #"{"auths":{"a":{"y":2},"b":{"username":"u","password":"p","auth":"dTpw"}},"x":1}"#)
  }

  @Test func replacesInPlace() throws {
    #expect(
      try merge(#"{"auths":{"b":{"y":2,"identitytoken":"t"},"a":{}}}"#, entry)
        == #"{"auths":{"b":{"username":"u","password":"p","auth":"dTpw"},"a":{}}}"#)
  }

  @Test func tellsKeysApartByTheirBytes() throws {
    #expect(
      try merge(#"{"auths":{"B":{}}}"#, entry)
        == #"{"auths":{"B":{},"b":{"username":"u","password":"p","auth":"dTpw"}}}"#)
  }

  @Test func addsAuths() throws {
    #expect(try merge("{}") == "{}")
    #expect(
      try merge("{}", entry) == #"{"auths":{"b":{"username":"u","password":"p","auth":"dTpw"}}}"#)
  }

  @Test func laterEntriesWin() throws {
    let first = DockerConfig.Entry(registryKey: "b", username: "first")
    #expect(
      try merge("{}", first, entry)
        == #"{"auths":{"b":{"username":"u","password":"p","auth":"dTpw"}}}"#)
  }
}
