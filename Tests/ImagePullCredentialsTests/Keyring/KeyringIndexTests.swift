import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

/// The index, except for hashing, compared with the model.
@Suite("The index of a keyring")
struct KeyringIndexTests {
  private func expectAsModel(_ keys: [String], _ images: [String]) {
    let model = KubeletModel(keys: keys)
    // Few keys are gone through one by one; with others beside them they are found by the index.
    let others = (0...Keyring.maximumWalkLength).map { "other-\($0).invalid" }
    for keyring in [Keyring(keys: keys), Keyring(keys: keys + others)] {
      for image in images where keyring.positions(for: image) != model.lookup(image) {
        Issue.record(
          "\(image): \(keyring.positions(for: image)), not \(model.lookup(image)), in \(keys)")
      }
    }
  }

  /// Paths are hashed in blocks of eight bytes.
  @Test("finds the prefixes of a path, of whichever length", arguments: ["a.io", "*.io", "a*.*"])
  func pathLengths(host: String) {
    let path = "/0123456789abcdef0123456789abcdef"
    var keys = (0...33).map { host + path.prefix($0) }
    var random = SeededGenerator(seed: 51)
    keys.shuffle(using: &random)
    expectAsModel(keys, (0...33).map { "a.io" + path.prefix($0) } + ["a.io" + path + "/x"])
    // Only some of the lengths, and keys of the same length that differ in the last byte.
    for _ in 0..<5 {
      let some = keys.filter { _ in random.once(in: 4) }
      let others = some.filter { $0.contains("/") }.map { String($0.dropLast()) + "!" }
      expectAsModel(
        some + others, (0...33).map { "a.io" + path.prefix($0) + random.pick(["", "!"]) })
    }
  }

  @Test("tells apart keys that match alike and are filed under different texts")
  func alike() {
    let keys = ["a.io:", "a.io", "a.io/b%3Fc", "a.io/b", "a.io/b%23", "a.io:/b", "%C3%BC", "ü:"]
    expectAsModel(keys, ["a.io/b", "a.io", "a.io:/b", "a.io:/bc", "ü/x", "%C3%BC:/x"])
    expectAsModel(keys.reversed(), ["a.io/b", "a.io", "ü:/x"])
  }

  @Test("finds hosts of many labels, with and without wildcards", arguments: [31, 32, 33, 34, 70])
  func manyLabels(count: Int) {
    func host(_ first: String, _ last: String) -> String {
      first + String(repeating: ".a", count: count - 2) + "." + last
    }
    expectAsModel(
      [host("*", "io"), host("x", "*"), host("x", "io"), host("*", "*"), host("*", "com")],
      [host("x", "io"), host("y", "io"), host("x", "com"), "a." + host("x", "io"), host("*", "io")])
  }

  @Test("finds wildcards of 64 shapes, and those beyond", arguments: [63, 64, 65, 66, 80])
  func manyShapes(count: Int) {
    let keys = (0..<count).map { String(repeating: "a", count: $0) + "*.io" }
    let hosts = [0, 1, 62, 63, 64, 65, 66, 79, 80].map { String(repeating: "a", count: $0) + ".io" }
    expectAsModel(keys, hosts + ["b.io", "aab.io", "a*.io", hosts[3] + ":80"])
    expectAsModel(keys.map { $0 + ":80" }, hosts.map { $0 + ":80/x" } + hosts)
  }

  @Test("matches labels full of stars as the kubelet does")
  func adversarial() {
    let labels = [
      "*", "**", "***", "a*", "*a", "*a*", "a*a", "a*b*c", "*a*b*", "a**b", "**a", "a***", "ab*ba",
      "*b*b*b*", "a*aa*a", "", "a", "abc", "aabbcc", "aba", "bbb", "aaaa", "a*", "abba", "ü*", "*ü",
    ]
    var random = SeededGenerator(seed: 52)
    for _ in 0..<30 {
      let keys = (0..<20).map { _ in
        "\(random.pick(labels)).\(random.pick(labels))" + random.pick(["", "", "/p", ":1"])
      }
      let images = (0..<20).map { _ in
        "\(random.pick(labels)).\(random.pick(labels))" + random.pick(["", "/p/q", ":1/p", ":1"])
      }
      expectAsModel(keys, images)
    }
  }

  @Test("answers for long runs of stars without going back over them")
  func manyStars() {
    let stars = String(repeating: "a*", count: 200) + "b.io"
    let long = String(repeating: "a", count: 2_000)
    let keyring = Keyring(keys: [stars, String(repeating: "*", count: 2_000) + ".io"])
    #expect(keyring.positions(for: long + "b.io/x") == [0, 1])
    #expect(keyring.positions(for: long + ".io/x") == [1])
  }
}
