public import ImagePullCredentials
import KubernetesPulls

extension RandomNumberGenerator {
  /// A credential document with keys from ``registryKey()``.
  ///
  /// - Parameter entryCount: the number of generated entries; the document has fewer if two have the
  ///   same key.
  /// - Returns: the document.
  public mutating func dockerConfig(entryCount: Int) -> DockerConfig {
    DockerConfig((0..<max(0, entryCount)).map { _ in dockerConfigEntry() })
  }

  /// `config` as the text of a `config.json`, in one of many equivalent forms: with `auth` or with
  /// fields, names in any case, members in any order, unknown ones between them.
  ///
  /// - Parameter config: the document.
  /// - Returns: its text, which decodes to `config`.
  public mutating func dockerConfigJSON(of config: DockerConfig) -> String {
    var json = JSONWriter(once(in: 2) ? .compact : .indented(2))
    json.beginObject()
    if once(in: 4) { writeUnknownMember(to: &json) }
    json.name(spelling(of: "auths"))
    write(config, to: &json)
    if once(in: 4) { writeUnknownMember(to: &json) }
    json.endObject()
    return json.text
  }

  /// A `config.json` with one thing changed. Most are rejected.
  public mutating func almostDockerConfigJSON() -> String {
    almost(dockerConfigJSON(of: dockerConfig(entryCount: 3)))
  }

  private mutating func dockerConfigEntry() -> DockerConfig.Entry {
    // A username has no colon: in `auth`, the first colon ends it.
    DockerConfig.Entry(
      registryKey: registryKey(), username: once(in: 8) ? "" : text(of: "abc_-@é", count: 1...12),
      password: once(in: 8) ? "" : text(of: "abcXYZ019:/+=\"\\<&é\u{2028}😀\n ", count: 1...40),
      email: once(in: 3) ? "someone@example.com" : "")
  }

  private mutating func write(_ config: DockerConfig, to json: inout JSONWriter) {
    json.beginObject()
    for entry in config.entries {
      json.name(entry.registryKey)
      json.beginObject()
      var members = [("email", entry.email)]
      if once(in: 2), !entry.isAnonymous {
        let plain = "\(entry.username):\(entry.revealPassword())"
        members.append(("auth", GoAuthField.encode(Array(plain.utf8), isPadded: !once(in: 4))))
      } else {
        members += [("username", entry.username), ("password", entry.revealPassword())]
      }
      for (name, value) in members.shuffled(using: &self) where !value.isEmpty || once(in: 2) {
        json.name(spelling(of: name))
        json.string(value)
        if once(in: 8) { writeUnknownMember(to: &json) }
      }
      json.endObject()
    }
    json.endObject()
  }

  private mutating func spelling(of name: String) -> String {
    once(in: 6) ? name.uppercased() : name
  }

  private mutating func writeUnknownMember(to json: inout JSONWriter) {
    json.name("x-\(text(of: "abc", count: 1...3))")
    json.raw(pick(["null", "[1,2,{\"auths\":{}}]", "\"auth\"", "{\"password\":\"p\"}", "1e9"]))
  }
}

extension RandomNumberGenerator {
  /// A Secret that holds `config`, as `kubectl get secret -o json` prints it.
  ///
  /// - Parameters:
  ///   - namespace: the Secret's namespace.
  ///   - name: the Secret's name.
  ///   - config: the credentials.
  /// - Returns: its text.
  public mutating func secretJSON(
    namespace: String, name: String, holding config: DockerConfig
  ) -> String {
    let document = dockerConfigJSON(of: config)
    var json = JSONWriter(.indented(4))
    json.beginObject()
    json.name("apiVersion")
    json.string("v1")
    json.name("data")
    json.beginObject()
    json.name(".dockerconfigjson")
    json.string(GoAuthField.encode(Array(document.utf8), isPadded: true))
    json.endObject()
    json.name("kind")
    json.string("Secret")
    json.name("metadata")
    json.beginObject()
    json.name("name")
    json.string(name)
    json.name("namespace")
    json.string(namespace)
    json.endObject()
    json.name("type")
    json.string("kubernetes.io/dockerconfigjson")
    json.endObject()
    return json.text
  }

  /// A Secret as from ``secretJSON(namespace:name:holding:)``, with one thing changed.
  ///
  /// - Parameters:
  ///   - namespace: the Secret's namespace.
  ///   - name: the Secret's name.
  /// - Returns: its text. Most are rejected.
  public mutating func almostSecretJSON(namespace: String, name: String) -> String {
    almost(secretJSON(namespace: namespace, name: name, holding: dockerConfig(entryCount: 2)))
  }
}
