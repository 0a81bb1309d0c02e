public import ImagePullCredentials

/// A keyring and images for which it has credentials.
public struct GeneratedKeyring: Sendable {
  /// The keys, in the order in which their documents were added.
  public let keys: [String]
  /// A keyring with a document for each of the ``keys``. The username of each entry is the key's
  /// place in them, the password `p` and the place.
  public let keyring: Keyring
  /// Images, one for each key, for which the keyring has at least one credential.
  public let images: [ImageReference]
}

extension RandomNumberGenerator {
  /// A keyring with `entryCount` keys that ``registryKey()`` makes, and images that hit it.
  public mutating func keyring(entryCount: Int) -> GeneratedKeyring {
    let keys = (0..<max(0, entryCount)).map { _ in registryKey() }
    var keyring = Keyring()
    for (place, key) in keys.enumerated() {
      let entry = DockerConfig.Entry(
        registryKey: key, username: "\(place)", password: "p\(place)")
      keyring.add(DockerConfig([entry]), source: .literal)
    }
    let images = keys.compactMap { try? ImageReference(imageReference(matching: $0)) }
    return GeneratedKeyring(keys: keys, keyring: keyring, images: images)
  }
}
