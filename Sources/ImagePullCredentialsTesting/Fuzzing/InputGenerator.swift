/// Random choices that are read from a fuzzer's input: a byte for each, so that a change of the input changes one
/// choice, and coverage guides the fuzzer to values that matter. A generator that is seeded by the input would give
/// entirely different values for a change of one bit.
///
/// ```swift
/// var choices = InputGenerator(input)
/// let image = choices.imageReference()
/// while !choices.isAtEnd { … }
/// ```
public struct InputGenerator: RandomNumberGenerator, Sendable {
  private var rest: ArraySlice<UInt8>
  /// Fills up the low bits and goes on after the end of the input, so that whoever draws again until
  /// a number suits comes to an end.
  private var filler = SeededGenerator(seed: 0)

  /// The choices of an input.
  public init(_ input: [UInt8]) { rest = input[...] }

  init(_ input: Span<UInt8>) { rest = input.copied[...] }

  /// Whether all of the input has been used. Choices go on after that, the same for all inputs.
  public var isAtEnd: Bool { rest.isEmpty }

  /// The next byte, in the high bits, by which numbers in a range are chosen.
  public mutating func next() -> UInt64 {
    let low = filler.next()
    guard let byte = rest.popFirst() else { return low }
    return UInt64(byte) << 56 | low >> 8
  }
}
