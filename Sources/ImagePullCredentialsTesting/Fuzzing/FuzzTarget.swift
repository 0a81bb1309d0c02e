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

  /// What is not true of `input`, though it is promised; nil if all is.
  public func violation(in input: [UInt8]) -> BrokenInvariant? {
    do {
      try check(input.span)
      return nil
    } catch {
      return error
    }
  }

  /// Checks an input of libFuzzer's. See ``fuzz(_:_:_:)``, which it is by.
  public func run(_ start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    fuzz(start, count) { input in try check(input.span) }
  }

  /// Whether both have the same name.
  public static func == (one: Self, other: Self) -> Bool { one.name == other.name }

  /// Feeds the name into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Checks an input of libFuzzer's, and ends the process if `check` throws: that is how a fuzzer learns that something is
/// not true that should be. For the entry point of a program for libFuzzer alone:
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
