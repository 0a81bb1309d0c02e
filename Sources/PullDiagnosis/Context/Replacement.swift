import ImagePullCredentials
import KubernetesPulls

/// Command lines that make a Secret right, where that loses no other password.
extension PodContext {
  /// Makes the Secret `name` anew for the registry of `image`, in place of what it has under `key`.
  ///
  /// Nil where the Secret holds other passwords, which would be lost, or where something makes it,
  /// so that it would not last.
  func replacement(
    ofSecret name: String, key: String? = nil, for image: ImageReference?
  ) -> ShellCommand? {
    if case .config(let config) = secret(name)?.content,
      facts.secret(namespace: namespace, name: name, config).hasPassword(besides: key)
    {
      return nil
    }
    guard !hasMaker(name), let image else { return nil }
    return Kubectl(namespace).replaceSecret(
      name, RegistryLogin(for: image),
      sameType: secret(name)?.type == PullSecretFormat.dockerConfigJSON.type)
  }
}

extension ImageContext {
  /// Puts the credential of a trial under the key `new`, or makes the Secret anew where it has none.
  /// Nil also where another image finds its password there.
  func rekeying(_ trial: Trial, to new: String) -> ShellCommand? {
    rekeying(keyAt: trial.position, to: new)
  }

  /// The same for the key at a position of ``PodContext/keys``.
  func rekeying(keyAt position: Int, to new: String) -> ShellCommand? {
    let key = pod.keys[position]
    let (name, old) = (key.secretName, key.entry.registryKey)
    guard !pod.isInUse(keyAt: position) else { return nil }
    guard key.entry.hasPassword else {
      return pod.replacement(ofSecret: name, key: old, for: image)
    }
    guard !pod.hasMaker(name), let secret = pod.secret(name),
      secret.type == PullSecretFormat.dockerConfigJSON.type,
      // A key with something of a user in it is not shown, and not written into a command.
      ExactText(key.displayName) == ExactText(old.printable),
      ExactText(RegistryPattern.displayKey(of: new)) == ExactText(new),
      !key.listed.facts.hasKey(new)
    else { return nil }
    return Kubectl(pod.namespace).rekeySecret(name, from: old, to: new)
  }
}
