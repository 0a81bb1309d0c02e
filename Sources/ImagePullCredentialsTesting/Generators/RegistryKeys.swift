public import ImagePullCredentials

extension RandomNumberGenerator {
  /// A registry key that the kubelet accepts and some image matches: a host, optionally with a scheme, a wildcard,
  /// a port, a path or Docker's version suffix.
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

  /// A registry key with a user and a password that contains `mark`, escaped or not: with slashes, colons, more `@`
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

  /// An image that `key` matches.
  ///
  /// - Parameter key: a key from ``registryKey()``.
  /// - Returns: the image, as written; for Docker's key for Docker Hub, a Docker Hub image.
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

/// Keys and image names, assembled from valid and broken parts.
package struct KeyGenerator<Random: RandomNumberGenerator> {
  package var random: Random

  package init(random: Random) {
    self.random = random
  }

  package mutating func key() -> String {
    random.pick(Parts.schemes) + random.pick(Parts.userinfos) + host() + path()
  }

  /// A name to look up: any other key, or `key` with its pattern filled in and a little more.
  package mutating func image(like key: String) -> String {
    guard !random.once(in: 6) else { return host() + path() }
    var image = key
    for scheme in ["https://", "http://"] where image.hasPrefix(scheme) {
      if !random.once(in: 20) { image.removeFirst(scheme.count) }
      break
    }
    if let at = image.lastIndex(of: "@"), !random.once(in: 4) {
      image.removeSubrange(...at)
    }
    for version in ["/v1/", "/v2/"] {
      if let range = image.firstRange(of: version), !random.once(in: 3) {
        image.replaceSubrange(range, with: "/")
      }
    }
    var filled = ""
    for character in image {
      switch character {
      case "*" where !random.once(in: 8):
        filled += random.pick(["", "a", "io", "docker", "ü", "é"])
      case "?" where !random.once(in: 8): filled += random.pick(["a", "o", "ü", "/", ""])
      case "%" where random.once(in: 6): filled += "%25"
      default: if !random.once(in: 60) { filled.append(character) }
      }
    }
    if filled.hasSuffix("/"), random.once(in: 2) { filled.removeLast() }
    return filled + random.pick(["", "", "/", "/nginx", "x", ":", "?q", "#f", "%2Fx"])
  }

  private mutating func host() -> String {
    if random.once(in: 6) { return random.pick(Parts.addresses) + random.pick(Parts.ports) }
    let labels = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      // Most labels are valid, so that most keys are.
      random.once(in: 3) ? random.pick(Parts.labels) : random.pick(Parts.soundLabels)
    }
    return labels.joined(separator: ".") + random.pick(["", "", "", "", "."])
      + random.pick(Parts.ports)
  }

  private mutating func path() -> String {
    let components = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      "/"
        + (random.once(in: 2)
          ? random.pick(Parts.components) : random.pick(["v1", "library", "team"]))
    }
    return components.joined() + random.pick(["", "", "", "/"])
  }
}

/// The parts of keys. Separate from the generator, since a generic type has no constants.
private enum Parts {
  static let schemes = [
    "", "", "", "", "https://", "http://", "HTTPS://", "https:/", "oci://",
  ]
  static let userinfos = [
    "", "", "", "", "", "", "", "", "user@", "user:pw@", "a@b@", "u%41:p%zz@", "u%4:p@", "ü:p@",
    "@", ":@",
    "u[:p@", "u\"@",
  ]
  static let labels = [
    "docker", "io", "quay", "registry", "example", "com", "eu", "a", "", "*", "?", "*o", "i?",
    "e*e",
    "*a*", "??", "[a-z]", "[^a]", "[", "]", "a]", "ü", "%C3%BC", "%c3", "日本", "%2A", "%25", "%",
    "%zz",
    "Docker", "x_y", "a-b", "\"", "<", "`", "\\", " ", "{", "|", "\u{7F}", "*?", "?*", "a**b", "~",
  ]
  static let soundLabels = Array(labels.prefix(15))
  static let addresses = [
    "[::1]", "[::]", "[2001:db8::1]", "[fe80::1%25eth0]", "[fe80::1%25e%20h]", "[fe80::1%2525e]",
    "[fe80::1%25]", "[::ffff:1.2.3.4]", "[1.2.3.4]", "[::1", "::1", "[]", "[::g]", "[fe80::1%eth0]",
    "[fe80::1%25%5Ba]", "[fe80::1%25a%2Eb]", "[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]", "[::1]]",
    "a[::1]",
    "[%3A%3A1]", "[fe80::1%25ü]", "[fe80::1%25%C3%BC]",
  ]
  static let ports = [
    "", "", "", "", ":", ":80", ":443", ":5000", ":05000", ":*", ":5000:1", ":a", ":-1", ":%30",
    "::",
  ]
  static let components = [
    "", "v1", "v2", "v1", "v2", "v3", "library", "nginx", "team", "team%2Fapp", "a%20b", "%2f",
    "%3F", "%23",
    "%25", "%2525", "%2541", "%0A", "%", "%zz", "*", "x?y", "x#y", "x#%", "ü", "%FF", "@", ":",
    "a:b@c", "\u{1}",
    "lib", "..", " ",
  ]
}

/// A keyring and images for which it has credentials.
public struct GeneratedKeyring: Sendable {
  /// The keys, in the order in which their documents were added.
  public let keys: [String]
  /// A keyring with a document for each of the ``keys``. The username of each entry is the key's index, the
  /// password is `p` and the index.
  public let keyring: Keyring
  /// Images, one for each key, for which the keyring has at least one credential.
  public let images: [ImageReference]
}

extension RandomNumberGenerator {
  /// A keyring with keys from ``registryKey()``, and images that match them.
  ///
  /// - Parameter entryCount: the number of keys; a negative number counts as zero.
  /// - Returns: the keyring, its keys and the images.
  public mutating func keyring(entryCount: Int) -> GeneratedKeyring {
    let keys = (0..<max(0, entryCount)).map { _ in registryKey() }
    var keyring = Keyring()
    for (place, key) in keys.enumerated() {
      let entry = DockerConfig.Entry(
        registryKey: key, username: "\(place)", password: "p\(place)")
      keyring.add(DockerConfig([entry]), source: .literal)
    }
    let images = keys.compactMap { try? ImageReference(imageReference(matching: $0)) }
    return GeneratedKeyring(keys: keys, keyring: keyring, images: images)
  }
}
