import Testing

@testable import ImagePullCredentials

/// The rules of Go's encoding/json, and of the kubelet's decoding, one by one.
@Suite("Decoding a docker config")
struct DockerConfigDecoderTests {
  /// What an entry says: key, username, password, email.
  private func entries(_ config: DockerConfig) -> [[String]] {
    config.entries.map { [$0.registryKey, $0.username, $0.revealPassword(), $0.email] }
  }

  @Test(
    "takes every document that encoding/json takes",
    arguments: [
      ("{}", []), ("null", []), (" \n{ } \t", []), (#"{"auths":null}"#, []),
      (#"{"auths":{}}"#, []), (#"{"auths":{"a":null}}"#, [["a", "", "", ""]]),
      (#"{"auths":{"a":{}}}"#, [["a", "", "", ""]]),
      (#"{"auths":{"":{"username":"u"}}}"#, [["", "u", "", ""]]),
      (#"{"x":[1,{"y":null}],"auths":{"a":{"z":[[]],"email":"e"}}}"#, [["a", "", "", "e"]]),
      (
        #"{"auths":{"b":{"username":"u","password":"p","email":"e"},"a":{"password":"q"}}}"#,
        [["b", "u", "p", "e"], ["a", "", "q", ""]]
      ),
    ])
  func documents(json: String, expected: [[String]]) throws {
    #expect(try entries(DockerConfig(dockerConfigJSON: json)) == expected)
  }

  @Test(
    "compares names without case, with the two characters that fold to ASCII",
    arguments: [
      "auths", "AUTHS", "Auths", "auth\u{17F}", #"auth\u017F"#, #"\u0041uths"#,
    ])
  func wrapperName(name: String) throws {
    let config = try DockerConfig(dockerConfigJSON: "{\"\(name)\":{\"a\":{\"username\":\"u\"}}}")
    #expect(entries(config) == [["a", "u", "", ""]])
    #expect(config.hasAuths)
  }

  @Test(
    "compares the names of fields the same way, and registry keys exactly",
    arguments: [
      ("username", 1), ("USERNAME", 1), ("u\u{17F}ername", 1), ("user\u{FF4E}ame", nil),
      ("password", 2), ("Pa\u{17F}\u{17F}word", 2), ("passwort", nil), ("Email", 3),
      ("e-mail", nil), ("emai\u{13F}", nil),
    ])
  func fieldName(name: String, place: Int?) throws {
    let config = try DockerConfig(dockercfg: "{\"a\":{\"\(name)\":\"x\"},\"A\":{}}")
    var expected = [["a", "", "", ""], ["A", "", "", ""]]
    if let place { expected[0][place] = "x" }
    #expect(entries(config) == expected)
  }

  @Test("lets the last of repeated fields win, and null leave it as it was")
  func repeatedFields() throws {
    let json = #"""
      {"a":{"username":"1","USERNAME":"2","username":null,"password":"p","password":"",
      "email":null,"email":"e"}}
      """#
    #expect(try entries(DockerConfig(dockercfg: json)) == [["a", "2", "", "e"]])
  }

  @Test("keeps the place of a repeated key's first entry and nothing else of it")
  func repeatedKeys() throws {
    let json = #"""
      {"a":{"username":"1","password":"p"},"b":{"username":"2"},"\u0061":{"email":"e"},
      "b":null}
      """#
    let config = try DockerConfig(dockercfg: json)
    #expect(entries(config) == [["a", "", "", "e"], ["b", "", "", ""]])
    #expect(config.entries.map(\.documentOffset) == [58, 82])
  }

  @Test("adds a second auths to the first, and forgets both at a null")
  func repeatedAuths() throws {
    let first = #""auths":{"a":{"username":"1"},"b":{}}"#
    let second = #""Auths":{"c":{},"a":{"username":"2"}}"#
    let both = try DockerConfig(dockerConfigJSON: "{\(first),\(second)}")
    #expect(entries(both).map { $0.prefix(2) } == [["a", "2"], ["b", ""], ["c", ""]])
    let none = try DockerConfig(dockerConfigJSON: "{\(first),\(second),\"auths\":null}")
    #expect(entries(none).isEmpty && none.hasAuths)
    let last = try DockerConfig(dockerConfigJSON: "{\(first),\"auths\":null,\(second)}")
    #expect(entries(last).map { $0.prefix(2) } == [["c", ""], ["a", "2"]])
  }

  @Test(
    "prefers a non-empty auth to the fields",
    arguments: [
      (#""auth":"dTpw""#, "u", "p", true, false),
      (#""auth":"dTpw","username":"u","password":"p""#, "u", "p", true, false),
      (#""username":"x","auth":"dTpw""#, "u", "p", true, true),
      (#""auth":"dTpw","password":"x""#, "u", "p", true, true),
      (#""auth":"dTpw","password":"\u0070""#, "u", "p", true, false),
      (#""auth":"dTpw","password":"\u0071""#, "u", "p", true, true),
      (#""auth":"dTpw","username":"","password":null"#, "u", "p", true, false),
      (#""auth":"","username":"x","password":"y""#, "x", "y", false, false),
      (#""auth":null,"username":"x""#, "x", "", false, false),
      (#""auth":"dTpw","auth":"","username":"x""#, "x", "", false, false),
      (#""auth":"!","auth":"Og==","username":"x""#, "", "", true, true),
      (#""auth":"d\u0054pw","password":"p""#, "u", "p", true, false),
      (#""auth":"d\nT\r\npw""#, "u", "p", true, false),
      (#""auth":"dTpwOnE""#, "u", "p:q", true, false),
    ])
  func auth(
    fields: String, username: String, password: String, hasAuth: Bool, overrides: Bool
  ) throws {
    let config = try DockerConfig(dockercfg: "{\"a\":{\(fields)}}")
    let entry = try #require(config.entries.first)
    #expect(entry.username == username && entry.revealPassword() == password)
    #expect(entry.hasAuthField == hasAuth && entry.authOverridesFields == overrides)
  }

  @Test("replaces lone surrogates and each byte that is not UTF-8 by U+FFFD")
  func illFormed() throws {
    let head = Array(#"{"\ud800a":{"username":"\udc00x","password":""#.utf8)
    let bytes = head + [0xFF, 0xE2, 0x82, 0x70] + Array(#""}}"#.utf8)
    #expect(
      try entries(DockerConfig(dockercfg: bytes)) == [
        ["\u{FFFD}a", "\u{FFFD}x", "\u{FFFD}\u{FFFD}\u{FFFD}p", ""]
      ])
  }

  @Test("keeps tokens, whatever stands in their place otherwise is passed over")
  func tokens() throws {
    let json = #"""
      {"a":{"identitytoken":"i","registrytoken":"r"},
      "b":{"IdentityToken":1,"registryToken":[]},
      "c":{"identitytoken":"x","identitytoken":null,"registrytoken":"y","registrytoken":"z"}}
      """#
    let config = try DockerConfig(dockercfg: json)
    #expect(config.entries.map { $0.revealIdentityToken() } == ["i", "", "x"])
    #expect(config.entries.map { $0.revealRegistryToken() } == ["r", "", "z"])
    #expect(config.entries.map(\.hasIdentityToken) == [true, false, true])
    #expect(config.entries.map(\.hasRegistryToken) == [true, false, true])
  }

  @Test("keeps headers and helpers in order, of repeated names the last value")
  func besidesEntries() throws {
    let json = #"""
      {"HttpHeaders":{"B":"1","A":"2","a":"3","B":"4","C":null},"credsStore":"old",
      "credHelpers":{"y.io":"one","x.io":"two","z.io":3},"credHelpers":{"y.io":"three"},
      "httpheaders":{"D":""},"CREDSSTORE":"new","credsStore":null}
      """#
    let config = try DockerConfig(dockerConfigJSON: json)
    #expect(config.httpHeaderNames == ["B", "A", "a", "C", "D"])
    #expect(config.storage.extras.headers.map(\.value) == ["4", "2", "3", "", ""])
    #expect(config.credentialsStore == "new")
    #expect(config.credentialHelpers.map(\.registry) == ["y.io", "x.io"])
    #expect(config.credentialHelpers.map(\.helper) == ["three", "two"])
    #expect(!config.hasAuths && config.entries.isEmpty)
  }

  @Test("passes over helpers of the wrong type, and forgets headers at a null")
  func wrongHelpers() throws {
    let json = #"""
      {"credsStore":1,"credHelpers":["x"],"HttpHeaders":{"A":"1"},"HttpHeaders":null}
      """#
    let config = try DockerConfig(dockerConfigJSON: json)
    #expect(config.credentialsStore == nil)
    #expect(config.credentialHelpers.isEmpty && config.httpHeaderNames.isEmpty)
  }

  @Test("looks at nothing but entries in a dockercfg")
  func dockercfg() throws {
    let config = try DockerConfig(dockercfg: #"{"auths":{"username":"u"},"credsStore":{}}"#)
    #expect(entries(config) == [["auths", "u", "", ""], ["credsStore", "", "", ""]])
    #expect(config.hasAuths && config.credentialsStore == nil)
    // The same text under the other format: no entry, and the member is not one either.
    let wrapped = try DockerConfig(dockerConfigJSON: #"{"a":{"username":"u"}}"#)
    #expect(wrapped.entries.isEmpty && !wrapped.hasAuths)
  }

  @Test("takes what is nested 10000 deep")
  func depth() throws {
    // Two containers are open around the value.
    let value = String(repeating: "[", count: 9_998) + String(repeating: "]", count: 9_998)
    let config = try DockerConfig(dockercfg: #"{"a":{"x":\#(value),"username":"u"}}"#)
    #expect(entries(config) == [["a", "u", "", ""]])
  }

  @Test("gives for text, array and span the same")
  func entryPoints() throws {
    let text = #"{"auths":{"a":{"auth":"dTpw"}}}"#
    let bytes = Array(text.utf8)
    let expected = try DockerConfig(dockerConfigJSON: text)
    #expect(entries(expected) == [["a", "u", "p", ""]])
    #expect(try DockerConfig(dockerConfigJSON: bytes) == expected)
    #expect(try DockerConfig(dockerConfigJSON: bytes.span) == expected)
    let legacy = Array(#"{"a":{"auth":"dTpw"}}"#.utf8)
    #expect(try DockerConfig(dockercfg: legacy) == expected)
    #expect(try DockerConfig(dockercfg: legacy.span) == expected)
    #expect(try DockerConfig(dockercfg: String(decoding: legacy, as: UTF8.self)) == expected)
  }
}
