import ImagePullCredentials
import Testing

@Suite("A docker config")
struct DockerConfigTests {
  typealias Entry = DockerConfig.Entry

  @Test("made of entries keeps their order, and of equal keys the last at the place of the first")
  func entries() {
    let config = DockerConfig([
      Entry(registryKey: "b", username: "1", password: "p", email: "e", identityToken: "i"),
      Entry(registryKey: "a", username: "2"),
      Entry(registryKey: "b", username: "3", registryToken: "r"),
      Entry(registryKey: ""),
    ])
    #expect(config.entries.map(\.registryKey) == ["b", "a", ""])
    #expect(config.entries.map(\.username) == ["3", "2", ""])
    #expect(config.entries[0] == Entry(registryKey: "b", username: "3", registryToken: "r"))
    #expect(config.hasAuths && config.credentialHelpers.isEmpty && config.httpHeaderNames.isEmpty)
  }

  @Test("made of another's entries has what they had, where they stood in the document, too")
  func rebuilt() throws {
    let json = #"{"a":{"auth":"dTpw","email":"e"},"b":{"username":"x","identitytoken":"i"}}"#
    let decoded = try DockerConfig(dockercfg: json)
    let rebuilt = DockerConfig(decoded.entries.reversed())
    #expect(Array(rebuilt.entries) == decoded.entries.reversed())
    #expect(rebuilt.entries.map(\.documentOffset) == [33, 1])
    #expect(rebuilt.entries.map(\.hasAuthField) == [false, true])
    #expect(DockerConfig(decoded.entries) == decoded)
  }

  @Test("without entries is the empty one")
  func empty() throws {
    #expect(DockerConfig().entries.isEmpty)
    #expect(try DockerConfig(dockercfg: "{}") == DockerConfig())
    #expect(DockerConfig([]) == DockerConfig())
    // One that has no member auths says something else.
    #expect(try DockerConfig(dockerConfigJSON: "{}") != DockerConfig())
  }

  @Test(
    "differs when entries, their order, headers or helpers do",
    arguments: [
      #"{"auths":{"a":{"username":"u"},"b":{}}}"#, #"{"auths":{"b":{},"a":{}}}"#,
      #"{"auths":{"a":{}}}"#, #"{"auths":{"a":{},"b":{}},"HttpHeaders":{"X":"1"}}"#,
      #"{"auths":{"a":{},"b":{}},"HttpHeaders":{"X":"2"}}"#,
      #"{"auths":{"a":{},"b":{}},"credsStore":"x"}"#,
      #"{"auths":{"a":{},"b":{}},"credHelpers":{"a":"x"}}"#,
    ])
  func inequality(json: String) throws {
    let config = try DockerConfig(dockerConfigJSON: json)
    let plain = try DockerConfig(dockerConfigJSON: #"{"auths":{"a":{},"b":{}}}"#)
    #expect(config != plain)
    let again = try DockerConfig(dockerConfigJSON: json + " ")
    #expect(config == again && config.hashValue == again.hashValue)
  }

  @Test("has its entries as a collection")
  func collection() throws {
    let entries = try DockerConfig(dockercfg: #"{"a":{},"b":{},"c":{}}"#).entries
    #expect(entries.startIndex == 0 && entries.endIndex == 3 && entries.count == 3)
    #expect(entries.reversed().map(\.registryKey) == ["c", "b", "a"])
    #expect(entries[1...].map(\.registryKey) == ["b", "c"])
    #expect(entries.last?.registryKey == "c")
  }

  @Test("shows its keys without userinfo")
  func description() throws {
    let config = try DockerConfig(dockercfg: #"{"a.io":{"auth":"dTpw"},"u:p@b.io":{}}"#)
    #expect("\(config)" == "DockerConfig(a.io, ***@b.io)")
    #expect(config.debugDescription == config.description)
    #expect("\(DockerConfig())" == "DockerConfig()")
  }
}
