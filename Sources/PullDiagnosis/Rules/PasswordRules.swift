// Rules about usernames and passwords, and entries without them.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Users and passwords that are obviously wrong.
  static let password = Rule.image([
    .newlineInPassword: "A username or a password ends with white space or a NUL.",
    .jsonKeyMangled: "The password of `_json_key` is not a service account's key.",
    .shellMangled: "The password holds a variable, or nothing.",
    .placeholder: "A username or password is a placeholder.",
    .jobToken: "The credential is given to a CI job, and ends with it.",
    .tokenAsUsername: "The username is a token, or the password; it is never shown.",
  ]) { context in
    context.keyCredentials.lazy.compactMap { position, credential in
      let secret = context.pod.keys.secret(at: position).facts
      guard let suspicion = secret.suspicion(of: credential, for: context.image)
      else { return nil }
      let name = secret.name
      let key = credential.registryKey
      return Claim(
        suspicion.code, .suspicion, about: .key(secret: name, key: key),
        [.secret(context.pod.namespace, name, key: key)],
        problem: """
          Under \(quoted: RegistryPattern.displayKey(of: key)) of \
          \(context.pod.title(ofSecret: name)) the \(suspicion.problem).
          """,
        advice: suspicion.advice + context.pod.editNote(name))
    }.first(Diagnosis.claimLimit)
  }

  /// Entries whose `auth` differs from their `username` and `password`.
  ///
  /// Source: `UnmarshalJSON` of `DockerConfigEntry`, pkg/credentialprovider/config.go.
  static let authField = Rule.image([
    .authBeatsFields:
      "`auth` says something else than `username` and `password`; the kubelet uses it."
  ]) { context in
    context.trials.lazy.filter { $0.isTried && $0.entry.authOverridesFields }
      .map { trial in
        let (name, key) = (trial.secretName, trial.entry.registryKey)
        return Claim(
          .authBeatsFields,
          .exactly(context.hasFailure(.refused) ? .willFail : .worthKnowing),
          about: .key(secret: name, key: key), [.secret(context.pod.namespace, name, key: key)],
          problem:
            """
            Under \(quoted: trial.displayKey) of \(context.pod.title(ofSecret: name)) \
            auth differs from username and password; the kubelet uses auth.
            """,
          advice: "Change auth too, or leave it out." + context.pod.editNote(name))
      }.first(Diagnosis.claimLimit)
  }
}

/// What looks wrong with a user or a password.
struct Suspicion {
  let code: Finding.Code
  /// In words that follow `the`; no part of the value itself.
  let problem: SafeText
  let advice: SafeText

  private init(_ code: Finding.Code, _ problem: SafeText, _ advice: SafeText) {
    self.code = code
    self.problem = problem
    self.advice = advice
  }

  init?(_ credential: Credential, at registry: CloudRegistry) {
    let username = credential.username
    let password = credential.revealPassword()
    guard
      let found = Self.kind(of: username, password, at: registry)
        ?? Self.jsonKey(username, password)
        ?? Self.shape(of: password, in: "password") ?? Self.shape(ofUsername: username)
        ?? Self.encoded(username, password) ?? Self.lost(username)
        ?? Self.empty(credential, at: registry)
    else { return nil }
    self = found
  }

  /// Tokens of CI jobs, and tokens as usernames.
  private static func kind(
    of username: String, _ password: String, at registry: CloudRegistry
  ) -> Suspicion? {
    if CredentialShape.isOfJob(username: username, password: password) {
      return Suspicion(
        .jobToken, "password is a token of a CI job, which ends with the job",
        """
        Use what lasts longer than a job: a deploy token with read_registry at GitLab, a \
        personal access token with read:packages or a GitHub App at GitHub.
        """)
    }
    // DigitalOcean uses a token for both.
    if case .digitalOcean = registry, username.utf8.elementsEqual(password.utf8) { return nil }
    guard TokenShape.isSecret(username: username, password: password),
      !CredentialShape.isPlaceholder(username)
    else { return nil }
    return Suspicion(
      .tokenAsUsername, "username is a token, or the same as the password",
      """
      Write the user's name as username, and the token as password only. Whoever saw this \
      username has seen the token: renew it.
      """)
  }

  /// The user of a Google service account's key, and of its base64 form.
  private static func jsonKey(_ username: String, _ password: String) -> Suspicion? {
    var key = Array(password.utf8)
    let isEncoded = username.utf8.elementsEqual("_json_key_base64".utf8)
    guard isEncoded || username.utf8.elementsEqual("_json_key".utf8) else { return nil }
    func decoded() -> [UInt8] {
      var bytes: [UInt8] = []
      // Text that is not base64 leaves a part that is not a key either.
      try? Base64.decode(password.utf8.span, padding: .required, appendingTo: &bytes)
      return bytes
    }
    if isEncoded { key = decoded() }
    guard JSONMember.string("private_key", of: key) == nil else { return nil }
    if !isEncoded, JSONMember.string("private_key", of: decoded()) != nil {
      return Suspicion(
        .jsonKeyMangled, "password of user _json_key is a service account key in base64",
        "Write the key as it is, or name the user _json_key_base64.")
    }
    return Suspicion(
      .jsonKeyMangled, "password of user \(word: username) is no service account key",
      "The password must be the whole JSON file, quotes and \\n kept; in templates use toJson.")
  }

