import ImagePullCredentials
import ImagePullCredentialsTesting

/// `keyring/…` and `model/…`: looking up, adding, and the memory of an entry.
enum KeyringBenchmarks {
  static let sizes = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
  private static let modelSizes = [1, 10, 100, 1_000]

  static func run(_ suite: inout Suite) throws {
    for size in sizes where suite.wants(anyOf: names(size)) {
      let fixture = try KeyringFixture(count: size)
      try verify(fixture)
      suite.run("keyring/lookup/\(size)", operations: fixture.images.count) {
        lookUp(fixture.images, in: fixture.keyring)
      }
      suite.run("keyring/lookup-miss/\(size)", operations: fixture.strangers.count) {
        lookUp(fixture.strangers, in: fixture.keyring)
      }
      if modelSizes.contains(size) {
        let names = fixture.images.prefix(64).map(\.name)
        let model = KubeletModel(keys: fixture.keys)
        suite.run("model/lookup/\(size)", operations: names.count) {
          names.reduce(0) { $0 + model.lookup($1).count }
        }
      }
      let configs = KeyringFixture.configs(of: fixture.keys)
      suite.run("keyring/add/\(size)", operations: size) {
        var keyring = Keyring()
        for config in configs { keyring.add(config, source: .literal) }
        return keyring.count
      }
      suite.weigh("keyring/bytes/\(size)", entries: size) {
        KeyringFixture.keyring(of: fixture.keys)
      }
    }
  }

  private static func names(_ size: Int) -> [String] {
    ["keyring/lookup", "keyring/lookup-miss", "keyring/add", "keyring/bytes", "model/lookup"]
      .map { "\($0)/\(size)" }
  }

  /// Looks up every image once and reads each credential. The images are borrowed: a look-up does not include
  /// copying them.
  private static func lookUp(_ images: [ImageReference], in keyring: Keyring) -> Int {
    var found = 0
    let images = images.span
    for position in images.indices {
      for _ in keyring.credentials(for: images[position]) { found &+= 1 }
    }
    return found
  }

  /// Compares with the literal model if that is fast enough, else with every single pattern.
  private static func verify(_ fixture: KeyringFixture) throws {
    if fixture.keys.count <= 1_000 {
      let model = KubeletModel(keys: fixture.keys)
      for image in fixture.images.prefix(100) + fixture.strangers.prefix(20) {
        try require(
          fixture.keyring.credentials(for: image).map(\.registryKey)
            == model.lookup(image.name).map { fixture.keys[$0] },
          "the keyring of \(fixture.keys.count) keys and the model disagree on \(image)")
      }
      return
    }
    let patterns = try fixture.keys.map { try RegistryPattern(registryKey: $0) }
    for image in fixture.images.prefix(4) + fixture.strangers.prefix(2) where !image.isDockerHub {
      let name = image.name
      try require(
        fixture.keyring.credentials(for: image).count
          == patterns.count { $0.matches(normalizedName: name) },
        "the keyring of \(fixture.keys.count) keys and its patterns disagree on \(image)")
    }
  }
}
