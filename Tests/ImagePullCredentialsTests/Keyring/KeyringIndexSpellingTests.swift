@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

/// Keys that the kubelet files under different texts and reads back as the same host and path.
@Suite struct KeyringIndexSpellingTests {
  @Test func agreesWithModel() {
    var random = SeededGenerator(seed: 8)
    var keys = Self.spellings(of: 4, count: 40, &random) + ["h.io:/aaaa", "h.io/aaaa", "h.io/aaa"]
    keys += keys.shuffled(using: &random)
    var model = KubeletModel()
    for key in keys { model.add(key) }
    let positions = Keyring(keys: keys).positions(for: "h.io/aaaa")
    #expect(positions == model.lookup("h.io/aaaa"))
    #expect(positions.count == keys.count)
  }

  /// Would take long if each key were compared with all others.
  @Test func manySpellings() {
    var random = SeededGenerator(seed: 9)
    let keys = Self.spellings(of: 40, count: 10_000, &random)
    var keyring = Keyring(keys: keys)
    keyring.add(
      DockerConfig(keys.map { DockerConfig.Entry(registryKey: $0) }), source: .file(path: "again"))
    #expect(
      keyring.credentials(forNormalizedName: "h.io/" + String(repeating: "a", count: 40)).count
        >= 20_000)
    #expect(
      keyring.credentials(forNormalizedName: "h.io/" + String(repeating: "a", count: 39)).isEmpty)
  }

  /// Keys whose path is read back as `length` times `a`: `%2561` is filed as `%61`, and read as `a`.
  private static func spellings(
    of length: Int, count: Int, _ random: inout SeededGenerator
  ) -> [String] {
    (0..<count).map { _ in
      "h.io/" + (0..<length).map { _ in random.pick(["a", "%2561"]) }.joined()
    }
  }
}
