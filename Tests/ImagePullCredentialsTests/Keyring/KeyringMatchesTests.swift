import ImagePullCredentials
import Testing

@Suite("The matches of a keyring")
struct KeyringMatchesTests {
  /// A keyring in which `keyCount` keys match, and each has `perKey` credentials.
  private func keyring(_ keyCount: Int, _ perKey: Int) -> Keyring {
    var keyring = Keyring()
    for round in 0..<perKey {
      let entries = (0..<keyCount).map { number in
        DockerConfig.Entry(
          registryKey: "a.io" + (number == 0 ? "" : "/" + String(repeating: "x", count: number)),
          username: "\(keyCount - 1 - number).\(round)")
      }
      keyring.add(DockerConfig(entries), source: .literal)
    }
    return keyring
  }

  /// Up to eight credentials lie inline.
  @Test(
    "are a collection in the order tried",
    arguments: [(0, 0), (1, 1), (1, 3), (2, 2), (7, 1), (8, 2), (9, 1), (9, 3), (33, 2)])
  func collection(keyCount: Int, perKey: Int) {
    let matches = keyring(keyCount, perKey).credentials(
      forNormalizedName: "a.io/" + String(repeating: "x", count: 99))
    let expected = (0..<keyCount).flatMap { key in (0..<perKey).map { "\(key).\($0)" } }
    #expect(matches.map(\.username) == expected)
    #expect(matches.count == expected.count && matches.isEmpty == expected.isEmpty)
    #expect(matches.first?.username == expected.first)

    let indices = Array(matches.indices)
    #expect(indices.map { matches[$0].username } == expected)
    #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 && $0 != $1 })
    #expect(indices.allSatisfy { $0 < matches.endIndex })
    #expect(matches.endIndex == matches.index(matches.startIndex, offsetBy: expected.count))
    #expect(matches.distance(from: matches.startIndex, to: matches.endIndex) == expected.count)
    #expect(
      matches.index(matches.startIndex, offsetBy: expected.count + 1, limitedBy: matches.endIndex)
        == nil)
    for (place, index) in indices.enumerated() {
      #expect(matches[index...].map(\.username) == Array(expected[place...]))
      #expect(matches[..<index].map(\.username) == Array(expected[..<place]))
    }
    // A second pass gives the same.
    #expect(Array(matches) == Array(matches))
  }

  @Test("of nothing begin at their end")
  func empty() {
    let matches = Keyring().credentials(forNormalizedName: "a.io/x")
    #expect(matches.startIndex == matches.endIndex && Array(matches.indices).isEmpty)
    var iterator = matches.makeIterator()
    #expect(iterator.next() == nil)
    #expect(iterator.next() == nil)
  }

  @Test("stay ended once their iterator has ended")
  func iterator() {
    var iterator = keyring(2, 1).credentials(forNormalizedName: "a.io/x").makeIterator()
    #expect(iterator.next()?.username == "0.0")
    let copy = iterator
    #expect(iterator.next()?.username == "1.0")
    #expect(iterator.next() == nil)
    #expect(iterator.next() == nil)
    #expect(Array(IteratorSequence(copy)).map(\.username) == ["1.0"])
  }

  @Test("are shown without passwords")
  func description() {
    let keyring: Keyring = ["a.io": "u:canary"]
    let matches = keyring.credentials(forNormalizedName: "a.io/x")
    #expect("\(matches)" == "[a.io (username u, password redacted) from literal]")
    #expect(matches.debugDescription == matches.description)
  }
}
