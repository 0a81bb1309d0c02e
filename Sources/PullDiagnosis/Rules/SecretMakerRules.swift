// Rules about ExternalSecrets, SealedSecrets and similar.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// The maker of a listed Secret reports a failure.
  static let secretMakerFailing = Rule.image([
    .secretMakerFailing:
      """
    An ExternalSecret, SealedSecret or similar object reports that it cannot create or refresh a \
    listed Secret, so the Secret is missing or has an old password.
    """
  ]) { context in
    context.pod.failingMakers.map { maker, failure in
      // An existing Secret may still work, unless it was refused.
      let isThere = context.pod.secret(maker.targetName) != nil
      let weight: Claim.Weight =
        isThere && context.isCovered && !context.hasFailure(.refused)
        ? .exactly(.worthKnowing) : isThere ? .suspicion : .absence
      let said = [failure.reason, failure.message].filter { !$0.isEmpty }
        .map { "\(quoted: MessageSecrets.removed(from: $0))" as SafeText }
      return Claim(
        .secretMakerFailing, weight, about: .secret(maker.targetName),
        [.secretMaker(maker), .secret(context.pod.namespace, maker.targetName)],
        problem: """
          \(maker.title) cannot \(isThere ? "refresh" : "create") Secret \(word: maker.targetName): \(word: failure.type) \
          is False\(said.isEmpty ? "" : ", \(said.joined(separator: ", "))").
          """,
        advice: maker.kind == .sealedSecret
          ? "Seal the Secret again for this cluster, with kubeseal and its controller's certificate."
          : "Make \(maker.storeTitle) give the values: check its credentials and what it is asked for.",
        command: Kubectl(context.pod.namespace).describe(maker.kind.rawValue, maker.metadata.name))
    }
  }

  /// The created Secret has a type that the kubelet ignores.
  static let externalSecretType = Rule.pod([
    .externalSecretType:
      "An ExternalSecret or SealedSecret creates a Secret of a type that the kubelet ignores."
  ]) { pod in
    pod.references.lazy.compactMap { reference in
      switch reference.outcome {
      case .missing, .ignored: break
      case .read, .malformed, .notReached, .repeated, .unnamed: return nil
      }
      guard let name = reference.item.name,
        let maker = pod.index.maker(ofSecret: name, in: pod.namespace),
        !maker.makesPullSecrets
      else { return nil }
      return Claim(
        .externalSecretType, .absence, about: .secret(name),
        [.secretMaker(maker), .secret(pod.namespace, name)],
        problem: """
          \(maker.title) creates Secret \(word: name) with the type \
          \(word: maker.targetType ?? Secret.defaultType), which the kubelet ignores.
          """,
        advice: """
          Set \(word: maker.kind.typePath) to kubernetes.io/dockerconfigjson, and delete the \
          Secret so that it is recreated: a type cannot be edited.
          """)
    }.first(Diagnosis.claimLimit)
  }

  /// The Secret is refreshed less often than its token expires.
  static let externalSecretRefresh = Rule.image([
    .externalSecretRefresh:
      "An ExternalSecret is refreshed less often than the token that it stores expires."
  ]) { context in
    context.secretsOfECR.lazy.compactMap { name in
      guard let maker = context.pod.index.externalSecret(making: name, in: context.pod.namespace),
        // The operator's default is one hour.
        let written = maker.refreshInterval, let interval = Duration(goDuration: written),
        interval <= .zero || interval >= TokenLifetime.ecr
      else { return nil }
      let refresh: SafeText =
        interval <= .zero
        ? "never refreshes Secret \(word: name)"
        : "refreshes Secret \(word: name) every \(word: written)"
      return Claim(
        .externalSecretRefresh, .exactly(.mayFail), about: .secret(name),
        [.secretMaker(maker), .secret(context.pod.namespace, name)],
        problem:
          """
          \(maker.title) \(refresh), but an ECR token lasts 12 hours.
          """,
        advice: "Set spec.refreshInterval to less than 12h, such as 6h.")
    }.first(Diagnosis.claimLimit)
  }

  /// The created Secret is not listed: usually because of a wrong name.
  static let externalSecretUnused = Rule.pod([
    .externalSecretUnused: "No list names the Secret that an ExternalSecret creates."
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
        problem: """
          \(maker.title) creates Secret \(word: maker.targetName), which no Pod and no \
          ServiceAccount lists.
          """,
        advice: maker.kind == .externalSecret
          ? "List the Secret, or change spec.target.name to the name that is listed."
          : "List the Secret, or give it the name that is listed.")
    }.first(Diagnosis.claimLimit)
  }
}

extension ImageContext {
  /// The Secrets from which a token of ECR is tried for the image; and for an image of ECR, those that
  /// are listed but not in the input, because they do not exist yet.
  fileprivate var secretsOfECR: [String] {
    let tried = keyCredentials.lazy.filter { $1.username == TokenLifetime.ecrUsername }
      .map { [pod] position, _ in pod.keys[position].secretName }.first(Diagnosis.claimLimit)
    guard case .ecr = CloudRegistry(image) else { return tried }
    let unmade = pod.references.lazy.compactMap { $0.outcome == .missing ? $0.item.name : nil }
    return tried + unmade.first(Diagnosis.claimLimit)
  }
}

extension SecretMaker {
  /// Whether the created Secret has a type that the kubelet reads.
  var makesPullSecrets: Bool {
    PullSecretFormat(type: targetType ?? Secret.defaultType) != nil
  }

  /// The store of an ExternalSecret.
  fileprivate var storeTitle: SafeText {
    storeName.isEmpty ? "its store" : "\(word: storeKind) \(word: storeName)"
  }

  /// What to check if the Secret is missing.
  var absenceAdvice: SafeText {
    guard kind == .secretProviderClass else {
      return "\(title) creates this Secret: see why it has not."
    }
    return """
      \(title) creates this Secret, but only while a Pod of the namespace mounts it: add a volume of the \
      driver secrets-store.csi.k8s.io that names it to the Pod. If it has one, see in the Pod's Events \
      whether the mount fails.
      """
  }

  /// Such as `ExternalSecret shop/regcred`.
  var title: SafeText {
    "\(kind) \(word: metadata.namespace)/\(word: metadata.name)"
  }
}

extension SecretMaker.Kind {
  /// The field with the type of the created Secret.
  var typePath: String {
    switch self {
    case .sealedSecret: "spec.template.type"
    case .vaultStaticSecret: "spec.destination.type"
    case .onePasswordItem: "type"
    case .infisicalSecret: "spec.managedSecretReference.secretType"
    case .dopplerSecret: "spec.managedSecret.type"
    case .secretProviderClass: "spec.secretObjects[*].type"
    default: "spec.target.template.type"
    }
  }
}
