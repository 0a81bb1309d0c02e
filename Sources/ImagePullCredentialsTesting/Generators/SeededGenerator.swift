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
