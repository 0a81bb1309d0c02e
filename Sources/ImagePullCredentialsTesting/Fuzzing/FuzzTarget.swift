import ImagePullCredentials

/// A kind of untrusted input, with a check of all that is promised about it.
///
/// A fuzzer and the replay of the corpus run the same check. To fuzz code of your own, see ``fuzz(_:_:_:)``.
public struct FuzzTarget: Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// The name, which is that of the folder in the corpus.
  public let name: String
  private let check: @Sendable (Span<UInt8>) throws(BrokenInvariant) -> Void

  private init(
    _ name: String, _ check: @escaping @Sendable (Span<UInt8>) throws(BrokenInvariant) -> Void
  ) {
    self.name = name
    self.check = check
  }

  /// An image reference.
  public static let reference = FuzzTarget("Reference") { input throws(BrokenInvariant) in
    try ReferenceCheck.check(input)
  }
  /// A registry key, NUL, an image.
  public static let registryKey = FuzzTarget("RegistryKey") { input throws(BrokenInvariant) in
    try RegistryKeyCheck.check(input)
  }
  /// A credential document of either format.
  public static let dockerConfig = FuzzTarget("DockerConfig") { input throws(BrokenInvariant) in
    try DockerConfigCheck.check(input)
  }
  /// The text of a field `auth`.
  public static let authField = FuzzTarget("AuthField") { input throws(BrokenInvariant) in
    try AuthFieldCheck.check(input)
  }
  /// What kubectl prints, a line of a watch, or an AdmissionReview.
  public static let kubernetesObjects = FuzzTarget("KubernetesObjects") {
    input throws(BrokenInvariant) in
    try KubernetesObjectsCheck.check(input)
  }
  /// What is done to a keyring, a byte for each choice.
  public static let keyring = FuzzTarget("Keyring") { input throws(BrokenInvariant) in
    try KeyringCheck.check(input)
  }
  /// A kubelet's record of an image pull.
  public static let imageRecords = FuzzTarget("ImageRecords") { input throws(BrokenInvariant) in
    try ImageRecordsCheck.check(input)
  }

  /// All targets of this version. More may be added.
  public static let allCases = [
    reference, registryKey, dockerConfig, authField, kubernetesObjects, keyring, imageRecords,
  ]

  /// The name.
  public var description: String { name }

  /// Checks one input.
  ///
  /// - Parameter input: any bytes.
  /// - Returns: the promise that does not hold for `input`; nil if all hold.
  public func violation(in input: [UInt8]) -> BrokenInvariant? {
    do {
      try check(input.span)
      return nil
    } catch {
      return error
    }
  }

  /// Checks an input of libFuzzer's, and ends the process if a promise does not hold; see ``fuzz(_:_:_:)``.
  ///
  /// - Parameters:
  ///   - start: the input, as libFuzzer passes it; nil for an empty one.
  ///   - count: its length in bytes.
  /// - Returns: 0, which tells libFuzzer to go on.
  public func run(_ start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    fuzz(start, count) { input in try check(input.span) }
  }

  /// Whether both have the same name.
  public static func == (one: Self, other: Self) -> Bool { one.name == other.name }

  /// Feeds the name into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Checks an input of libFuzzer's, and ends the process if `check` throws: that is how a fuzzer learns that a promise
/// does not hold. Call it from the entry point of a program for libFuzzer, and from nowhere else:
///
/// ```swift
/// @_cdecl("LLVMFuzzerTestOneInput")
/// public func fuzzMyWebhook(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
///   fuzz(start, count) { input in
///     var choices = InputGenerator(input)
///     let keyring = choices.keyring(entryCount: 3).keyring
///     …
///   }
/// }
/// ```
///
/// - Parameters:
///   - start: the input, as libFuzzer passes it; nil for an empty one.
///   - count: its length in bytes.
///   - check: your check. It throws ``BrokenInvariant``, or any other error, with what is not true.
/// - Returns: 0, which tells libFuzzer to go on.
public func fuzz(
  _ start: UnsafePointer<UInt8>?, _ count: Int, _ check: ([UInt8]) throws -> Void
) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: max(0, start == nil ? 0 : count)))
  do {
    try check(input)
  } catch {
    fatalError("\(error)")
  }
  return 0
}

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
  ///
  /// - Parameter input: the input, as the fuzzer passes it.
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

/// A promise that does not hold for an input.
public struct BrokenInvariant: Error, Sendable, Hashable, CustomStringConvertible {
  /// What should have been true, and what was found instead.
  public let description: String

  /// A broken promise.
  ///
  /// - Parameter description: what should be true, and what was found instead. It is shown, so it must hold no secret.
  public init(_ description: String) {
    self.description = description
  }
}

/// Throws unless `condition` holds.
@inline(__always)
package func require(
  _ condition: Bool, _ description: @autoclosure () -> String
) throws(BrokenInvariant) {
  guard condition else { throw BrokenInvariant(description()) }
}

/// Throws unless the two are equal.
@inline(__always)
package func requireEqual<Value: Equatable>(
  _ found: Value, _ expected: Value, _ description: @autoclosure () -> String
) throws(BrokenInvariant) {
  guard found == expected else {
    throw BrokenInvariant("\(description()): \(found), which should be \(expected)")
  }
}

extension String {
  /// The text that `bytes` are in UTF-8; nil if they are none.
  init?(validating bytes: Span<UInt8>) {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    self.init(copying: text)
  }
}

extension Span<UInt8> {
  /// The bytes in an array of their own.
  var copied: [UInt8] {
    withUnsafeBufferPointer { Array($0) }
  }
}
