import ImagePullCredentials
import ImagePullCredentialsTesting
import KubernetesPulls
import NodeCredentials

/// What is promised about responses of plugins. Passwords of the corpus hold the mark.
enum ProviderResponseCheck {
  static func check(_ input: [UInt8]) throws(BrokenInvariant) {
    var accepted: [APIVersion] = []
    for version in APIVersion.allCases {
      do {
        let response = try CredentialProviderResponse(json: input, apiVersion: version)
        accepted.append(version)
        try check(response, of: input)
      } catch let error as CredentialProviderResponse.DecodingError {
        try check(error, of: input)
      } catch let error as BrokenInvariant {
        throw error
      } catch {
        throw BrokenInvariant("\(error)")
      }
    }
    try require(accepted.count <= 1, "a response of \(accepted)")
  }

  private static func check(
    _ response: CredentialProviderResponse, of input: [UInt8]
  ) throws(BrokenInvariant) {
    let keys = response.auth.entries.map { Array($0.registryKey.utf8) }
    try requireEqual(Set(keys).count, keys.count, "distinct keys")
    let others = response.auth.entries.map { "\($0.registryKey) \($0.username)" }
    guard isMarked(input), !others.contains(where: SecretMark.isShown) else { return }
    try require(!SecretMark.isShown(in: shown(response)), "a password is shown")
  }

  /// Where something is wrong, anything may be a secret.
  private static func check(
    _ error: CredentialProviderResponse.DecodingError, of input: [UInt8]
  ) throws(BrokenInvariant) {
    try requireEqual(error.code, error.violations.first?.code, "first code")
    try requireOneLine(error.description)
    for violation in error.violations {
      guard let offset = violation.offset else { continue }
      try require((0...input.count).contains(offset), "offset \(offset) is outside the input")
    }
    guard isMarked(input) else { return }
    try require(!SecretMark.isShown(in: shown(error)), "a part of the response is shown")
  }
}
