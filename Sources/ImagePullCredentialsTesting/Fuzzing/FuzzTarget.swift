/// The kinds of untrusted input, each with a check of all that is promised about it.
///
/// A fuzzer and the replay of the corpus run the same check. The name is that of the folder in the
/// corpus.
package enum FuzzTarget: String, Sendable, CaseIterable {
  case reference = "Reference"
  case registryKey = "RegistryKey"
  case dockerConfig = "DockerConfig"
  case authField = "AuthField"
  case kubernetesObjects = "KubernetesObjects"
  case keyring = "Keyring"
  case imageRecords = "ImageRecords"

  /// Throws if something promised is not true of `input`.
  private func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    switch self {
    case .reference: try ReferenceCheck.check(input)
    case .registryKey: try RegistryKeyCheck.check(input)
    case .dockerConfig: try DockerConfigCheck.check(input)
    case .authField: try AuthFieldCheck.check(input)
    case .kubernetesObjects: try KubernetesObjectsCheck.check(input)
    case .keyring: try KeyringCheck.check(input)
    case .imageRecords: try ImageRecordsCheck.check(input)
    }
  }

  /// What is not true of `input`, though it is promised; nil if all is.
  package func violation(in input: [UInt8]) -> BrokenInvariant? {
    do {
      try check(input.span)
      return nil
    } catch {
      return error
    }
  }

  /// Checks an input of libFuzzer's, and ends the process if something is not true of it: that is how
  /// a fuzzer learns of it. For the programs `Fuzz…` alone; everything else asks ``violation(in:)``.
  package func run(_ start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    if let broken = violation(in: input) { fatalError("\(self): \(broken)") }
    return 0
  }
}
