import ImagePullCredentials

extension ImageContext {
  /// A command line that makes the Secret `name` anew for the image's registry, in place of what it
  /// has under `key`.
  ///
  /// Nil where the Secret holds other passwords, which would be lost, or where something makes it,
  /// so that it would not last.
  func replacement(ofSecret name: String, key: String? = nil) -> ShellCommand? {
    if case .config(let config) = secret(name)?.content,
      config.entries.contains(where: { $0.hasPassword && $0.registryKey != key })
    {
      return nil
    }
    return replacement(ofSecret: name, server: Kubectl.server(for: image))
  }

  /// A command line that makes the Secret `name` anew for `server`, whatever it holds; nil where
  /// something makes it.
  func replacement(ofSecret name: String, server: String) -> ShellCommand? {
    guard !hasMaker(name) else { return nil }
    // What is made is of the type that has auths; types cannot be edited.
    return secret(name)?.type == PullSecretFormat.dockerConfigJSON.type
      ? Kubectl.replaceSecret(namespace, name, server: server)
      : Kubectl.recreateSecret(namespace, name, server: server)
  }

  /// The same for the Secret and the key of a trial.
  /// Nil also where another image finds its password there.
  func replacement(_ trial: KeyTrial) -> ShellCommand? {
    guard !pod.isInUse(trial) else { return nil }
    return replacement(ofSecret: trial.secretName, key: trial.entry.registryKey)
  }
}
