import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("A keyring that changes")
struct KeyringMutationTests {
  private let image = "a.io/app"

  private func config(_ keys: [String], _ username: String) -> DockerConfig {
    DockerConfig(keys.map { DockerConfig.Entry(registryKey: $0, username: username) })
  }

  private func source(_ name: String) -> CredentialSource {
    .secret(namespace: "n", name: name)
  }

  private func usernames(_ keyring: Keyring) -> [String] {
    keyring.credentials(forNormalizedName: image).map(\.username)
  }

  @Test("loses what came from one source and nothing else", arguments: [false, true])
  func remove(isLarge: Bool) {
    var keyring = Keyring()
    if isLarge { addOthers(to: &keyring) }
    let others = keyring.count
    keyring.add(config(["a.io", "b.io"], "1"), source: source("x"))
    keyring.add(config(["a.io"], "2"), source: source("y"))
    keyring.add(config(["a.io", "a.io/app"], "3"), source: source("x"))
    #expect(usernames(keyring) == ["3", "1", "2", "3"] && keyring.count == others + 5)
    #expect(keyring.remove(source("z")) == false)
    #expect(keyring.remove(.secret(namespace: "n", name: "x", uid: "u")) == false)
    #expect(keyring.remove(source("x")) == true)
    #expect(usernames(keyring) == ["2"] && keyring.count == others + 1)
    #expect(keyring.remove(source("x")) == false)
    #expect(keyring.remove(source("y")) == true)
    #expect(keyring.count == others && keyring.isEmpty == !isLarge)
    keyring.add(config(["a.io"], "4"), source: source("x"))
    #expect(usernames(keyring) == ["4"])
  }

  @Test("tries a replacement where that was tried which it replaces")
  func replace() {
    var keyring = Keyring()
    for name in ["x", "y", "z"] { keyring.add(config(["a.io"], name), source: source(name)) }
    keyring.replace(source("y"), with: config(["a.io", "https://a.io"], "new"))
    #expect(usernames(keyring) == ["x", "new", "new", "z"])
    keyring.replace(source("x"), with: config(["b.io"], "gone"))
    #expect(usernames(keyring) == ["new", "new", "z"])
    keyring.replace(source("x"), with: config(["a.io"], "back"))
    #expect(usernames(keyring) == ["back", "new", "new", "z"])
    keyring.replace(source("z"), with: config(["a.io"], "last"))
    #expect(usernames(keyring) == ["back", "new", "new", "last"])
    // One that was not there goes to the end.
    keyring.replace(source("other"), with: config(["a.io"], "other"))
    #expect(usernames(keyring) == ["back", "new", "new", "last", "other"])
    // What is tried where does not change with the size of the keyring.
    addOthers(to: &keyring)
    keyring.replace(source("y"), with: config(["a.io", "https://a.io"], "newer"))
    #expect(usernames(keyring) == ["back", "newer", "newer", "last", "other"])
  }

  @Test("keeps the place of a source that has no usable entries for a while")
  func emptyInBetween() {
    var keyring = Keyring()
    keyring.add(DockerConfig(), source: source("empty"))
    for name in ["x", "y"] { keyring.add(config(["a.io"], name), source: source(name)) }
    keyring.replace(source("x"), with: DockerConfig())
    #expect(usernames(keyring) == ["y"])
    keyring.replace(source("x"), with: config(["a.io"], "x again"))
    #expect(usernames(keyring) == ["x again", "y"])
    keyring.replace(source("empty"), with: config(["a.io"], "first"))
    #expect(usernames(keyring) == ["first", "x again", "y"])
    #expect(keyring.remove(source("empty")) == true)
    #expect(keyring.remove(source("empty")) == false)
  }

  @Test("puts one replacement in the place of the first of several documents of a source")
  func replaceSeveral() {
    var keyring = Keyring()
    for name in ["v", "x", "y", "x"] { keyring.add(config(["a.io"], name), source: source(name)) }
    keyring.replace(source("x"), with: config(["a.io"], "new"))
    #expect(usernames(keyring) == ["v", "new", "y"])
    keyring.add(config(["a.io"], "end"), source: source("x"))
    #expect(usernames(keyring) == ["v", "new", "y", "end"])
  }

  /// Ten thousand entries before ten thousand others would be a hundred million steps, were each put in for itself.
  @Test("puts a large replacement under one key in its place, in one walk", .timeLimit(.minutes(1)))
  func replaceMany() {
    let many = (0..<10_000).map {
      DockerConfig.Entry(registryKey: "u\($0)@a.io", username: "\($0)")
    }
    var keyring = Keyring()
    keyring.add(config(["a.io"], "first"), source: source("first"))
    keyring.add(config(["a.io"], "x"), source: source("x"))
    keyring.add(DockerConfig(many), source: source("later"))
    keyring.replace(source("x"), with: DockerConfig(many))
    let expected = ["first"] + many.map(\.username) + many.map(\.username)
    #expect(usernames(keyring) == expected)
  }

