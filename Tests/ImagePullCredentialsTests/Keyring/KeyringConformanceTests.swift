import TestSupport
import ImagePullCredentials
import Testing

/// What the kubelet's keyring answered for each recorded look-up: by going through the entries, and by the index.
@Suite struct KeyringConformanceTests {
  @Test func recordedLookups() throws {
    var references = 0
    let others = (0..<32).map { "other-\($0).invalid" }
    try Vectors.replay("keyring", as: KeyringVector.self) { vector in
      // With keys of no image beside them, the entries are found by the index.
      let large = Keyring(keys: vector.entries + others)
      let keyring = Keyring(keys: vector.entries)
      for lookup in vector.lookups {
        guard large.positions(for: lookup.image) == lookup.matches else {
          return
            "\(lookup.image.debugDescription) gave \(large.positions(for: lookup.image)) by the "
            + "index, not \(lookup.matches)"
        }
        let positions = keyring.positions(for: lookup.image)
        guard positions == lookup.matches else {
          return "\(lookup.image.debugDescription) gave \(positions), not \(lookup.matches)"
        }
        // Most names are a reference's too, which is looked up in a way of its own.
        guard let image = try? ImageReference(lookup.image), image.name == lookup.image else {
          continue
        }
        references += 1
        guard keyring.positions(for: image) == lookup.matches else {
          return "\(image) gave \(keyring.positions(for: image)), not \(lookup.matches)"
        }
      }
      return nil
    }
    #expect(references > 1_000, "\(references)")
  }
}
