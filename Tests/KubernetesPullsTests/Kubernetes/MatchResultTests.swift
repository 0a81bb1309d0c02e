import ImagePullCredentials
import KubernetesPulls
import Testing

@Suite struct MatchResultTests {
  private func results(_ image: String, _ keyring: Keyring) throws -> [String] {
    keyring.matchResults(for: try ImageReference(image)).map {
      "\($0.credential.displayKey) \($0)"
    }
  }

  @Test(arguments: [
    ("r.example/app", "r.example", "matches"),
    ("r.example/app", "*.example", "matches"),
    ("acme/app", "https://index.docker.io/v1/", "is the key of Docker Hub, where the image is"),
    ("acme/app", "docker.io", "matches"),
    ("r.example:5000/app", "r.example", "is for the host without a port"),
    ("r.example/app", "r.example:5000", "is for port 5000"),
    ("r.example/app", "r.example/team", #"is for paths that begin with "/team""#),
    ("r.example/app", "q.example", "is for another host"),
    ("r.example/app", "a.r.example", "is for another host"),
    ("a.r.example/app", "*.example", "is for hosts of 2 labels"),
    ("r.example/app", "r.example%25zz/%25", "can match nothing"),
  ])
  func saysWhy(image: String, key: String, expected: String) throws {
    #expect(try results(image, [key: "u:p"]) == ["\(key) \(expected)"])
  }

  @Test func aKeyThatIsNoURL() throws {
    let found = try results("r.example/app", ["r example": "u:p"])
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("r example is no URL: invalid character in the host at byte 1"))
  }

  @Test func triedOnesComeFirstInTheirOrder() throws {
    let image = try ImageReference("r.example/app")
    let keyring: Keyring = [
      "q.example": "a:p", "r.example": "b:p", "bad key": "c:p", "r.example/app": "d:p",
    ]
    let results = keyring.matchResults(for: image)
    #expect(results.map(\.credential.username) == ["d", "b", "a", "c"])
    #expect(results.map(\.index) == [0, 1, nil, nil])
    #expect(results.map(\.isTried) == [true, true, false, false])
    #expect(results[0].outcome == .tried(index: 0))
    #expect(results[0].credential == keyring.credentials(for: image)[0])
    #expect(results[3].outcome == .invalidKey(.init(.invalidHostCharacter, at: 3)))
  }

  /// More entries than are gone through one by one, one document taken out and one replaced.
  @Test func anIndexedKeyringGivesTheSame() throws {
    var keyring = Keyring()
    for number in 0..<64 {
      keyring.add(
        config("h\(number % 60).example", "u\(number)"), source: .file(path: "/\(number)"))
    }
    keyring.remove(.file(path: "/5"))
    keyring.replace(.file(path: "/3"), with: config("h3.example", "new"))
    let results = keyring.matchResults(for: try ImageReference("h3.example/app"))
    #expect(results.count == 63)
    #expect(results.prefix { $0.isTried }.map(\.credential.username) == ["new", "u63"])
    #expect(
      results.dropFirst(2).map(\.credential.username).prefix(5) == ["u0", "u1", "u2", "u4", "u6"])
  }

  private func config(_ key: String, _ username: String) -> DockerConfig {
    DockerConfig([.init(registryKey: key, username: username, password: "fake")])
  }

  // MARK: Of a resolution

  @Test func aSecretThatIsListedAgainIsThereOnce() throws {
    let items = #""imagePullSecrets":[{"name":"a"},{"name":"b"},{"name":"a"}],"#
    let objects = try KubernetesObjects(
      json: podJSON(items) + secretJSON("a", registry: "r.example", user: "x")
        + secretJSON("b", registry: "q.example", user: "y"))
    let resolution = objects.resolve(try #require(objects.pods.first), merging: .admission)
    let image = try ImageReference("r.example/app")
    #expect(resolution.credentials(for: image).count == 2)
    let results = resolution.matchResults(for: image)
    #expect(results.map(\.credential.username) == ["x", "y"])
    #expect(results.map(\.index) == [0, nil])
  }

  @Test func nothingIsTriedAfterARefusal() throws {
    let objects = try KubernetesObjects(
      json: podJSON(#""imagePullSecrets":[{"name":"a"},{"name":"b"}],"#) + secretJSON("a")
        + secretJSON("b", document: "{"))
    let resolution = objects.resolve(try #require(objects.pods.first), merging: .admission)
    #expect(resolution.matchResults(for: try ImageReference("r.example/app")).isEmpty)
  }
}
