import ImagePullCredentials

/// A listed Secret that the kubelet passes over for its type.
///
/// Source: `secretsToTrackedDockerConfigs`, pkg/credentialprovider/secrets/secrets.go.
enum SecretTypeFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    context.findings(aboutReferences: { reference in
      guard case .ignored(let reason) = reference.outcome, let name = reference.item.name,
        // What an ExternalSecret makes is said by ExternalSecretFindings.
        !ExternalSecretFindings.explains(name, context)
      else { return nil }
      switch reason {
      case .wrongType(let type, let credentialKey):
        return wrongType(name, type, credentialKey, context)
      case .missingKey(let expected, let credentialKey?):
        return mismatch(name, expected: expected, found: credentialKey, context)
      case .missingKey(let expected, nil):
        return empty(name, "has no key \(expected)", context)
      case .emptyValue(let key):
        return empty(name, "has nothing under its key \(key)", context)
      }
    })
  }

  private static func wrongType(
    _ name: String, _ type: String, _ credentialKey: String?, _ context: ImageContext
  ) -> Finding {
    let problem =
      "\(context.title(ofSecret: name)) has the type \(printable(type)), so the kubelet ignores it"
    guard let credentialKey else {
      return context.finding(
        .wrongSecretType, context.severityOfAbsence, [.secret(context.namespace, name)],
        problem: problem + "; it holds no registry credentials either.",
        advice: "List a Secret of type kubernetes.io/dockerconfigjson instead."
          + context.makerNote(name))
    }
    let rightType =
      credentialKey == ".dockercfg" ? "kubernetes.io/dockercfg" : "kubernetes.io/dockerconfigjson"
    return context.finding(
      .wrongSecretType, context.severityOfAbsence, [.secret(context.namespace, name)],
      problem: problem + " and its key \(credentialKey).",
      advice: "Delete it and make it again with the type \(rightType)"
        + (credentialKey == "config.json" ? " and the key .dockerconfigjson" : "")
        + "; a Secret's type cannot be edited." + context.makerNote(name),
      command: context.hasMaker(name)
        ? nil
        : Kubectl.retypeSecret(
          context.namespace, name, from: type, to: rightType,
          key: credentialKey == "config.json" ? credentialKey : nil))
  }

  private static func mismatch(
    _ name: String, expected: String, found: String, _ context: ImageContext
  ) -> Finding {
    context.finding(
      .keyTypeMismatch, context.severityOfAbsence, [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) has the key \(found), but its type needs the key "
        + "\(expected), so the kubelet ignores it.",
      advice: "Make it again with type and key of one kind: kubernetes.io/dockerconfigjson and "
        + ".dockerconfigjson, or kubernetes.io/dockercfg and .dockercfg." + context.makerNote(name),
      command: context.replacement(ofSecret: name, server: Kubectl.server(for: context.image)))
  }

  private static func empty(_ name: String, _ lack: String, _ context: ImageContext) -> Finding {
    context.finding(
      .emptySecret, context.severityOfAbsence, [.secret(context.namespace, name)],
      problem: "\(context.title(ofSecret: name)) \(lack), so the kubelet ignores it.",
      advice: "Give it a user and a password for \(quoted(context.registry))."
        + context.makerNote(name),
      command: context.replacement(ofSecret: name, server: Kubectl.server(for: context.image)))
  }
}
