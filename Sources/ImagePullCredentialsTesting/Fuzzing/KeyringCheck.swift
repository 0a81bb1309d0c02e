import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

/// Compares a keyring with the kubelet's, entry by entry. The input is a list of operations on
/// both.
enum KeyringCheck {
  /// The model is linear in the number of documents; this keeps it fast.
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

/// The keyring and the list of documents that it should contain.
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

  /// The replacement of a source's documents is tried at the place of the first of them.
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

/// The invariants of registry keys and look-ups. The input is a key and, after the first NUL, an
/// image.
///
/// The library receives both as strings, so ill-formed UTF-8 becomes U+FFFD; percent escapes can
/// produce other bytes.
enum RegistryKeyCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let parts = input.copied.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let key = String(decoding: parts[0], as: UTF8.self)
    var imageBytes = parts.count > 1 ? Array(parts[1]) : Array("registry.example.com/app".utf8)
    // The library limits the label length for classes; in a string, a byte may become three.
    if key.utf8.contains(UInt8(ascii: "[")) {
      imageBytes = Array(imageBytes.prefix(LabelGlob.maximumLabelLengthForClasses / 3))
    }
    let image = String(decoding: imageBytes, as: UTF8.self)

    try checkRegistryKey(key, image)
    try checkMatchImage(key, image)
    try checkLookup(key, imageBytes)
    try checkClients(key, image)
    try checkDisplay(of: key)
    try checkUserinfo(before: key, image)
  }

  private static func checkRegistryKey(
    _ key: String, _ image: String
  ) throws(BrokenInvariant) {
    let expected = KubeletModel.canonicalKey(of: Array(key.utf8))
    let pattern: RegistryPattern
    do {
      pattern = try RegistryPattern(registryKey: key)
    } catch {
      try require(expected == nil, "the kubelet takes the key: \(error)")
      return try check(error, in: key)
    }
    guard let expected else { throw BrokenInvariant("the kubelet skips the key") }
    try requireEqual(
      pattern.canonical, String(decoding: expected, as: UTF8.self), "canonical key")
    try requireEqual(
      pattern.matches(normalizedName: image), KubeletModel.urlsMatch(expected, Array(image.utf8)),
      "\(key) matches \(image)")
    try requireEqual(
      pattern.comparison(withNormalizedName: image)?.isMatch ?? false,
      pattern.matches(normalizedName: image), "comparison")
  }

  private static func checkMatchImage(
    _ entry: String, _ image: String
  ) throws(BrokenInvariant) {
    let isURL = GoURL(Array("https://\(entry)".utf8)) != nil
    let pattern: RegistryPattern
    do {
      pattern = try RegistryPattern(matchImage: entry)
    } catch {
      try require(!isURL, "the kubelet takes the entry of matchImages: \(error)")
      return try check(error, in: entry)
    }
    try require(isURL, "the kubelet refuses the entry of matchImages")
    try requireEqual(
      pattern.matches(normalizedName: image),
      KubeletModel.urlsMatch(Array(entry.utf8), Array(image.utf8)),
      "matchImages entry \(entry) matches \(image)")
  }

  private static func check(
    _ error: RegistryPattern.ParseError, in key: String
  ) throws(BrokenInvariant) {
    try require(
      (0...key.utf8.count).contains(error.offset), "offset \(error.offset) is outside the key")
  }

  /// A keyring with only this key.
  private static func checkLookup(
    _ key: String, _ image: [UInt8]
  ) throws(BrokenInvariant) {
    var keyring = Keyring()
    keyring.add(DockerConfig([DockerConfig.Entry(registryKey: key)]), source: .literal)
    let expected = KubeletModel(keys: [key]).lookup(image)
    try requireEqual(
      keyring.credentials(forNormalizedName: image.span).count, expected.count, "look-up")
    guard let image = String(validating: image.span) else { return }
    try requireEqual(
      keyring.credentials(forNormalizedName: image).count, expected.count, "look-up of a text")
  }

  /// Every client has a result, and the kubelet's is that of a keyring.
  private static func checkClients(_ key: String, _ image: String) throws(BrokenInvariant) {
    guard let image = try? ImageReference(image) else { return }
    for client in RegistryClient.allCases {
      let use = client.use(ofKey: key, for: image)
      guard client == .kubelet else { continue }
      let isFound = !KubeletModel(keys: [key]).lookup(image.name).isEmpty
      try requireEqual(use.isUsed, isFound, "the kubelet's use of the key")
    }
  }

  private static func checkDisplay(of key: String) throws(BrokenInvariant) {
    let shown = RegistryPattern.displayKey(of: key)
    try require(
      shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
      "the display key holds a control character")
    // Text that no terminal acts on is shown unchanged.
    if key.utf8.allSatisfy({ 0x20...0x7E ~= $0 }),
      !key.utf8.contains(where: { "@%".utf8.contains($0) })
    {
      try requireEqual(shown, key, "display key")
    }
  }

  /// Users and marked passwords, as they appear before a host.
  private static let markedUserinfo = [
    "\(SecretMark.text)@", "u:\(SecretMark.text)@", "u:1/\(SecretMark.text)@",
    "https://u/\(SecretMark.text):x@", "u:@%40\(SecretMark.text)%40",
  ]

  /// The key as the host after a user and a marked password, which no output shows.
  private static func checkUserinfo(before key: String, _ image: String) throws(BrokenInvariant) {
    // A key that contains the mark proves nothing, and a digest has no userinfo before it.
    guard !SecretMark.isShown(in: key), !ShownKey.isDigest(key.utf8.span) else { return }
    // Each input gets one of the shapes, and one input in eight runs diagnosis, which takes most of the time. The
    // key's bytes choose, so that a small change of the input changes the choice.
    let choice = key.utf8.reduce(0) { $0 &+ Int($1) }
    let marked = markedUserinfo[choice % markedUserinfo.count] + key
    var shown = [
      RegistryPattern.displayKey(of: marked), ImageReference.displayText(of: marked),
      "\(DockerConfig.Entry(registryKey: marked))", ShownKey(marked).withoutUserinfo,
    ]
    for isMatchImage in [false, true] {
      do {
        let pattern =
          isMatchImage
          ? try RegistryPattern(matchImage: marked) : try RegistryPattern(registryKey: marked)
        shown += [pattern.shownHost, pattern.shownPort, pattern.shownPath].compactMap { $0 }
        shown += [pattern.description, "\(pattern.comparison(withNormalizedName: image) as Any)"]
      } catch {
        shown.append("\(error)")
      }
    }
    if choice % 8 == 0 { shown += try diagnosis(of: marked, image) }
    try require(
      !shown.contains { SecretMark.isShown(in: $0) }, "the userinfo of \(marked) is shown")
  }

  /// The findings for a Pod with the key in a Secret and as the text of an image.
  private static func diagnosis(
    of marked: String, _ image: String
  ) throws(BrokenInvariant) -> [String] {
    let config = DockerConfig([
      DockerConfig.Entry(registryKey: marked, username: "u", password: "p")
    ])
    var objects = KubernetesObjects()
    objects.insert(
      Secret(
        metadata: ObjectMetadata(namespace: "n", name: "s"), type: "kubernetes.io/dockercfg",
        data: [".dockercfg": config.encodeDockercfg()]))
    let images = [image, marked, "\(marked)/app"].enumerated().map { number, text in
      ContainerImage(role: .container, name: "c\(number)", image: text)
    }
    let pod = Pod(
      metadata: ObjectMetadata(namespace: "n", name: "p"),
      spec: PodSpec(imagePullSecrets: ["s"], images: images))
    let resolution = objects.resolve(pod, merging: .admission)
    var shown = resolution.steps.map { "\($0)" }
    for finding in resolution.diagnose(
      at: Timestamp(secondsSince1970: 1_800_000_000), in: Cluster(objects))
    {
      shown += [finding.problem, finding.advice, finding.command ?? ""] + finding.messages
    }
    if let reference = try? ImageReference(image) {
      shown += resolution.matchResults(for: reference).map {
        "\($0.credential.displayKey) \($0)"
      }
    }
    return shown
  }
}
