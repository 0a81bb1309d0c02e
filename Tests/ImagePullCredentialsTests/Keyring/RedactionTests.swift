import ImagePullCredentials
import Testing

/// Every type of the keyring and the docker config that can hold a secret, in every way Swift shows a value.
@Suite("No rendering shows a secret")
struct RedactionTests {
  /// Stands in every password, token, header and userinfo below, and nowhere else.
  private static let canary = "canary-8c1f"

  private static let json = """
    {"HttpHeaders":{"X-Auth":"\(canary)"},"credsStore":"desktop","credHelpers":{"h.io":"ecr"},
    "auths":{"a.io":{"username":"u","password":"\(canary)","identitytoken":"\(canary)",
    "registrytoken":"\(canary)"},"user:\(canary)@a.io/x":{"auth":"dTpjYW5hcnktOGMxZg=="}}}
    """

  /// What Swift makes of a value without being asked for the secret.
  private func renderings(_ value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return [
      String(describing: value), String(reflecting: value), "\(value)", dumped,
      "\([value])", "\(["x": value])", "\(Optional.some(value) as Any)",
    ] + children(of: value, depth: 0)
  }

  /// What the mirror shows, all the way down, and of bytes what they spell.
  private func children(of value: Any, depth: Int) -> [String] {
    guard depth < 12 else { return ["too deep"] }
    var texts = [String(describing: value), String(reflecting: value)]
    if let bytes = value as? [UInt8] { texts.append(String(decoding: bytes, as: UTF8.self)) }
    var mirror: Mirror? = Mirror(reflecting: value)
    while let current = mirror {
      for child in current.children {
        texts.append(child.label ?? "")
        if !(child.value is UInt8) { texts += children(of: child.value, depth: depth + 1) }
      }
      mirror = current.superclassMirror
    }
    return texts
  }

  private func expectNoSecret(_ value: Any, _ name: String) {
    for text in renderings(value) {
      if text.contains(Self.canary) || text.contains("Y2FuYXJ5") || text == "too deep" {
        Issue.record("\(name) shows \(text)")
      }
    }
  }

  @Test("of a docker config and its parts")
  func dockerConfig() throws {
    let config = try DockerConfig(dockerConfigJSON: Self.json)
    let entries = config.entries
    #expect(entries.map { $0.revealPassword() } == [Self.canary, Self.canary])
    expectNoSecret(config, "DockerConfig")
    expectNoSecret(entries, "DockerConfig.Entries")
    expectNoSecret(entries[0...], "a slice of DockerConfig.Entries")
    expectNoSecret(entries.reversed(), "DockerConfig.Entries, reversed")
    expectNoSecret(entries.makeIterator(), "an iterator of DockerConfig.Entries")
    expectNoSecret(entries.lazy.map { $0 }, "DockerConfig.Entries, mapped")
    for entry in entries { expectNoSecret(entry, "DockerConfig.Entry") }
    expectNoSecret(config.credentialHelpers, "DockerConfig.CredentialHelper")
    #expect(config.httpHeaderNames == ["X-Auth"])
  }

  @Test("of a keyring and what it gives")
  func keyring() throws {
    let config = try DockerConfig(dockerConfigJSON: Self.json)
    var keyring = Keyring()
    keyring.add(config, source: .secret(namespace: "n", name: "s"))
    let matches = keyring.credentials(for: "a.io/x/y")
    #expect(matches.map { $0.revealPassword() } == [Self.canary, Self.canary])
    expectNoSecret(keyring, "Keyring")
    expectNoSecret(KeyringStack([keyring]), "KeyringStack")
    expectNoSecret(matches, "Keyring.Matches")
    expectNoSecret(matches.makeIterator(), "Keyring.Matches.Iterator")
    expectNoSecret(matches.startIndex, "Keyring.Matches.Index")
    expectNoSecret(matches[matches.startIndex...], "a slice of Keyring.Matches")
    expectNoSecret(matches.indices, "the indices of Keyring.Matches")
    for credential in matches {
      expectNoSecret(credential, "Credential")
      expectNoSecret(credential.source, "CredentialSource")
    }
    expectNoSecret(Keyring.Login(username: "u", password: Self.canary), "Keyring.Login")
  }

  @Test("of patterns and errors")
  func errors() throws {
    let pattern = try RegistryPattern(registryKey: "user:\(Self.canary)@*.io")
    expectNoSecret(pattern, "RegistryPattern")
    expectNoSecret(pattern.comparison(with: "a.io/x") as Any, "RegistryPattern.Comparison")
    for key in ["user:\(Self.canary) @a.io", "\(Self.canary)[@a.io", "https://u:\(Self.canary)/%"] {
      let error = try #require(throws: RegistryPattern.ParseError.self) {
        try RegistryPattern(registryKey: key)
      }
      expectNoSecret(error, "RegistryPattern.ParseError")
    }
    for json in [
      #"{"auths":{"a.io":{"auth":"CANARY"}}}"#, #"{"auths":{"a.io":{"password":"CANARY"#,
      #"{"auths":{"u:CANARY@a.io":{"auth":"CANARY"}}}"#, #"{"HttpHeaders":{"X":"CANARY\x"}}"#,
      #"{"auths":{"u:CANARY/x@a.io":1}}"#, #"{"auths":{"a.io":{"identitytoken":"CANARY}}}"#,
      #"{"auths":{"a.io":{"auth":"Y2FuYXJ5LThjMWY="}}}"#,
    ] {
      let error = try #require(throws: DockerConfig.DecodingError.self) {
        try DockerConfig(dockerConfigJSON: json.replacing("CANARY", with: Self.canary))
      }
      expectNoSecret(error, "DockerConfig.DecodingError")
    }
  }
}
