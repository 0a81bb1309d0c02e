@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

/// The keyring against the literal model of the kubelet's.
@Suite struct KeyringModelTests {
  @Test(arguments: 0..<8 as Range<UInt64>)
  func randomKeyrings(seed: UInt64) {
    var generator = KeyGenerator(random: SeededGenerator(seed: seed))
    var references = 0
    for _ in 0..<60 {
      let keys = (0..<Int.random(in: 1...40, using: &generator.random)).map { _ in generator.key() }
      var model = KubeletModel()
      for key in keys { model.add(key) }
      let keyring = Keyring(keys: keys)
      for _ in 0..<60 {
        let image = generator.image(like: generator.random.pick(keys))
        guard keyring.positions(for: image) == model.lookup(image) else {
          Issue.record("seed \(seed), image \(image), keys \(keys)")
          return
        }
        guard let reference = try? ImageReference(image) else { continue }
        references += 1
        guard keyring.positions(for: reference) == model.lookup(reference.name) else {
          Issue.record("seed \(seed), reference \(image), keys \(keys)")
          return
        }
      }
    }
    #expect(references > 50, "\(references)")
  }
}

extension Keyring {
  /// A keyring with one document for each key; the username is the key's position.
  init(keys: [String]) {
    self.init()
    for (position, key) in keys.enumerated() {
      add(
        DockerConfig([DockerConfig.Entry(registryKey: key, username: "\(position)")]),
        source: .literal)
    }
  }

  /// The positions of the keys that match, in the order tried.
  func positions(for image: ImageReference) -> [Int] {
    credentials(for: image).map { Int($0.username) ?? -1 }
  }

  /// The positions of the keys that match, in the order tried.
  func positions(for image: String) -> [Int] {
    credentials(forNormalizedName: image).map { Int($0.username) ?? -1 }
  }
}
