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

@Suite("Editing a docker config")
struct DockerConfigEditingTests {
  private static let document = """
    {"auths":{"a":{"username":"1","password":"p","x":1},"b":{"username":"2"},"\u{E9}":{}},
      "HttpHeaders":{"H":"1","I":"2"},"credsStore":"desktop","credHelpers":{"c":"ecr","d":"gcr"},
      "psFormat":"x","y":[1, 2]}
    """

  private let config: DockerConfig

  init() throws { config = try DockerConfig(dockerConfigJSON: Self.document) }

  private func text(_ config: DockerConfig) -> String {
    String(decoding: config.encodeDockerConfigJSON(), as: UTF8.self)
  }

  private let rest =
    #""HttpHeaders":{"H":"1","I":"2"},"credsStore":"desktop","#
    + #""credHelpers":{"c":"ecr","d":"gcr"},"psFormat":"x","y":[1,2]}"#

  @Test("removes entries by their keys and keeps everything else")
  func removing() {
    let removed = config.removing(registryKeys: ["a", "none", "e\u{301}", "https://b"])
    #expect(removed.entries.map(\.registryKey) == ["b", "\u{E9}"])
    #expect(text(removed) == #"{"auths":{"b":{"username":"2","auth":"Mjo="},"é":{}},"# + rest)
    let empty = config.removing(registryKeys: ["a", "b", "\u{E9}"])
    #expect(text(empty) == #"{"auths":{},"# + rest)
    #expect(config.removing(registryKeys: []) == config)
  }

  @Test("filters entries and keeps everything else, unknown members of an entry too")
  func filtering() {
    let filtered = config.filter { $0.hasPassword }
    #expect(
      text(filtered)
        == #"{"auths":{"a":{"username":"1","password":"p","auth":"MTpw","x":1}},"# + rest)
    #expect(config.filter { _ in true } == config)
  }

  @Test("sets and removes helpers")
  func helpers() {
    #expect(config.settingCredentialsStore("pass").credentialsStore == "pass")
    #expect(config.settingCredentialsStore(nil).credentialsStore == nil)
    #expect(config.settingCredentialsStore(nil).settingCredentialsStore("desktop") == config)
    let set = config.settingCredentialHelper("x", forRegistry: "c")
    #expect(set.credentialHelpers.map { "\($0.registry) \($0.helper)" } == ["c x", "d gcr"])
    let added = config.settingCredentialHelper("", forRegistry: "e")
    #expect(added.credentialHelpers.map(\.registry) == ["c", "d", "e"])
    let removed = added.settingCredentialHelper(nil, forRegistry: "d")
    #expect(removed.credentialHelpers.map(\.registry) == ["c", "e"])
    #expect(removed.entries.elementsEqual(config.entries))
  }

  @Test("merges two documents: the second one wins, nothing is lost")
  func merging() throws {
    let other = try DockerConfig(
      dockerConfigJSON: """
        {"auths":{"b":{"username":"3"},"z":{"username":"4","v":{}}},"HttpHeaders":{"I":"3","J":"4"},
          "credHelpers":{"d":"own","f":"g"},"psFormat":"new","w":null}
        """)
    #expect(
      text(config.merging(other)) == #"{"auths":{"#
        + #""a":{"username":"1","password":"p","auth":"MTpw","x":1},"b":{"username":"3","auth":"Mzo="},"#
        + #""é":{},"z":{"username":"4","auth":"NDo=","v":{}}},"HttpHeaders":{"H":"1","I":"3","J":"4"},"#
        + #""credsStore":"desktop","credHelpers":{"c":"ecr","d":"own","f":"g"},"#
        + #""y":[1,2],"psFormat":"new","w":null}"#)
    #expect(text(other.merging(config)).contains(#""credsStore":"desktop""#))
    #expect(config.merging(DockerConfig()) == config)
    #expect(try DockerConfig(dockerConfigJSON: "{}").merging(config) == config)
    let store = try DockerConfig(dockerConfigJSON: #"{"credsStore":"pass"}"#)
    #expect(config.merging(store).credentialsStore == "pass")
    #expect(try DockerConfig(dockerConfigJSON: "{}").merging(store).hasAuths == false)
  }

  /// The key is as the kubelet reads it, compiled when the entry was decoded, independent of the
  /// text before it.
  @Test(
    "of which each entry knows its compiled key",
    arguments: [
      "a.io", "https://u:p@a.io:5000/v1/x", "*.a.io:/b", "a/%2541", "%C3%BC:80/v1/x", "/v%31/",
      "[::1]:5000",
      "a/b%25",
    ])
  func compiledKeys(key: String) throws {
    let parsed = try RegistryPattern(registryKey: key)
    let all = DockerConfig([.init(registryKey: "a/%41", username: "x"), .init(registryKey: key)])
    for config in [
      all, DockerConfig([.init(registryKey: key)]), all.filter { $0.registryKey == key },
    ] {
      let pattern = try #require(try config.entries.last?.pattern)
      #expect(pattern == parsed && pattern.originalText == key)
      #expect(
        [
          pattern.canonical, pattern.host, pattern.port ?? "-", pattern.path,
          "\(pattern.isWildcard)",
        ]
          == [
            parsed.canonical, parsed.host, parsed.port ?? "-", parsed.path, "\(parsed.isWildcard)",
          ])
    }
    let bad = DockerConfig([.init(registryKey: "a b")])
    #expect(throws: RegistryPattern.ParseError(.invalidHostCharacter, at: 1)) {
      _ = try bad.entries[0].pattern
    }
  }
}
