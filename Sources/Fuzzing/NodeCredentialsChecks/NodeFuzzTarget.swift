import ImagePullCredentials
package import ImagePullCredentialsTesting
import KubernetesPulls
import NodeCredentials

/// The documents that a node reads, each with a check of its invariants.
///
/// Fuzzers and the corpus replay run the same check. The name is that of the corpus folder.
package enum NodeFuzzTarget: String, Sendable, CaseIterable {
  case providerConfig = "ProviderConfig"
  case providerResponse = "ProviderResponse"
  case helperOutput = "HelperOutput"

  /// The invariant that does not hold for `input`; nil if all hold.
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

  /// Checks an input from libFuzzer. Only for the programs `Fuzz…`; other code calls ``violation(in:)``.
  package func run(_ start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    fuzz(start, count) { input in
      if let broken = violation(in: input) { throw broken }
    }
  }
}

/// Everything that any rendering shows of a value.
func shown(_ value: some Any) -> String {
  var text = "\(value) \(String(reflecting: value)) "
  dump(value, to: &text)
  return text
}

/// Whether `input` contains the mark unchanged. Only then is it worth searching for it in all output.
func isMarked(_ input: [UInt8]) -> Bool {
  let mark = Array(SecretMark.text.utf8)
  return input.indices.contains { input[$0] == mark[0] && input[$0...].starts(with: mark) }
}

