package import ImagePullCredentialsTesting

/// The documents that a node reads, each with a check of all that is promised about it.
///
/// A fuzzer and the replay of the corpus run the same check. The name is that of the folder in the corpus.
package enum NodeFuzzTarget: String, Sendable, CaseIterable {
  case providerConfig = "ProviderConfig"
  case providerResponse = "ProviderResponse"
  case helperOutput = "HelperOutput"

  /// What is not true of `input`, though it is promised; nil if all is.
  package func violation(in input: [UInt8]) -> BrokenInvariant? {
    do throws(BrokenInvariant) {
      switch self {
      case .providerConfig: try ProviderConfigCheck.check(input)
      case .providerResponse: try ProviderResponseCheck.check(input)
      case .helperOutput: try HelperOutputCheck.check(input)
      }
      return nil
    } catch {
      return error
    }
  }

  /// Checks an input of libFuzzer's. For the programs `Fuzz…` alone; everything else asks ``violation(in:)``.
  package func run(_ start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    fuzz(start, count) { input in
      if let broken = violation(in: input) { throw broken }
    }
  }
}

/// Everything that is shown of a value, by whatever way.
func shown(_ value: some Any) -> String {
  var text = "\(value) \(String(reflecting: value)) "
  dump(value, to: &text)
  return text
}

/// Whether `input` holds the mark as it is: then it is worth the time to look for it in all that is shown.
func isMarked(_ input: [UInt8]) -> Bool {
  let mark = Array(SecretMark.text.utf8)
  return input.indices.contains { input[$0] == mark[0] && input[$0...].starts(with: mark) }
}

/// Throws if `text` is not what may stand in one line of a report.
func requireOneLine(_ text: String) throws(BrokenInvariant) {
  try require(
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a text has control characters: \(text)")
}
