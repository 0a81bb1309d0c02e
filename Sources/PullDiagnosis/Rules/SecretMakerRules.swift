import ImagePullCredentials

/// Secrets that the External Secrets Operator makes.
extension Rule {
  /// The Secret that is made is of a type that the kubelet ignores.
  static let externalSecretType = Rule.pod([
    .externalSecretType: "An ExternalSecret makes a Secret of a type that the kubelet ignores."
  ]) { pod in
    pod.references.lazy.compactMap { reference in
      switch reference.outcome {
      case .missing, .ignored: break
      case .read, .malformed, .notReached, .repeated, .unnamed: return nil
      }
      guard let name = reference.item.name,
        let maker = pod.index.externalSecret(making: name, in: pod.namespace),
        !maker.makesPullSecrets
      else { return nil }
      return Claim(
        .externalSecretType, .absence, about: .secret(name),
        [.secretMaker(maker), .secret(pod.namespace, name)],
        problem: "\(maker.title) makes Secret \(printable(name)) with the type "
          + "\(printable(maker.targetType ?? Secret.defaultType)), which the kubelet ignores.",
        advice: "Set spec.target.template.type to kubernetes.io/dockerconfigjson, and delete the "
          + "Secret so that it is made anew: a type cannot be edited.")
    }.first(Diagnosis.claimLimit)
  }

  /// The Secret is made anew less often than its token expires.
  static let externalSecretRefresh = Rule.image([
    .externalSecretRefresh:
      "An ExternalSecret is refreshed less often than the token that it stores expires."
  ]) { context in
    context.keyCredentials.lazy.compactMap { position, credential in
      let name = context.pod.keys.keys[position].secretName
      guard let maker = context.pod.index.externalSecret(making: name, in: context.pod.namespace),
        credential.username == TokenLifetime.ecrUsername,
        // The operator's default is one hour.
        let written = maker.refreshInterval, let interval = Duration(goDuration: written),
        interval <= .zero || interval >= TokenLifetime.ecr
      else { return nil }
      let often = interval <= .zero ? "never" : "every \(printable(written))"
      return Claim(
        .externalSecretRefresh, .exactly(.mayFail), about: .secret(name),
        [.secretMaker(maker), .secret(context.pod.namespace, name)],
        problem:
          "\(maker.title) makes Secret \(printable(name)) anew \(often), but an ECR token lasts "
          + "12 hours.",
        advice: "Set spec.refreshInterval to less than 12h, such as 6h.")
    }.first(Diagnosis.claimLimit)
  }

  /// A Secret is made that nobody lists: mostly a name that was mistaken.
  static let externalSecretUnused = Rule.pod([
    .externalSecretUnused: "Nobody lists the Secret that an ExternalSecret makes."
  ]) { pod in
    guard !pod.images.allSatisfy(\.isCovered) else { return [] }
    return pod.index.makers(in: pod.namespace).lazy.compactMap { maker in
      guard
        maker.makesPullSecrets || pod.secret(maker.targetName)?.holdsCredentials == true,
        !pod.index.isListed(maker.targetName, in: pod.namespace)
      else { return nil }
      return Claim(
        .externalSecretUnused, .exactly(.worthKnowing), about: nil,
        [.secretMaker(maker), .secret(pod.namespace, maker.targetName)],
        problem: "\(maker.title) makes Secret \(printable(maker.targetName)), which no Pod and no "
          + "ServiceAccount lists.",
        advice: "List the Secret, or change spec.target.name to the name that is listed.")
    }.first(Diagnosis.claimLimit)
  }
}

extension SecretMaker {
  /// Whether the Secret that is made has a type that the kubelet reads.
  fileprivate var makesPullSecrets: Bool {
    PullSecretFormat(type: targetType ?? Secret.defaultType) != nil
  }

  /// Such as `ExternalSecret shop/regcred`.
  fileprivate var title: String {
    "\(kind) \(printable(metadata.namespace))/\(printable(metadata.name))"
  }
}