/// Throws if `text` is not safe in one line of a report.
func requireOneLine(_ text: String) throws(BrokenInvariant) {
  try require(
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a text has control characters: \(text)")
}

/// The invariants of credential provider configurations.
enum ProviderConfigCheck {
  static func check(_ input: [UInt8]) throws(BrokenInvariant) {
    let config: CredentialProviderConfig
    do {
      config = try CredentialProviderConfig(json: input)
    } catch {
      return try check(error, of: input)
    }
    try require(!config.providers.isEmpty, "a configuration without providers is accepted")
    for provider in config.providers { try check(provider) }
    let names = config.providers.map { Array($0.name.utf8) }
    try requireEqual(Set(names).count, names.count, "distinct names")
    for finding in config.findings { try requireOneLine("\(finding)") }
    try checkTokenGate(config, input)
    try checkRedaction(config)
  }

  /// What validation guarantees. (Kubernetes: pkg/credentialprovider/plugin/config.go.)
  private static func check(
    _ provider: CredentialProviderConfig.Provider
  ) throws(BrokenInvariant) {
    let name = Array(provider.name.utf8)
    try require(
      !name.isEmpty && !name.contains { [0, 0x20, 0x2F].contains($0) } && name != [0x2E]
        && name != [0x2E, 0x2E], "\(name) is no name of a file")
    try require(!provider.matchImages.isEmpty, "no image matches")
    try require(provider.defaultCacheDuration >= .zero, "a duration below zero")
    guard let token = provider.tokenAttributes else { return }
    try requireEqual(provider.apiVersion, .v1, "version with tokens")
    try require(!token.audience.isEmpty, "a token without audience")
    let required = token.requiredAnnotationKeys.map { Array($0.utf8) }
    let optional = token.optionalAnnotationKeys.map { Array($0.utf8) }
    try requireEqual(
      Set(required + optional).count, required.count + optional.count, "distinct annotation keys")
    try require(required.isEmpty || token.requiresServiceAccount, "annotations of no account")
  }

  /// The feature gate only affects tokens.
  private static func checkTokenGate(
    _ config: CredentialProviderConfig, _ input: [UInt8]
  ) throws(BrokenInvariant) {
    let isUsed = config.providers.contains { $0.tokenAttributes != nil }
    do {
      let other = try CredentialProviderConfig(json: input, isServiceAccountTokenEnabled: false)
      try requireEqual(other == config, !isUsed, "the same without the gate")
    } catch let error as CredentialProviderConfigError {
      try require(isUsed, "refused without the gate")
      try requireEqual(Set(error.violations.map(\.code)), [.tokenFeatureDisabled], "violations")
    } catch {
      throw BrokenInvariant("\(error)")
    }
  }

  private static func check(
    _ error: CredentialProviderConfigError, of input: [UInt8]
  ) throws(BrokenInvariant) {
    try requireEqual(error.code, error.violations.first?.code, "first code")
    for violation in error.violations {
      try requireOneLine(violation.description)
      if let offset = violation.offset {
        try require((0...input.count).contains(offset), "offset \(offset) is outside the input")
      }
      try requireOneLine("\(violation.finding)")
    }
  }

  /// Arguments and values of variables, which may be secret, are not in any rendering.
  private static func checkRedaction(_ config: CredentialProviderConfig) throws(BrokenInvariant) {
    let secrets = config.providers.flatMap { $0.arguments + $0.environment.map(\.value) }
    guard secrets.contains(where: SecretMark.isShown) else { return }
    let others = config.providers.map { provider in
      let token = provider.tokenAttributes
      let keys = (token?.requiredAnnotationKeys ?? []) + (token?.optionalAnnotationKeys ?? [])
      return "\(provider.name) \(provider.matchImages.map(\.originalText)) \(token?.audience ?? "")"
        + "\(keys) \(provider.environment.map(\.name))"
    }
    guard !others.contains(where: SecretMark.isShown) else { return }
    try require(!SecretMark.isShown(in: shown(config)), "a secret is shown")
  }
}

/// The invariants of plugin responses. Passwords in the corpus contain the mark.
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

  /// In an invalid response, anything may be a secret.
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

/// The invariants of Docker credential helpers' output of `get` and `list`. Secrets in the corpus contain the mark.
enum HelperOutputCheck {
  private static let server = "registry.example.com"

  static func check(_ input: [UInt8]) throws(BrokenInvariant) {
    let answer = get(input)
    // Go's decoder reads one value. A number could continue, but is not a valid answer.
    try requireEqual(
      get(input + Array(" x".utf8)) == answer || answer.isFailure, true, "something behind it")
    switch answer {
    case .success(nil): break
    case .success(let credentials?): try check(credentials, of: input)
    case .failure(let error): try check(error, of: input)
    }
    do {
      _ = try DockerCredentialHelper.accounts(in: input, of: "test")
    } catch {
      try check(error, of: input)
    }
  }

  private static func get(
    _ output: [UInt8]
  ) -> Result<HelperCredentials?, DockerCredentialHelperError> {
    do {
      return .success(try HelperCredentials(serverURL: server, output: output, of: "test"))
    } catch {
      return .failure(error)
    }
  }

  private static func check(
    _ credentials: HelperCredentials, of input: [UInt8]
  ) throws(BrokenInvariant) {
    let entry = credentials.entry
    try requireEqual(entry.registryKey, server, "server")
    try requireEqual(credentials.serverURL, server, "server")
    let secret = Array(credentials.revealSecret().utf8)
    if credentials.isIdentityToken {
      try requireEqual(Array(entry.revealIdentityToken().utf8), secret, "token")
      try require(entry.isAnonymous, "a token beside a password")
    } else {
      try requireEqual(Array(entry.revealPassword().utf8), secret, "password")
      try requireEqual(Array(entry.username.utf8), Array(credentials.username.utf8), "username")
      try require(!entry.isAnonymous, "no credentials")
    }
    guard isMarked(input), !SecretMark.isShown(in: credentials.username) else { return }
    try require(!SecretMark.isShown(in: shown(credentials)), "the secret is shown")
  }

  private static func check(
    _ error: DockerCredentialHelperError, of input: [UInt8]
  ) throws(BrokenInvariant) {
    try requireEqual(error.code, .invalidOutput, "code")
    try requireOneLine(error.description)
    guard isMarked(input) else { return }
    try require(!SecretMark.isShown(in: shown(error)), "what the helper wrote is shown")
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
