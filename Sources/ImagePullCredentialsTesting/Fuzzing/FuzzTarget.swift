import ImagePullCredentials

/// A kind of untrusted input, with a check of its invariants.
///
/// Fuzzers and the corpus replay run the same check. To fuzz your own code, see ``fuzz(_:_:_:)``.
public struct FuzzTarget: Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// The name, which is also the name of the corpus folder.
  public let name: String
  private let check: @Sendable (Span<UInt8>) throws(BrokenInvariant) -> Void

  private init(
    _ name: String, _ check: @escaping @Sendable (Span<UInt8>) throws(BrokenInvariant) -> Void
  ) {
    self.name = name
    self.check = check
  }

  /// An image reference.
  public static let reference = FuzzTarget("Reference", ReferenceCheck.check)
  /// A registry key, NUL, and an image.
  public static let registryKey = FuzzTarget("RegistryKey", RegistryKeyCheck.check)
  /// A credential document of either format.
  public static let dockerConfig = FuzzTarget("DockerConfig", DockerConfigCheck.check)
  /// The text of a field `auth`.
  public static let authField = FuzzTarget("AuthField", AuthFieldCheck.check)
  /// Output of kubectl, a line of a watch, or an AdmissionReview.
  public static let kubernetesObjects = FuzzTarget(
    "KubernetesObjects", KubernetesObjectsCheck.check)
  /// Operations on a keyring, a byte for each choice.
  public static let keyring = FuzzTarget("Keyring", KeyringCheck.check)
  /// A kubelet's record of an image pull.
  public static let imageRecords = FuzzTarget("ImageRecords", ImageRecordsCheck.check)

  /// All targets of this version. More may be added.
  public static let allCases = [
    reference, registryKey, dockerConfig, authField, kubernetesObjects, keyring, imageRecords,
  ]

  /// The name.
  public var description: String { name }

  /// Checks one input.
  ///
  /// - Parameter input: any bytes.
  /// - Returns: the invariant that does not hold for `input`; nil if all hold.
  public func violation(in input: [UInt8]) -> BrokenInvariant? {
    do {
      try check(input.span)
      return nil
    } catch {
      return error
    }
  }

  /// Checks an input from libFuzzer, and ends the process if an invariant does not hold; see ``fuzz(_:_:_:)``.
  ///
  /// - Parameters:
  ///   - start: the input, as libFuzzer passes it; nil for an empty one.
  ///   - count: its length in bytes.
  /// - Returns: 0, which tells libFuzzer to continue.
  public func run(_ start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    fuzz(start, count) { input in try check(input.span) }
  }

  /// Whether both have the same name.
  public static func == (one: Self, other: Self) -> Bool { one.name == other.name }

  /// Feeds the name into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Checks an input from libFuzzer, and ends the process if `check` throws, so that the fuzzer records the input. Call
/// it only from the entry point of a program for libFuzzer:
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
///   - check: your check. It throws ``BrokenInvariant``, or any other error, if an invariant does not hold.
/// - Returns: 0, which tells libFuzzer to continue.
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
/// choice, and coverage guides the fuzzer to values that matter. A generator seeded by the input would give entirely
/// different values for a change of one bit.
///
/// ```swift
/// var choices = InputGenerator(input)
/// let image = choices.imageReference()
/// while !choices.isAtEnd { … }
/// ```
public struct InputGenerator: RandomNumberGenerator, Sendable {
  private var rest: ArraySlice<UInt8>
  /// Fills the low bits, and continues after the end of the input, so that code that draws until a number fits
  /// terminates.
  private var filler = SeededGenerator(seed: 0)

  /// The choices of an input.
  ///
  /// - Parameter input: the input, as the fuzzer passes it.
  public init(_ input: [UInt8]) { rest = input[...] }

  init(_ input: Span<UInt8>) { rest = input.copied[...] }

  /// Whether the whole input is used. Later choices are the same for all inputs.
  public var isAtEnd: Bool { rest.isEmpty }

  /// The next byte, in the high bits, which decide about numbers in a range.
  public mutating func next() -> UInt64 {
    let low = filler.next()
    guard let byte = rest.popFirst() else { return low }
    return UInt64(byte) << 56 | low >> 8
  }
}

/// An invariant that does not hold for an input.
public struct BrokenInvariant: Error, Sendable, Hashable, CustomStringConvertible {
  /// What should be true, and what was found instead.
  public let description: String

  /// A broken invariant.
  ///
  /// - Parameter description: what should be true, and what was found instead. It is shown, so it must not contain a
  ///   secret.
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
  /// The text of `bytes`; nil if they are not UTF-8.
  init?(validating bytes: Span<UInt8>) {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    self.init(copying: text)
  }
}

extension Span<UInt8> {
  /// The bytes in a new array.
  var copied: [UInt8] {
    withUnsafeBufferPointer { Array($0) }
  }
}
