import ImagePullCredentials

extension Rule {
  /// Users and passwords that cannot be what was meant.
  static let password = Rule.image([
    .newlineInPassword: "White space or a NUL stands at the end of a username or a password.",
    .jsonKeyMangled: "The password of `_json_key` is not a service account's key.",
    .shellMangled: "The password holds a variable, or nothing.",
    .placeholder: "A username or password is a placeholder.",
  ]) { context in
    context.keyCredentials.lazy.compactMap { position, credential in
      guard let suspicion = Suspicion(credential) else { return nil }
      let name = context.pod.keys.keys[position].secretName
      let key = credential.registryKey
      return Claim(
        suspicion.code, .suspicion, about: .key(secret: name, key: key),
        [.secret(context.pod.namespace, name, key: key)],
        problem: "Under \(quoted(RegistryPattern.displayKey(of: key))) of "
          + "\(context.pod.title(ofSecret: name)) the \(suspicion.problem).",
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
            "Under \(quoted(trial.trial.displayName)) of \(context.pod.title(ofSecret: name)) "
            + "auth differs from username and password; the kubelet uses auth.",
          advice: "Change auth too, or leave it out." + context.pod.makerNote(name))
      }.first(Diagnosis.claimLimit)
  }
}

/// What is odd about a user or a password.
private struct Suspicion {
  let code: Finding.Code
  /// In words that follow `the`; no part of the value itself.
  let problem: String
  let advice: String

  init(_ code: Finding.Code, _ problem: String, _ advice: String) {
    self.code = code
    self.problem = problem
    self.advice = advice
  }

  init?(_ credential: Credential) {
    let username = credential.username
    let password = credential.revealPassword()
    guard
      let found = Self.ending(password, of: "password") ?? Self.ending(username, of: "username")
        ?? Self.jsonKey(username, password) ?? Self.placeholder(password, of: "password")
        ?? Self.placeholder(username, of: "username") ?? Self.empty(credential)
    else { return nil }
    self = found
  }

  /// What `echo` without `-n`, or an editor, leaves behind.
  private static func ending(_ value: String, of field: String) -> Suspicion? {
    let name: String
    switch value.utf8.last {
    case UInt8(ascii: "\n"): name = "a newline"
    case UInt8(ascii: "\r"): name = "a carriage return"
    case UInt8(ascii: " "): name = "a space"
    case UInt8(ascii: "\t"): name = "a tab"
    case 0: name = "a NUL byte"
    default: return nil
    }
    return Suspicion(
      .newlineInPassword, "\(field) ends with \(name)",
      "Write it without, as printf '%s' does; echo adds a newline.")
  }

  /// The user of a Google service account's key, and of its base64 form.
  private static func jsonKey(_ username: String, _ password: String) -> Suspicion? {
    var key = Array(password.utf8)
    switch username {
    case "_json_key": break
    case "_json_key_base64":
      key = []
      // What is no base64 leaves a part that is no key either.
      try? Base64.decode(password.utf8.span, padding: .required, appendingTo: &key)
    default: return nil
    }
    guard JSONMember.string("private_key", of: key) == nil else { return nil }
    return Suspicion(
      .jsonKeyMangled, "password of user \(username) is no service account key",
      "The password must be the whole JSON file, quotes and \\n kept; in templates use toJson.")
  }

  /// What a template or a shell was to fill in.
  private static func placeholder(_ value: String, of field: String) -> Suspicion? {
    for (opener, closer) in [("${", "}"), ("$(", ")")]
    where value.hasBytes(opener) && value.hasBytes(closer) {
      return Suspicion(
        .shellMangled, "\(field) holds a variable that nothing expanded",
        "Let the shell or the template expand it; quote a literal $ with single quotes.")
    }
    let isMarked = [("<", ">"), ("{{", "}}")].contains { pair in
      value.hasPrefix(pair.0) && value.hasSuffix(pair.1)
    }
    let words: Set<String> = [
      "changeme", "password", "your-password", "your_password", "yourpassword", "username",
      "your-username", "your_username", "todo", "xxx", "xxxx", "redacted",
    ]
    guard isMarked || words.contains(value.lowercased()) else { return nil }
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
}
