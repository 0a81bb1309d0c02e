import ImagePullCredentials
import ImagePullCredentialsTesting
import KubernetesPulls
import Testing

/// What the generators promise, and with it properties of the library over what they make.
@Suite struct GeneratorTests {
  private static let seeds: Range<UInt64> = 0..<20

  @Test(arguments: seeds)
  func references(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let text = random.imageReference()
      let image = try #require(try? ImageReference(text), "\(text)")
      #expect(try ImageReference("\(image)") == image)
      expectHolds(.reference, text)
      expectHolds(.reference, random.almostImageReference())
    }
  }

  @Test(arguments: seeds)
  func registryKeys(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let key = random.registryKey()
      let pattern = try #require(try? RegistryPattern(registryKey: key), "\(key)")
      #expect(pattern.isMatchable)
      let image = random.imageReference(matching: key)
      let reference = try #require(try? ImageReference(image), "\(image)")
      let keyring: Keyring = ["\(key)": "u:p"]
      #expect(keyring.credentials(for: reference).count == 1, "\(key) and \(image)")
      expectHolds(.registryKey, "\(key)\0\(reference.name)")
      expectHolds(.registryKey, "\(random.almostRegistryKey())\0\(reference.name)")
    }
  }

  @Test(arguments: seeds)
  func keyrings(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let generated = random.keyring(entryCount: 60)
    let model = KubeletModel(keys: generated.keys)
    #expect(generated.images.count == 60)
    for image in generated.images {
      let found = generated.keyring.credentials(for: image).compactMap { Int($0.username) }
      #expect(!found.isEmpty)
      #expect(found == model.lookup(image.name), "\(image) in \(generated.keys)")
    }
  }

  @Test(arguments: seeds)
  func dockerConfigs(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for count in 0..<20 {
      let config = random.dockerConfig(entryCount: count)
      let text = random.dockerConfigJSON(of: config)
      let decoded = try DockerConfig(dockerConfigJSON: text)
      #expect(credentials(in: decoded) == credentials(in: config))
      expectHolds(.dockerConfig, text)
      expectHolds(.dockerConfig, random.almostDockerConfigJSON())
    }
  }

  @Test(arguments: seeds)
  func secrets(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for count in 0..<10 {
      let config = random.dockerConfig(entryCount: count)
      let text = random.secretJSON(namespace: "n", name: "s", holding: config)
      let secret = try #require(try KubernetesObjects(json: text).secret(namespace: "n", name: "s"))
      guard case .config(let decoded) = secret.content else {
        Issue.record("\(secret.content)")
        return
      }
      #expect(credentials(in: decoded) == credentials(in: config))
      expectHolds(.kubernetesObjects, text)
      expectHolds(.kubernetesObjects, random.almostSecretJSON(namespace: "n", name: "s"))
    }
  }

  @Test func sameSeedSameValues() {
    var one = SeededGenerator(seed: 7)
    var other = SeededGenerator(seed: 7)
    #expect(one.keyring(entryCount: 20).keys == other.keyring(entryCount: 20).keys)
    #expect(one.almostDockerConfigJSON() == other.almostDockerConfigJSON())
  }

  /// The content of an entry without the unknown members in its text.
  private func credentials(in config: DockerConfig) -> [[String]] {
    config.entries.map { [$0.registryKey, $0.username, $0.revealPassword(), $0.email] }
  }

  private func expectHolds(
    _ target: FuzzTarget, _ input: String, at location: SourceLocation = #_sourceLocation
  ) {
    let broken = target.violation(in: Array(input.utf8))
    #expect(broken == nil, "\(input)", sourceLocation: location)
  }
}
