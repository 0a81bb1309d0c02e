import ImagePullCredentials
import ImagePullCredentialsTesting
import Testing

@Suite("A keyring")
struct KeyringTests {
  private func usernames(_ keyring: Keyring, _ image: String) -> [String] {
    keyring.credentials(forNormalizedName: image).map(\.username)
  }

  private func config(_ logins: KeyValuePairs<String, String>) -> DockerConfig {
    DockerConfig(logins.map { DockerConfig.Entry(registryKey: $0.key, username: $0.value) })
  }

  @Test("written as a literal has one login for each key, split at the first colon")
  func literal() throws {
    let keyring: Keyring = [
      "a.io": "user:pass:word", "b.io": "user", "c.io": ":password", "d.io": "",
      "e.io": .init(username: "u:u", password: "p"), "f.io": "user:\u{301}pass",
    ]
    let logins = ["a.io", "b.io", "c.io", "d.io", "e.io", "f.io"].map { key in
      keyring.credentials(forNormalizedName: key + "/x").map {
        "\($0.username) \($0.revealPassword())"
      }
    }
    #expect(
      logins == [
        ["user pass:word"], ["user "], [" password"], [" "], ["u:u p"], ["user \u{301}pass"],
      ])
    #expect(keyring.count == 6)
    #expect(keyring.credentials(forNormalizedName: "a.io/x").first?.source == .literal)
    let empty: Keyring = [:]
    #expect(empty.isEmpty && empty.credentials(forNormalizedName: "a.io/x").isEmpty)
  }

  @Test("counts the entries that can match, and skips the others")
  func count() throws {
    var keyring = Keyring()
    #expect(keyring.isEmpty && keyring.count == 0)
    // Two that are not URLs, and one whose canonical key cannot be read back.
    keyring.add(config(["a.io:x": "1", "b.io/%0A": "2", "c d": "3"]), source: .literal)
    #expect(keyring.isEmpty)
    keyring.add(config(["a.io": "1", "[": "2", "https://a.io/v1/": "3"]), source: .literal)
    #expect(!keyring.isEmpty && keyring.count == 2)
    #expect(keyring.description == "Keyring of 2 entries")
    #expect(usernames(keyring, "a.io/x") == ["1", "3"])
  }

  @Test("gives all that match, the greatest canonical key first")
  func order() {
    let keyring = Keyring(keys: [
      "*.io", "quay.io", "quay.io/team", "https://quay.io/v1/", "q*.io", "quay.io/team/", "quay.*",
      "quay.io/other", "quay.io:443", "http://quay.io/v2/team", "QUAY.io",
    ])
    #expect(keyring.positions(for: "quay.io/team/app") == [5, 2, 9, 1, 3, 6, 4, 0])
    #expect(keyring.positions(for: "quay.io/team") == [2, 9, 1, 3, 6, 4, 0])
    #expect(keyring.positions(for: "quay.io:443/team") == [8])
    #expect(keyring.positions(for: "quay.io.x/team") == [])
  }

  @Test("gives the credentials under one key in the order of their documents and in these")
  func severalUnderOneKey() {
    var keyring = Keyring()
    keyring.add(config(["a.io": "1", "https://a.io": "2", "b.io": "3"]), source: .file(path: "x"))
    keyring.add(config(["a.io/": "4"]), source: .file(path: "y"))
    keyring.add(config(["user@a.io": "5", "http://a.io/v1/": "6"]), source: .file(path: "x"))
    #expect(usernames(keyring, "a.io/app") == ["1", "2", "4", "5", "6"])
    #expect(
      keyring.credentials(forNormalizedName: "a.io/app").map(\.source.description).last == "file x")
    #expect(usernames(keyring, "b.io/app") == ["3"])
  }

  @Test("falls back to index.docker.io for images of Docker Hub, unless any key matches")
  func dockerHub() throws {
    let hub = "https://index.docker.io/v1/"
    let nginx = try ImageReference("nginx")
    #expect(Keyring(keys: [hub]).positions(for: nginx) == [0])
    #expect(Keyring(keys: ["a.io", hub, "index.docker.io"]).positions(for: nginx) == [1, 2])
    // Each of these keys matches, and hides the fall-back; each of the others does not.
    for key in ["docker.io", "docker.io/library", "*.io", "*.*", "https://docker.io/v2/library/"] {
      #expect(Keyring(keys: [hub, key]).positions(for: nginx) == [1], "\(key)")
    }
    for key in ["docker.io:443", "docker.io/other", "*", "registry-1.docker.io", "a docker.io"] {
      #expect(Keyring(keys: [hub, key]).positions(for: nginx) == [0], "\(key)")
    }
    // Nothing but that one canonical key is fallen back to.
    for key in ["https://index.docker.io/v1", "index.docker.io/library", "index.docker.io:443"] {
      #expect(Keyring(keys: [key]).positions(for: nginx) == [], "\(key)")
    }
    // The key matches under its own name as any other does.
    #expect(Keyring(keys: [hub]).positions(for: "index.docker.io/x") == [0])
    #expect(Keyring(keys: [hub, "*.docker.io"]).positions(for: "index.docker.io/x") == [0, 1])
    #expect(Keyring(keys: [hub]).positions(for: try ImageReference("quay.io/x")) == [])
    #expect(Keyring(keys: [hub]).positions(for: try ImageReference("localhost/x")) == [0])
    #expect(Keyring(keys: [hub]).positions(for: try ImageReference("localhost:5000/x")) == [])
  }

  @Test("finds the fall-back again after it was taken out and put back")
  func dockerHubMutation() throws {
    let nginx = try ImageReference("nginx")
    var keyring = Keyring()
    keyring.add(config(["index.docker.io": "1"]), source: .file(path: "x"))
    keyring.add(config(["docker.io": "2"]), source: .file(path: "y"))
    #expect(keyring.positions(for: nginx) == [2])
    keyring.remove(.file(path: "y"))
    #expect(keyring.positions(for: nginx) == [1])
    keyring.remove(.file(path: "x"))
    #expect(keyring.positions(for: nginx) == [])
    keyring.add(config(["index.docker.io": "3"]), source: .file(path: "x"))
    #expect(keyring.positions(for: nginx) == [3])
  }

  /// Without a port an IPv6 address in brackets is a character class, which does not match itself.
  @Test("matches an IPv6 address with a port alone")
  func ipv6() throws {
    let keyring = Keyring(keys: ["[::1]", "[::1]:5000", "[::1]:5000/team", "[::2]:5000"])
    #expect(keyring.positions(for: "[::1]/app") == [])
    #expect(keyring.positions(for: "[::1]:5000/app") == [1])
    #expect(keyring.positions(for: "[::1]:5000/team/app") == [2, 1])
    #expect(keyring.positions(for: "[::1]:5001/app") == [])
    #expect(keyring.positions(for: ":/app") == [])
    #expect(keyring.positions(for: try ImageReference("[::1]:5000/team/app")) == [2, 1])
    #expect(keyring.positions(for: try ImageReference("[::1]/app")) == [])
    // A reference may have what is no address to a URL; and the class holds single characters.
    #expect(keyring.positions(for: try ImageReference("[abc]:5000/app")) == [])
    #expect(keyring.positions(for: "1/app") == [0])
  }

  @Test("finds for a reference what it finds for its name, and what the kubelet finds")
  func references() throws {
    var random = SeededGenerator(seed: 21)
    let domains = [
      "", "", "docker.io/", "index.docker.io/", "quay.io/", "quay.io:443/", "localhost/", "Host/",
      "localhost:5000/", "a.b.c:1/", "[::1]:5000/", "[::1]/", "[2001:db8::1]:80/", "a_b.io/",
      "registry-1.docker.io/", "docker.io:443/", "a-b.c-d.example.com/",
    ]
    let paths = ["nginx", "library/nginx", "team/app", "team/app/x", "v1/app", "library", "x__y/z"]
    let tails = ["", ":1", ":latest@sha256:" + String(repeating: "0", count: 64)]
    let keys = [
      "docker.io", "docker.io/library", "docker.io/library/nginx", "index.docker.io", "*.io",
      "https://index.docker.io/v1/", "quay.io:443", "quay.*:443", "*", "*:5000", "localhost",
      "[::1]:5000", "[2001:db8::1]:80/team", "a_b.io", "a_b.io/team", "*.*.*:1", "*-*.*-d.*.com",
      "Host", "host", "docker.io/team/", "*.docker.io/library/n", "quay.io/v1/app", "docker.io:443",
    ]
    var found = 0
    for _ in 0..<300 {
      let chosen = keys.filter { _ in random.once(in: 3) }
      let keyring = Keyring(keys: chosen)
      let model = KubeletModel(keys: chosen)
      let text = random.pick(domains) + random.pick(paths) + random.pick(tails)
      let image = try ImageReference(text)
      let positions = keyring.positions(for: image)
      #expect(positions == keyring.positions(for: image.name), "\(text) in \(chosen)")
      #expect(positions == model.lookup(image.name), "\(text) in \(chosen)")
      if !positions.isEmpty { found += 1 }
    }
    #expect(found > 100, "\(found)")
  }

  @Test(
    "matches nothing for a name that is no URL",
    arguments: ["a b", "a:b", "a.io/%", "a.io/\n", "[", "%2A", "[a]/x"])
  func notURLs(name: String) {
    #expect(Keyring(keys: ["*", "*.io", "a.io"]).positions(for: name) == [])
  }

  @Test("takes a name without a host for a host of one empty label", arguments: ["", "/", "/x"])
  func emptyHost(name: String) {
    #expect(Keyring(keys: ["*", "*.io", ""]).positions(for: name) == [0, 2])
  }
}
