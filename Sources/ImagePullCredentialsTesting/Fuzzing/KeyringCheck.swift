import ImagePullCredentials

/// A keyring against the kubelet's, entry by entry: the input is a list of what is done to both.
enum KeyringCheck {
  /// As many documents as keep the model, which is linear in them, quick.
  private static let maximumStepCount = 24

  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    var generator = KeyGenerator(random: InputGenerator(input))
    var pair = KeyringPair()
    for _ in 0..<maximumStepCount where !generator.random.isAtEnd {
      switch UInt8.random(in: 0..<16, using: &generator.random) {
      case 0: pair.remove(source: generator.random.pick(KeyringPair.sources))
      case 1:
        pair.replace(source: generator.random.pick(KeyringPair.sources), with: generator.key())
      case 2...5: try pair.lookUp(generator.image(like: pair.lastKey))
      default: pair.add(generator.key(), source: generator.random.pick(KeyringPair.sources))
      }
    }
    try pair.lookUp(generator.image(like: pair.lastKey))
  }
}

/// The keyring and the list of documents that it should answer for.
private struct KeyringPair {
  static let sources = (0..<6).map { CredentialSource.file(path: "\($0)") }

  private var keyring = Keyring()
  private var model = KubeletModel()
  private var documents: [(source: CredentialSource, key: String, number: Int)] = []
  private var nextNumber = 0
  private(set) var lastKey = ""

  mutating func add(_ key: String, source: CredentialSource) {
    let number = number(key)
    keyring.add(config(key, number), source: source)
    documents.append((source, key, number))
    model.add(key)
  }

  mutating func remove(source: CredentialSource) {
    keyring.remove(source)
    documents.removeAll { $0.source == source }
    model = KubeletModel(keys: documents.map(\.key))
  }

  /// What replaces a source's documents is tried where the first of them was.
  mutating func replace(source: CredentialSource, with key: String) {
    let number = number(key)
    keyring.replace(source, with: config(key, number))
    let place = documents.firstIndex { $0.source == source } ?? documents.count
    documents.removeAll { $0.source == source }
    documents.insert((source, key, number), at: place)
    model = KubeletModel(keys: documents.map(\.key))
  }

  func lookUp(_ image: String) throws(BrokenInvariant) {
    let expected = model.lookup(image).map { "\(documents[$0].number)" }
    try requireEqual(
      keyring.credentials(forNormalizedName: image).map(\.username), expected,
      "\(image) in \(documents.map(\.key))")
    guard let reference = try? ImageReference(image) else { return }
    try requireEqual(
      keyring.credentials(for: reference).map(\.username),
      model.lookup(reference.name).map { "\(documents[$0].number)" },
      "reference \(reference) in \(documents.map(\.key))")
  }

  private mutating func number(_ key: String) -> Int {
    lastKey = key
    nextNumber += 1
    return nextNumber
  }

  private func config(_ key: String, _ number: Int) -> DockerConfig {
    DockerConfig([DockerConfig.Entry(registryKey: key, username: "\(number)")])
  }
}
