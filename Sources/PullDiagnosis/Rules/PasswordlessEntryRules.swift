import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Secrets made from a desktop's `config.json`, whose passwords are in a keychain.
  ///
  /// The kubelet reads `auths` alone, `credsStore` and `credHelpers` mean nothing to it. Source:
  /// `DockerConfigJSON`, pkg/credentialprovider/config.go.
  static let credentialHelper = Rule.image([
    .credentialsInHelper:
      """
    The Secret comes from a desktop's `config.json`: the password is in a credential \
    helper, which no kubelet runs, or the entry is empty.
    """
  ]) { context in
    guard !context.isCovered else { return [] }
    // By where their keys begin: in the order of the lists.
    var secrets: [Int: (secret: SecretFacts, empty: DockerConfig.Entry?)] = [:]
    for listed in context.pod.secretsWithHelpers { secrets[listed.start] = (listed.facts, nil) }
    for trial in context.trials where trial.trial.isTried && trial.trial.entry.isEmpty {
      let listed = context.pod.keys.secret(at: trial.position)
      guard secrets[listed.start]?.empty == nil else { continue }
      secrets[listed.start] = (listed.facts, trial.trial.entry)
    }
    return secrets.sorted { $0.key < $1.key }.lazy.compactMap { _, found -> Claim? in
      let helper = found.secret.helper(for: context.image)
      guard helper != nil || found.empty != nil else { return nil }
      return .inHelper(found.secret.name, key: found.empty?.registryKey, helper, context)
    }.first(Diagnosis.claimLimit)
  }

  /// Entries that `docker login` made with a token in place of a password.
  ///
  /// The kubelet copies user, password and email only. Source: `Add`,
  /// pkg/credentialprovider/keyring.go.
  static let identityToken = Rule.image([
    .identityToken:
      "The entry holds an identity or registry token of `docker login`, which the kubelet ignores."
  ]) { context in
    context.trials.lazy.filter(\.trial.isTried).compactMap { trial in
      let entry = trial.trial.entry
      guard !entry.hasPassword, entry.hasIdentityToken || entry.hasRegistryToken else { return nil }
      let name = trial.trial.secretName
      return Claim(
        .identityToken, .absence, about: .key(secret: name, key: entry.registryKey),
        [.secret(context.pod.namespace, name, key: entry.registryKey)],
        problem: """
          \(context.pod.title(ofSecret: name)) has the \
          \(entry.hasIdentityToken ? "identitytoken" : "registrytoken") of a docker login and \
          no password under \(quoted: trial.trial.displayName); the kubelet ignores such tokens.
          """,
        advice: "Store a user and a password or access token." + context.pod.makerNote(name),
        command: context.pod.replacement(
          ofSecret: name, key: entry.registryKey, for: context.image))
    }.first(Diagnosis.claimLimit)
  }
}

extension Claim {
  fileprivate static func inHelper(
    _ name: String, key: String?, _ helper: String?, _ context: ImageContext
  ) -> Claim {
    let empty: SafeText? = key.map { key in
      "has nothing under \(quoted: RegistryPattern.displayKey(of: key))"
    }
    let kept: SafeText? = helper.map {
      "leaves the password to the credential helper \(quoted: $0)"
    }
    return Claim(
      .credentialsInHelper, .absence, about: .secret(name),
      [.secret(context.pod.namespace, name, key: key)],
      problem: """
        \(context.pod.title(ofSecret: name)) \
        \([empty, kept].compactMap(\.self).joined(separator: " and ")), so the kubelet finds no \
        password in it.
        """,
      advice: "Make the Secret from a user and a password, not from a desktop's config.json."
        + context.pod.makerNote(name),
      command: context.pod.replacement(ofSecret: name, key: key, for: context.image))
  }
}

extension DockerConfig.Entry {
  /// Whether there is nothing that could be sent, and no token either.
  fileprivate var isEmpty: Bool { isAnonymous && !hasIdentityToken && !hasRegistryToken }
}
