import ImagePullCredentials

/// Secrets that the External Secrets Operator makes.
enum ExternalSecretFindings {
  private static let credentialTypes = [
    "kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg",
  ]

  /// Whether the Secret `name` is passed over, or missing, because of the type that an
  /// ExternalSecret gives it.
  static func explains(_ name: String, _ context: ImageContext) -> Bool {
    guard let maker = context.index.externalSecret(making: name, in: context.namespace)
    else { return false }
    return !credentialTypes.contains(maker.targetType ?? Secret.defaultType)
  }

  /// The Secret that is made is Opaque.
  static func findType(_ context: ImageContext) -> [Finding] {
    context.findings(aboutReferences: { reference in
      switch reference.outcome {
      case .missing, .ignored: break
      case .read, .malformed, .notReached, .repeated, .unnamed: return nil
      }
      guard let name = reference.item.name, explains(name, context),
        let maker = context.index.externalSecret(making: name, in: context.namespace)
      else { return nil }
      let type = maker.targetType ?? Secret.defaultType
      return context.finding(
        .externalSecretType, context.severityOfAbsence,
        [.secretMaker(maker), .secret(context.namespace, name)],
        problem: "ExternalSecret \(title(maker)) makes Secret \(printable(name)) with the type "
          + "\(printable(type)), which the kubelet ignores.",
        advice: "Set spec.target.template.type to kubernetes.io/dockerconfigjson, and delete the "
          + "Secret so that it is made anew: a type cannot be edited.")
    })
  }

  /// The Secret is made anew less often than its token expires.
  static func findRefresh(_ context: ImageContext) -> [Finding] {
    context.credentials.compactMap { credential in
      guard case .secret(_, let name, _, _) = credential.source,
        let maker = context.index.externalSecret(making: name, in: context.namespace),
        credential.username == TokenLifetime.ecrUsername,
        // The operator's default is one hour.
        let written = maker.refreshInterval, let interval = Duration(goDuration: written)
      else { return nil }
      guard interval <= .zero || interval >= tokenLife else { return nil }
      let often = interval <= .zero ? "never" : "every \(printable(written))"
      return context.finding(
        .externalSecretRefresh, .mayFail,
        [.secretMaker(maker), .secret(context.namespace, name)],
        problem: "ExternalSecret \(title(maker)) makes Secret \(printable(name)) anew \(often), "
          + "but an ECR token lasts 12 hours.",
        advice: "Set spec.refreshInterval to less than 12h, such as 6h.")
    }
  }

  /// How long an ECR token lasts.
  private static let tokenLife = Duration.seconds(12 * 3_600)

  /// A Secret is made that nobody lists: mostly a name that was mistaken.
  static func findUnused(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered else { return [] }
    return context.index.makers(in: context.namespace).compactMap { maker in
      let made = context.secret(maker.targetName)
      guard
        credentialTypes.contains(maker.targetType ?? "") || made?.holdsCredentials == true,
        !context.index.isListed(maker.targetName, in: context.namespace)
      else { return nil }
      return context.finding(
        .externalSecretUnused, .worthKnowing,
        [
          .secretMaker(maker), .secret(context.namespace, maker.targetName),
        ],
        problem:
          "\(maker.kind) \(title(maker)) makes Secret \(printable(maker.targetName)), which "
          + "no Pod and no ServiceAccount lists.",
        advice: "List the Secret, or change spec.target.name to the name that is listed.")
    }
  }

  private static func title(_ secret: SecretMaker) -> String {
    "\(printable(secret.metadata.namespace))/\(printable(secret.metadata.name))"
  }
}