  @Test("is a value: neither a copy nor matches see what happens later")
  func values() {
    var keyring = Keyring()
    keyring.add(config(["a.io"], "1"), source: source("x"))
    let copy = keyring
    let matches = keyring.credentials(forNormalizedName: image)
    keyring.replace(source("x"), with: config(["a.io"], "2"))
    var other = copy
    other.add(config(["a.io"], "3"), source: source("y"))
    other.remove(source("x"))
    #expect(usernames(copy) == ["1"])
    #expect(matches.map(\.username) == ["1"])
    #expect(usernames(keyring) == ["2"])
    #expect(usernames(other) == ["3"])
  }

  /// Documents of other registries, so many that the keyring has an index.
  private func addOthers(to keyring: inout Keyring) {
    for number in 0...Keyring.maximumWalkLength {
      keyring.add(config(["other-\(number).invalid"], "other"), source: source("other-\(number)"))
    }
  }

  @Test("does not grow for long when keys are replaced, the same or others")
  func compaction() throws {
    var keyring = Keyring()
    addOthers(to: &keyring)
    keyring.add(config(["a.io", "*.stable.io"], "first"), source: source("first"))
    keyring.add(config(["a.io"], "rotating"), source: source("rotating"))
    keyring.add(config(["a.io"], "last"), source: source("last"))
    let count = keyring.count
    var greatest = (keys: 0, entries: 0)
    for round in 0..<5_000 {
      keyring.replace(source("rotating"), with: config(["a.io"], "\(round)"))
      let index = try #require(keyring.index)
      greatest = (max(greatest.keys, index.keyCount), max(greatest.entries, index.entryCount))
    }
    #expect(usernames(keyring) == ["first", "4999", "last"])
    #expect(keyring.count == count)
    #expect(
      greatest.keys == count - 2 && greatest.entries > count && greatest.entries < count + 200)
    for round in 0..<5_000 {
      let keys = ["a.io", "r\(round).io", "r\(round).*/team"]
      keyring.replace(source("rotating"), with: config(keys, "\(round)"))
      let index = try #require(keyring.index)
      greatest = (max(greatest.keys, index.keyCount), max(greatest.entries, index.entryCount))
      if round % 500 == 0 {
        #expect(usernames(keyring) == ["first", "\(round)", "last"])
        #expect(
          keyring.credentials(forNormalizedName: "r\(round).io/team").map(\.registryKey)
            == ["r\(round).io", "r\(round).*/team"])
        #expect(keyring.credentials(forNormalizedName: "r\(round - 1).io/team").isEmpty)
        #expect(
          keyring.credentials(forNormalizedName: "x.stable.io/team").map(\.username) == ["first"])
        #expect(keyring.count == count + 2)
      }
    }
    #expect(greatest.keys > count && greatest.keys < count + 500, "\(greatest)")
    #expect(keyring.remove(source("first")) == true)
    #expect(usernames(keyring) == ["4999", "last"])
  }

  @Test(
    "is after any changes what it would be if it were built anew",
    arguments: 0..<4 as Range<UInt64>, [false, true])
  func randomChanges(seed: UInt64, isLarge: Bool) {
    var generator = KeyGenerator(random: SeededGenerator(seed: 30 + seed))
    let pool = [
      "a.io", "https://a.io/v1/", "*.io", "a.*", "a.io/app", "a.io/ap", "index.docker.io",
      "docker.io",
      "b.io", "?.io", "[::1]:80", "a.io:80",
    ]
    let images = [
      "a.io/app", "b.io/app", "docker.io/library/x", "a.io:80/x", "[::1]:80/x", "c.io/y",
    ]
    var keyring = Keyring()
    if isLarge { addOthers(to: &keyring) }
    let otherCount = keyring.count
    var documents: [(name: String, config: DockerConfig)] = []
    var previous: (keyring: Keyring, answers: [[String]])?
    for step in 0..<150 {
      let name = "s\(Int.random(in: 0..<12, using: &generator.random))"
      let keys = (0..<Int.random(in: 1...4, using: &generator.random)).map { _ in
        generator.random.pick(pool)
      }
      let config = config(keys, "\(step)")
      switch Int.random(in: 0..<4, using: &generator.random) {
      case 0:
        keyring.add(config, source: source(name))
        documents.append((name, config))
      case 1:
        let isThere = documents.contains { $0.name == name }
        #expect(keyring.remove(source(name)) == isThere)
        documents.removeAll { $0.name == name }
      default:
        keyring.replace(source(name), with: config)
        let place = documents.firstIndex { $0.name == name } ?? documents.count
        documents.removeAll { $0.name == name }
        documents.insert((name, config), at: place)
      }
      var rebuilt = Keyring()
      for document in documents { rebuilt.add(document.config, source: source(document.name)) }
      let answers = answers(keyring, images)
      #expect(answers == self.answers(rebuilt, images), "seed \(seed), step \(step)")
      #expect(keyring.count == rebuilt.count + otherCount)
      if let previous { #expect(self.answers(previous.keyring, images) == previous.answers) }
      previous = (keyring, answers)
    }
  }

  private func answers(_ keyring: Keyring, _ images: [String]) -> [[String]] {
    images.map { image in
      keyring.credentials(forNormalizedName: image).map {
        "\($0.registryKey) \($0.username) \($0.source)"
      }
    }
  }
}
