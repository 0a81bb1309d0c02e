import ImagePullCredentials
import Testing

/// What the kubelet's keyring answered for each recorded look-up.
@Suite struct KeyringConformanceTests {
  @Test func recordedLookups() throws {
    try Vectors.replay("keyring", as: KeyringVector.self) { vector in
      let keyring = Keyring(keys: vector.entries)
      let wrong = vector.lookups.first { keyring.positions(for: $0.image) != $0.matches }
      return wrong.map {
        "\($0.image.debugDescription) gave \(keyring.positions(for: $0.image)), not \($0.matches)"
      }
    }
  }
}
