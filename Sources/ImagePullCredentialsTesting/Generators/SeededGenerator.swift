/// SplitMix64, and what can be made of it: the same values for the same seed, so that a failing
/// random test can be repeated.
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
/// What a seed yields may change from one version of the package to the next.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The generator for `seed`.
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
  /// One of `choices`, which are not empty.
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

  /// `text` with one thing changed: a character left out, doubled, replaced or in capitals, or the
  /// text cut short.
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