  /// Traces of `echo`, a shell, a template or a settings file.
  private static func shape(of value: String, in field: SafeText) -> Suspicion? {
    if let margin = CredentialShape.margin(of: value) {
      return Suspicion(
        .newlineInPassword, "\(field) \(sentence: margin)",
        "Write it without, as printf '%s' does; echo adds a newline.")
    }
    if CredentialShape.isVariable(value) {
      return Suspicion(
        .shellMangled, "\(field) holds a variable that nothing expanded",
        "Let the shell or the template expand it; quote a literal $ with single quotes.")
    }
    if CredentialShape.isReference(value) {
      return Suspicion(
        .placeholder, "\(field) is a placeholder",
        """
        Nothing filled it in: see that the tool runs which should (a template, SOPS, Vault, CI).
        """)
    }
    if CredentialShape.isPlaceholder(value) {
      return Suspicion(
        .placeholder, "\(field) is a placeholder", "Fill in the registry's user and password.")
    }
    if CredentialShape.isQuoted(value) {
      return Suspicion(
        .shellMangled, "\(field) is in quotes, which are part of it",
        "Write it without the quotes that it had in a file or a command.")
    }
    return nil
  }

  /// The same for a user, whose name may be `<token>`: OpenShift creates such Secrets for its
  /// ServiceAccounts.
  private static func shape(ofUsername username: String) -> Suspicion? {
    username.utf8.elementsEqual("<token>".utf8) ? nil : shape(of: username, in: "username")
  }

  /// Base64 of a password, unless the user's passwords have that form.
  private static func encoded(_ username: String, _ password: String) -> Suspicion? {
    let isMeant = [TokenLifetime.ecrUsername, "_json_key_base64"].contains { user in
      username.utf8.elementsEqual(user.utf8)
    }
    guard !isMeant, CredentialShape.isBase64OfText(password) else { return nil }
    return Suspicion(
      .doubleEncoded, "password is base64 of readable text",
      """
      If the password was encoded by hand, write it as it is: only auth and the Secret's data \
      are base64.
      """)
  }

  /// The rest of `robot$name`.
  private static func lost(_ username: String) -> Suspicion? {
    guard CredentialShape.hasLostDollar(username: username) else { return nil }
    return Suspicion(
      .shellMangled,
      """
      username lacks the part from $ on that names of robots have at Harbor: a shell took it \
      for a variable
      """,
      "Write the whole name, robot$NAME, in single quotes, so that the shell leaves $ alone.")
  }

  /// A user without a password or vice versa, as from an unset variable.
  private static func empty(
    _ credential: Credential, at registry: CloudRegistry
  ) -> Suspicion? {
    let entry = credential.entry
    if credential.username.isEmpty, credential.hasPassword {
      return Suspicion(
        .shellMangled, "username is empty",
        registry.login.map { "The registry takes \($0)." }
          ?? "Set the user; a shell that was to leave a $ alone needs it in single quotes.")
    }
    guard !credential.hasPassword, !credential.username.isEmpty, !entry.hasIdentityToken,
      !entry.hasRegistryToken
    else { return nil }
    return Suspicion(
      .shellMangled, "password is empty",
      "Set the password; where a shell filled it in, quote it with single quotes.")
  }
}

// MARK: - Entries without a password

extension Rule {
  /// Secrets made from a desktop's `config.json`, whose passwords are in a keychain.
  ///
  /// The kubelet reads only `auths` and ignores `credsStore` and `credHelpers`. Source:
  /// `DockerConfigJSON`, pkg/credentialprovider/config.go.
  static let credentialHelper = Rule.image([
    .credentialsInHelper:
      """
    The Secret comes from a desktop's `config.json`: the password is in a credential \
    helper, which no kubelet runs, or the entry is empty.
    """
  ]) { context in
    guard !context.isCovered else { return [] }
    // By their first keys' positions: in the order of the lists.
    var secrets: [Int: (secret: SecretFacts, empty: DockerConfig.Entry?)] = [:]
    for listed in context.pod.secretsWithHelpers { secrets[listed.start] = (listed.facts, nil) }
    for trial in context.trials where trial.isTried && trial.entry.isEmpty {
      let listed = context.pod.keys.secret(at: trial.position)
      guard secrets[listed.start]?.empty == nil else { continue }
      secrets[listed.start] = (listed.facts, trial.entry)
    }
    return secrets.sorted { $0.key < $1.key }.lazy.compactMap { _, found -> Claim? in
      let helper = found.secret.helper(for: context.image)
      guard helper != nil || found.empty != nil else { return nil }
      return .inHelper(found.secret.name, key: found.empty?.registryKey, helper, context)
    }.first(Diagnosis.claimLimit)
  }

  /// Entries from `docker login` with a token instead of a password.
  ///
  /// The kubelet copies only user, password and email. Source: `Add`,
  /// pkg/credentialprovider/keyring.go.
  static let identityToken = Rule.image([
    .identityToken:
      "The entry holds an identity or registry token of `docker login`, which the kubelet ignores."
  ]) { context in
    context.trials.lazy.filter(\.isTried).compactMap { trial in
      let entry = trial.entry
      guard !entry.hasPassword, entry.hasIdentityToken || entry.hasRegistryToken else { return nil }
      let name = trial.secretName
      return Claim(
        .identityToken, .absence, about: .key(secret: name, key: entry.registryKey),
        [.secret(context.pod.namespace, name, key: entry.registryKey)],
        problem: """
          \(context.pod.title(ofSecret: name)) has the \
          \(entry.hasIdentityToken ? "identitytoken" : "registrytoken") of a docker login and \
          no password under \(quoted: trial.displayKey); the kubelet ignores such tokens.
          """,
        advice: "Store a user and a password or access token." + context.pod.editNote(name),
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
      advice: "Create the Secret from a user and a password, not from a desktop's config.json."
        + context.pod.editNote(name),
      command: context.pod.replacement(ofSecret: name, key: key, for: context.image))
  }
}

extension DockerConfig.Entry {
  /// Whether there is no credential and no token.
  fileprivate var isEmpty: Bool { isAnonymous && !hasIdentityToken && !hasRegistryToken }
}
