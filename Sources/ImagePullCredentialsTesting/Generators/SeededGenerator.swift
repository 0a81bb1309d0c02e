/// Generates values with SplitMix64. The same seed gives the same values, so that a failing random
/// test can be repeated.
///
/// ```swift
/// @Test(arguments: 0..<100 as Range<UInt64>)
/// func everyImageFindsItsCredential(seed: UInt64) throws {
///   var random = SeededGenerator(seed: seed)
///   let generated = random.keyring(entryCount: 20)
///   for image in generated.images {
///     #expect(!generated.keyring.credentials(for: image).isEmpty)
///   }
/// }
/// ```
///
/// The values of a seed may change between versions of the package.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The generator for `seed`.
  ///
  /// - Parameter seed: any number; the same number gives the same values.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension RandomNumberGenerator {
  /// One of `choices`, which must not be empty.
  package mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &self)]
  }

  /// True once in `count` times.
  package mutating func once(in count: Int) -> Bool {
    Int.random(in: 0..<count, using: &self) == 0
  }
}

extension RandomNumberGenerator {
  /// `count` of `characters`, drawn one by one.
  mutating func text(of characters: String, count: ClosedRange<Int>) -> String {
    let characters = Array(characters)
    return String((0..<Int.random(in: count, using: &self)).map { _ in pick(characters) })
  }

  /// `text` with one thing changed: a character removed, doubled, replaced or capitalised, or the
  /// text truncated.
  mutating func almost(_ text: String) -> String {
    var characters = Array(text)
    guard !characters.isEmpty else { return " " }
    let place = Int.random(in: 0..<characters.count, using: &self)
    switch Int.random(in: 0..<6, using: &self) {
    case 0: characters.remove(at: place)
    case 1: characters.insert(characters[place], at: place)
    case 2: characters[place] = pick(Array(troublesome))
    case 3: characters.insert(pick(Array(troublesome)), at: place)
    case 4: characters.removeSubrange(place...)
    default: characters[place] = Character(String(characters[place]).uppercased())
    }
    return String(characters)
  }
}

private let troublesome = "/:@._-+*?%[]{}\"\\ \n\t\0é\u{212A}\u{130}"

// MARK: - References

extension RandomNumberGenerator {
  /// A valid image reference: with or without registry, tag and digest, and of any allowed length,
  /// usually short.
  public mutating func imageReference() -> String {
    let hub = pick(["", "", "docker.io/", "index.docker.io/"])
    let registry = once(in: 2) ? hub : "\(registryHost())/"
    return registry + repository() + (once(in: 2) ? ":\(tag())" : "")
      + (once(in: 4) ? "@\(digest())" : "")
  }

  /// A valid image reference with one thing changed. Most are rejected; some are valid by chance.
  public mutating func almostImageReference() -> String { almost(imageReference()) }

  /// A registry's host, with or without a port, such as `registry.example.com:5000`; not Docker
  /// Hub's.
  mutating func registryHost() -> String {
    let host = pick([
      "quay.io", "ghcr.io", "localhost", "gcr.io",
      "registry.example.com", "\(hostLabel()).example.com", "\(hostLabel()).\(hostLabel())",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    ])
    return host + (once(in: 4) ? pick([":5000", ":443", ":80"]) : "")
  }

  mutating func hostLabel() -> String {
    // Sometimes longer than one machine word, for comparisons.
    text(of: "abcdefghijklmnopqrstuvwxyz0123456789", count: once(in: 20) ? 40...63 : 1...8)
  }

  /// One to four components, or one of the maximum length.
  mutating func repository() -> String {
    // With "library/" before it, this reaches the limit of 255.
    if once(in: 30) { return text(of: "abc0", count: 240...247) }
    let components = (0..<Int.random(in: 1...4, using: &self)).map { _ in component() }
    return components.joined(separator: "/")
  }

  private mutating func component() -> String {
    let first = text(of: "abcxyz019", count: 1...10)
    guard once(in: 3) else { return first }
    return first + pick([".", "_", "__", "-", "---"]) + text(of: "abcxyz019", count: 1...5)
  }

  private mutating func tag() -> String {
    let first = text(of: "abcXYZ019_", count: 1...1)
    return first + text(of: "abcXYZ019_.-", count: once(in: 30) ? 127...127 : 0...12)
  }

  private mutating func digest() -> String {
    let hexadecimal = "0123456789abcdef"
    return once(in: 3)
      ? "sha512:" + text(of: hexadecimal, count: 128...128)
      : "sha256:" + text(of: hexadecimal, count: 64...64)
  }
}
