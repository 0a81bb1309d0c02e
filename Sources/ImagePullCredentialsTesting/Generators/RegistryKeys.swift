extension RandomNumberGenerator {
  /// A registry key that the kubelet takes and that some image matches: a host, perhaps with a
  /// scheme, a wildcard, a port, a path or the version that Docker writes.
  public mutating func registryKey() -> String {
    if once(in: 12) { return pick(["https://index.docker.io/v1/", "docker.io"]) }
    var key = pick(["", "", "", "https://", "http://"])
    key += once(in: 4) ? wildcardHost() : registryHost()
    switch Int.random(in: 0..<8, using: &self) {
    case 0: key += "/\(repository())"
    case 1: key += "/\(repository())/"
    case 2: key += pick(["/v1/", "/v2/"])
    case 3: key += "/"
    default: break
    }
    return key
  }

  /// A registry key with one thing changed. Some are rejected, others match something else.
  public mutating func almostRegistryKey() -> String { almost(registryKey()) }

  /// A registry key with a user and a password that holds `mark`, escaped or not: with slashes, colons, more of `@`
  /// and `%`, a scheme, a second userinfo.
  package mutating func registryKeyWithUserinfo(_ mark: String) -> String {
    var password = mark
    for _ in 0..<Int.random(in: 0..<4, using: &self) {
      let piece = pick([
        "/", "1/", ":", ":1", "@", "%", "%40", "%2F", "?x", "#x", "https://", "v1/", "*", " ", "\n",
        "x", "u:\(mark)@", "[::1]", ".example.com", "sha256:0",
      ])
      password = once(in: 2) ? password + piece : piece + password
    }
    let scheme = pick(["", "", "https://", "http://", "HTTPS://", "https://https://", "oci://"])
    let user = pick(["", "u:", "robot:", "ci.bot.team:", "a.example.com:", "*:", "[::1]:", "x:80:"])
    return scheme + user + password + pick(["@", "@", "@", "%40"]) + registryKey()
  }

  private mutating func wildcardHost() -> String {
    let port = once(in: 4) ? ":5000" : ""
    return pick([
      "*.example.com", "*.*.example.com", "\(hostLabel()).*.example.com", "registry-*.example.com",
      "*-\(hostLabel()).io", "*.dkr.ecr.*.amazonaws.com", "a*b*c.example.com",
    ]) + port
  }

  /// An image that `key`, which ``registryKey()`` made, matches.
  ///
  /// For the key that Docker writes for Docker Hub, it is one that falls back to it.
  public mutating func imageReference(matching key: String) -> String {
    var rest = key[...]
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
      break
    }
    let hostEnd = rest.firstIndex(of: "/") ?? rest.endIndex
    var path = String(rest[hostEnd...])
    for version in ["/v1/", "/v2/"] where path.hasPrefix(version) { path = "/" }
    if path.isEmpty { path = "/" }
    if path.hasSuffix("/") {
      path += text(of: "abc", count: 1...5)
    } else if path.utf8.count < 240 {
      // A key's path is a prefix of the image's, not a whole number of its components.
      path += pick(["", "x", "/x"])
    }
    return host(matching: rest[..<hostEnd]) + path + (once(in: 3) ? ":1" : "")
  }

  private mutating func host(matching pattern: Substring) -> String {
    var host = ""
    for character in pattern {
      host += character == "*" ? hostLabel() : String(character)
    }
    return host
  }
}
