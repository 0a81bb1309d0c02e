import ImagePullCredentialsTesting
import KubernetesPulls
import NodeCredentials

/// What is promised about configurations of credential providers.
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

  /// What validation makes sure of. (Kubernetes: pkg/credentialprovider/plugin/config.go.)
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
    try require(!token.audience.isEmpty, "a token for nobody")
    let required = token.requiredAnnotationKeys.map { Array($0.utf8) }
    let optional = token.optionalAnnotationKeys.map { Array($0.utf8) }
    try requireEqual(
      Set(required + optional).count, required.count + optional.count, "distinct annotation keys")
    try require(required.isEmpty || token.requiresServiceAccount, "annotations of no account")
  }

  /// The feature gate decides about tokens and nothing else.
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

  /// Arguments and values of variables, which may be secret, are in no rendering.
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
