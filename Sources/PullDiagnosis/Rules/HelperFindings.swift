import ImagePullCredentials

/// Secrets made from a desktop's `config.json`, whose passwords are in a keychain.
///
/// The kubelet reads `auths` alone, `credsStore` and `credHelpers` mean nothing to it. Source:
/// `DockerConfigJSON`, pkg/credentialprovider/config.go.
enum HelperFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered else { return [] }
    var empties: [CredentialSource.Listing: KeyTrial] = [:]
    for trial in context.trials where isEmpty(trial) && empties[trial.listing] == nil {
      empties[trial.listing] = trial
    }
    return context.findings(aboutReferences: { reference in
      guard case .read(let config) = reference.outcome, let name = reference.item.name
      else { return nil }
      let empty = empties[reference.listing]
      guard let helper = helper(for: context.image, config) else {
        return empty.map { make(name, key: $0.entry.registryKey, nil, context) }
      }
      return make(name, key: empty?.entry.registryKey, helper, context)
    })
  }

  /// Whether an entry is tried that has nothing.
  private static func isEmpty(_ trial: KeyTrial) -> Bool {
    trial.isTried && trial.entry.isAnonymous && !trial.entry.hasIdentityToken
      && !trial.entry.hasRegistryToken
  }

  private static func make(
    _ name: String, key: String?, _ helper: String?, _ context: ImageContext
  ) -> Finding {
    let empty = key.map { key in
      "has nothing under \(quoted(RegistryPattern.displayName(ofKey: key)))"
    }
    let kept = helper.map { "leaves the password to the credential helper \(quoted($0))" }
    let facts = [empty, kept].compactMap(\.self).joined(separator: " and ")
    return context.finding(
      .credentialsInHelper, context.severityOfAbsence,
      [.secret(context.namespace, name, key: key)],
      problem: "\(context.title(ofSecret: name)) \(facts), so the kubelet finds no password in it.",
      advice: "Make the Secret from a user and a password, not from a desktop's config.json."
        + context.makerNote(name),
      command: context.replacement(ofSecret: name, key: key))
  }

  /// The helper that Docker would ask for the image's registry.
  private static func helper(for image: ImageReference, _ config: DockerConfig) -> String? {
    let servers = [image.registry, Kubectl.server(for: image)]
    return config.credentialHelpers.first { servers.contains($0.registry) }?.helper
      ?? config.credentialsStore
  }
}
