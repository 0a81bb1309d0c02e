import ImagePullCredentials

extension Rule {
  /// Users and passwords that cannot be what was meant.
  static let password = Rule.image([
    .tokenAsUsername:
      "The username is a token, or the password itself: the fields are swapped, or one is in both.",
    .jobToken: "The token is given to a CI job and ends with it, such as GitLab's job token.",
    .newlineInPassword: "White space or a NUL stands at an end of a username or a password.",
    .jsonKeyMangled: "The password of `_json_key` is not a service account's key.",
    .shellMangled:
      "A username or password holds a variable, quotes, or nothing: a shell changed it.",
    .placeholder: "A username or password is a placeholder.",
  ]) { context in
    context.keyCredentials.lazy.compactMap { position, credential in
      guard let suspicion = Suspicion(credential, isRefused: context.hasReport(.refused)) else {
        return nil
      }
      let name = context.pod.keys.keys[position].secretName
      let key = credential.registryKey
      return Claim(
        suspicion.code, .suspicion, about: .key(secret: name, key: key),
        [.secret(context.pod.namespace, name, key: key)],
        problem: """
          Under \(quoted: RegistryPattern.displayKey(of: key)) of \
          \(context.pod.title(ofSecret: name)) the \(suspicion.problem).
          """,
        advice: suspicion.advice + context.pod.makerNote(name))
    }.first(Diagnosis.claimLimit)
  }

  /// Entries whose `auth` says something else than their `username` and `password`.
  ///
  /// Source: `UnmarshalJSON` of `DockerConfigEntry`, pkg/credentialprovider/config.go.
  static let authField = Rule.image([
    .authBeatsFields:
      "`auth` says something else than `username` and `password`; the kubelet uses it."
  ]) { context in
    context.trials.lazy.filter { $0.trial.isTried && $0.trial.entry.authOverridesFields }
      .map { trial in
        let (name, key) = (trial.trial.secretName, trial.trial.entry.registryKey)
        return Claim(
          .authBeatsFields,
          context.hasReport(.refused) ? .exactly(.mayFail) : .exactly(.worthKnowing),
          about: .key(secret: name, key: key), [.secret(context.pod.namespace, name, key: key)],
          problem:
            """
              Under \(quoted: trial.trial.displayName) of \(context.pod.title(ofSecret: name)) \
              auth differs from username and password; the kubelet uses auth.
              """,
          advice: "Change auth too, or leave it out." + context.pod.makerNote(name))
      }.first(Diagnosis.claimLimit)
  }
}

/// What is odd about a user or a password.
private struct Suspicion {
  let code: Finding.Code
  /// In words that follow `the`; no part of the value itself.
  let problem: SafeText
  let advice: SafeText

  init(_ code: Finding.Code, _ problem: SafeText, _ advice: SafeText) {
    self.code = code
    self.problem = problem
    self.advice = advice
  }

  /// - Parameters:
  ///   - credential: a credential that is tried.
  ///   - isRefused: whether the registry refused one. Some shapes are those of good passwords too.
  init?(_ credential: Credential, isRefused: Bool) {
    let username = credential.username
    let password = credential.revealPassword()
    guard
      let found = Self.token(username, password) ?? Self.margin(password, of: "password")
        ?? Self.margin(username, of: "username") ?? Self.jsonKey(username, password)
        ?? Self.unfilled(password, of: "password") ?? Self.unfilled(username, of: "username")
        ?? Self.empty(credential) ?? (isRefused ? Self.encoded(username, password) : nil)
    else { return nil }
    self = found
  }

  /// A token in the wrong field, or one that does not last.
  private static func token(_ username: String, _ password: String) -> Suspicion? {
    if CredentialShape.isOfJob(username: username, password: password) {
      return Suspicion(
        .jobToken, "token is a CI job's, and ends with the job",
        "Use a token that lasts: a deploy token, or a personal or app's token that may read packages."
      )
    }
    guard TokenShape.isSecret(username: username, password: password) else { return nil }
    return Suspicion(
      .tokenAsUsername,
      username.utf8.elementsEqual(password.utf8)
        ? "username is the password" : "username is a token",
      "Write the user's name as the username, and the token as the password.")
  }

  /// What `echo` without `-n`, or an editor, leaves behind.
  private static func margin(_ value: String, of field: SafeText) -> Suspicion? {
    CredentialShape.margin(of: value).map { margin in
      Suspicion(
        .newlineInPassword, "\(field) \(sentence: margin)",
        "Write it without, as printf '%s' does; echo adds a newline.")
    }
  }

  /// The user of a Google service account's key, and of its base64 form.
  private static func jsonKey(_ username: String, _ password: String) -> Suspicion? {
    guard ["_json_key", "_json_key_base64"].contains(username) else { return nil }
    var decoded: [UInt8] = []
    // What is no base64 leaves a part that is no key either.
    try? Base64.decode(password.utf8.span, padding: .required, appendingTo: &decoded)
    let isPlain = JSONMember.string("private_key", of: Array(password.utf8)) != nil
    let isEncoded = JSONMember.string("private_key", of: decoded) != nil
    guard !(username == "_json_key" ? isPlain : isEncoded) else { return nil }
    if isPlain || isEncoded {
      return Suspicion(
        .jsonKeyMangled,
        "password of user \(word: username) is the service account's key \(isPlain ? "as it is" : "in base64")",
        "Use the user \(isPlain ? "_json_key" : "_json_key_base64"), or "
          + (isPlain ? "encode the key in base64." : "store the JSON file as it is."))
    }
    return Suspicion(
      .jsonKeyMangled, "password of user \(word: username) is no service account key",
      "The password must be the whole JSON file, quotes and \\n kept; in templates use toJson.")
  }

  /// What a template or a shell was to fill in, or to take away.
  private static func unfilled(_ value: String, of field: SafeText) -> Suspicion? {
    if CredentialShape.isVariable(value) {
      return Suspicion(
        .shellMangled, "\(field) holds a variable that nothing expanded",
        "Let the shell or the template expand it; quote a literal $ with single quotes.")
    }
    if CredentialShape.isQuoted(value) {
      return Suspicion(
        .shellMangled, "\(field) is still in quotes", "Write it without the quotes.")
    }
    guard CredentialShape.isPlaceholder(value) else { return nil }
    return Suspicion(
      .placeholder, "\(field) is a placeholder", "Fill in the registry's user and password.")
  }

  /// A user without a password, as an unset variable leaves it.
  private static func empty(_ credential: Credential) -> Suspicion? {
    let entry = credential.entry
    guard !credential.hasPassword, !credential.username.isEmpty, !entry.hasIdentityToken,
      !entry.hasRegistryToken
    else { return nil }
    return Suspicion(
      .shellMangled, "password is empty",
      "Set the password; where a shell filled it in, quote it with single quotes.")
  }

  /// What may be a good username or password, but is not if the registry refused it.
  private static func encoded(_ username: String, _ password: String) -> Suspicion? {
    if CredentialShape.hasLostDollar(username: username) {
      return Suspicion(
        .shellMangled, "username \(quoted: username) lacks the rest of a robot's name, robot$NAME",
        "Quote the name with single quotes: a shell takes $NAME for a variable.")
    }
    guard username != TokenLifetime.ecrUsername, CredentialShape.isBase64OfText(password)
    else { return nil }
    return Suspicion(
      .shellMangled, "password is base64 of readable text: it was encoded once too often",
      "Store the password as it is; only the whole auth, user:password, is in base64.")
  }
}
