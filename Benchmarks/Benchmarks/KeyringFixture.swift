import ImagePullCredentials
import ImagePullCredentialsTesting

/// A keyring of a given size, as in a cluster with many teams and registries, and images to look up.
///
/// Of 100 keys, 17 have wildcards in their host, 30 a path, 5 a port; 2 are for Docker Hub, and some hosts are there
/// twice. About seven in ten images have a match, many of them several.
struct KeyringFixture {
  let keys: [String]
  let keyring: Keyring
  /// Names, most of which match something.
  let images: [ImageReference]
  /// Names that match nothing.
  let strangers: [ImageReference]

  init(count: Int, images imageCount: Int = 1_024) throws {
    var random = SeededGenerator(seed: UInt64(count))
    let keys = Self.keys(count: count, &random)
    self.keys = keys
    keyring = Self.keyring(of: keys)
    images = try (0..<imageCount).map { _ in
      let name =
        random.once(in: 4)
        ? Self.strangerName(&random) : Self.name(matching: random.pick(keys), &random)
      return try ImageReference(name)
    }
    strangers = try (0..<imageCount).map { _ in try ImageReference(Self.strangerName(&random)) }
  }

  /// The number of keys in a document, about as in one Secret.
  private static let documentSize = 10

  static func keyring(of keys: [String]) -> Keyring {
    var keyring = Keyring()
    for config in configs(of: keys) { keyring.add(config, source: .literal) }
    return keyring
  }

  static func configs(of keys: [String]) -> [DockerConfig] {
    stride(from: 0, to: keys.count, by: documentSize).map { start in
      DockerConfig(
        keys[start..<min(start + documentSize, keys.count)].map {
          DockerConfig.Entry(registryKey: $0, username: "robot", password: "0123456789abcdef")
        })
    }
  }

  private static func keys(count: Int, _ random: inout SeededGenerator) -> [String] {
    // A single key that nothing matches would measure nothing.
    if count == 1 { return ["registry.example.com"] }
    var keys: [String] = []
    while keys.count < count {
      let key = key(among: count, &random)
      // A key is unique in a document, but may be in several documents.
      if !keys.suffix(keys.count % documentSize).contains(key) { keys.append(key) }
    }
    return keys
  }

  private static func key(among count: Int, _ random: inout SeededGenerator) -> String {
    let number = Int.random(in: 0..<max(1, count), using: &random)
    let team = number % max(1, count / 8)
    let path =
      random.once(in: 3) ? random.pick(["/team-\(team)", "/library", "/team-\(team)/app"]) : ""
    let port = random.once(in: 20) ? random.pick([":5000", ":443"]) : ""
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<6: return "*.team-\(team).example.com\(port)\(path)"
    case 6..<10: return "\(account(number)).dkr.ecr.*.amazonaws.com\(path)"
    case 10..<14: return "registry-\(number)-*.example.org\(port)\(path)"
    case 14..<17: return "*.*.cluster-\(team).example.net\(path)"
    case 17 where number % 1_000 == 0: return "https://index.docker.io/v1/"
    case 17, 18: return "docker.io/team-\(team)"
    case 19..<35: return "\(account(number)).dkr.ecr.eu-west-1.amazonaws.com\(path)"
    case 35..<60: return "https://registry.team-\(team).example.com\(port)\(path)"
    default: return "registry-\(number).example.org\(port)\(path)"
    }
  }

  private static func account(_ number: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "1", count: max(0, 12 - digits.count)) + digits
  }

  /// An image name that `key` matches.
  private static func name(matching key: String, _ random: inout SeededGenerator) -> String {
    var key = key
    if key.hasPrefix("https://") { key.removeFirst("https://".count) }
    if key == "index.docker.io/v1/" { return "library/nginx" }
    let stars = key.split(separator: "*", omittingEmptySubsequences: false)
    let host = stars.joined(separator: random.pick(["eu-west-1", "a", "registry"]))
    return "\(host)/app-\(Int.random(in: 0..<50, using: &random))"
  }

  private static func strangerName(_ random: inout SeededGenerator) -> String {
    let number = Int.random(in: 0..<1_000_000, using: &random)
    return random.pick([
      "registry-\(number).example.test/app",
      "\(account(number)).dkr.ecr.eu-west-1.amazonaws.cn/app",
      "a.b.team-\(number).example.com/app", "quay.test/team-\(number)/app",
    ])
  }
}
