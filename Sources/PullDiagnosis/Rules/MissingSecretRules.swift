// Rules about a listed Secret that is or was missing.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// A listed Secret that is missing in the Pod's namespace: the kubelet skips it.
  ///
  /// Source: `getPullSecretsForPod`, pkg/kubelet/kubelet_pods.go.
  static let missingSecret = Rule.pod([
    .secretMissing:
      """
    A listed Secret is not in the Pod's namespace; the kubelet skips it and pulls with \
    the rest, perhaps anonymously.
    """,
    .otherNamespace:
      "A listed Secret exists, but in another namespace, where the kubelet does not look.",
  ]) { pod in
    var seen: Set<ExactText> = []
    return pod.references.lazy.compactMap { reference in
      guard reference.outcome == .missing, let name = reference.item.name,
        seen.insert(ExactText(name)).inserted
      else { return nil }
      if let manifests = pod.manifests {
        return .contradiction(reference, name, pod, manifests)
      }
      let namesakes = pod.index.objects.secrets(named: name)
      guard let namesake = best(of: namesakes, pod) else {
        if pod.index.maker(ofSecret: name, in: pod.namespace) == nil,
          let maker = pod.index.makers(ofSecret: name).first
        {
          return .madeElsewhere(name, by: maker, pod)
        }
        return .missing(reference, name, pod)
      }
      // Many Pods may list a missing Secret that many namespaces have.
      let others = namesakes.prefix(namesakeLimit + 1).count - 1
      return .elsewhere(name, namesake, others: others, pod)
    }.first(Diagnosis.claimLimit)
  }

  /// One with a key for the image, if there is one among the first few; or else the first with credentials.
  static func best(of namesakes: some Collection<Secret>, _ pod: PodContext) -> Secret? {
    let some = namesakes.prefix(namesakeLimit)
    return some.first { secret in pod.neediest.map(secret.holdsCredential) ?? false }
      ?? some.first(where: \.holdsCredentials)
  }

  static let namesakeLimit = 16

  /// The Secret exists, but an Event says that it was missing: it was created later.
  static let secretWasMissing = Rule.image([
    .secretWasMissing:
      "An Event says that the kubelet could not retrieve a Secret, which is there now."
  ]) { context in
    let pod = context.pod
    // A running Pod does not need it any more.
    guard !context.isInUse, !pod.namesSaidToBeMissing.isEmpty else { return [] }
    var seen: Set<ExactText> = []
    return pod.references.lazy.compactMap { reference in
      guard let name = reference.item.name, reference.outcome != .missing,
        pod.namesSaidToBeMissing.contains(ExactText(name)), seen.insert(ExactText(name)).inserted
      else { return nil }
      return Claim(
        .secretWasMissing, .exactly(.worthKnowing), about: nil, [.secret(pod.namespace, name)],
        problem: """
          \(pod.title(ofSecret: name)) exists now, but was missing when the kubelet said \
          FailedToRetrieveImagePullSecret.
          """,
        advice: "Wait for the next try, or delete the Pod so that it is pulled at once.")
    }.first(Diagnosis.claimLimit)
  }
}

extension Claim {
  fileprivate static func missing(
    _ reference: PullResolution.Reference, _ name: String, _ pod: PodContext
  ) -> Claim {
    let isSaid = pod.namesSaidToBeMissing.contains(ExactText(name))
    let title = pod.title(ofSecret: name)
    // All workloads that list the Secret lack the same one.
    func claim(
      _ problem: SafeText, _ advice: (_ list: SafeText) -> SafeText, command: ShellCommand? = nil
    ) -> Claim {
      Claim(
        .secretMissing, .absence, about: .secret(name), [.secret(pod.namespace, name)],
        problem: problem, advice: advice(pod.list(of: reference)), command: command,
        shared: .init(
          problem: problem, advice: advice("the lists that name it"), command: command))
    }
    if let maker = pod.index.maker(ofSecret: name, in: pod.namespace) {
      return claim(
        isSaid
          ? "\(title) does not exist, as the Event FailedToRetrieveImagePullSecret says."
          : "\(title) is not in the input.", { _ in maker.absenceAdvice },
        command: Kubectl(pod.namespace).describe(maker.kind.rawValue, maker.metadata.name))
    }
    guard pod.index.hasSecrets(in: pod.namespace) || isSaid else {
      return claim(
        "\(title) is not in the input, which has no Secrets of this namespace at all.",
        { _ in
          "If it exists, get Secrets too: kubectl get pods,sa,secrets -o json. If not, create it."
        })
    }
    let problem: SafeText =
      isSaid
      ? """
      \(title) does not exist; the kubelet skips it and pulls with what is left, as its Event \
      FailedToRetrieveImagePullSecret says.
      """
      : """
      \(title) is not in the input; if it does not exist, the kubelet skips it and pulls with \
      what is left.
      """
    if reference.listPosition.owner == .pod, pod.isOfEarlierTemplate {
      let names = pod.target.workload?.podSpec.imagePullSecrets.compactMap(\.name) ?? []
      return claim(
        problem,
        { _ in
          """
          The template of \(pod.target.description) no longer lists it, but \
          \(listed(names.map { "\(quoted: $0)" })): the Pod is of an older template, and goes when the \
          Pods of the present one run.
          """
        })
    }
    if let nearest = pod.index.nearestSecretName(to: name, in: pod.namespace) {
      return claim(problem, { "Did you mean \(quoted: nearest)? Change the name in \($0)." })
    }
    if let helpful = pod.helpfulSecret {
      return claim(
        problem,
        {
          """
          \(quoted: helpful.name) has a key for \(word: helpful.registry): name that in \($0), or \
          create the Secret.
          """
        })
    }
    return claim(
      problem, { "Create the Secret, or change the name in \($0)." },
      // Without Secrets in the input, this one may exist, with the right password.
      command: pod.neediest.flatMap {
        Kubectl(pod.namespace).createSecret(name, RegistryLogin(for: $0))
      })
  }

  static func elsewhere(
    _ name: String, _ namesake: Secret, others: Int, _ pod: PodContext
  ) -> Claim {
    let more: SafeText =
      others == 0 ? "" : others < Rule.namesakeLimit ? " and \(others) more" : " and many more"
    let owner = namesake.metadata.ownerReferences.first
    let maker: SafeText =
      owner.map { ", or have \(word: $0.kind) \(word: $0.name) create it there" } ?? ""
    let copier = SecretCopier.ofOriginal(namesake)
    let place: SafeText =
      """
      there is one of that name in namespace \(word: namesake.namespace)\(more), but the kubelet looks \
      only in the Pod's own.
      """
    return Claim(
      .otherNamespace, .absence, about: .secret(name),
      [.secret(pod.namespace, name), .secret(namesake)],
      problem: "\(pod.title(ofSecret: name)) is not in the input; \(place)",
      advice: copier.map { "\($0): add \(word: pod.namespace) to them." as SafeText }
        ?? "Copy the Secret to namespace \(word: pod.namespace)\(maker).",
      // A copy with the owner reference would be garbage-collected.
      command: owner == nil && copier == nil
        ? Kubectl(namesake.namespace).copySecret(name, to: pod.namespace) : nil,
      shared: Finding.Shared(
        problem: "Secret \(word: name) is not in the namespaces of the Pods that list it; \(place)",
        advice: copier.map { "\($0): add the Pods' namespaces to them." as SafeText }
          ?? "Copy the Secret to the namespaces of these Pods\(maker)."))
  }
}

extension Secret {
  /// Whether the Secret has a credential for `image`, if it is listed.
  func holdsCredential(for image: ImageReference) -> Bool {
    guard case .config(let config) = content else { return false }
    var keyring = Keyring()
    keyring.add(config, source: .literal)
    return keyring.credentials(for: image).contains(where: \.hasPassword)
  }
}

// MARK: - Secrets that are not in the manifests

extension Claim {
  /// A listed Secret that is not among the manifests of its namespace. Most are created elsewhere: it is an error only
  /// if a manifest creates one with the name in another namespace, or with a similar name in this one.
  static func contradiction(
    _ reference: PullResolution.Reference, _ name: String, _ pod: PodContext,
    _ manifests: ManifestSurvey
  ) -> Claim? {
    let makers = manifests.makers(ofSecret: name)
    let namesakes = pod.index.objects.secrets(named: name).prefix(Rule.namesakeLimit)
    guard !manifests.mayMake(secret: name),
      makers.allSatisfy({
        manifests.areDifferent($0.metadata.namespace, pod.namespace)
          && SecretCopier.ofOriginal(madeBy: $0) == nil
      }),
      namesakes.allSatisfy({
        // A tool copies it to namespaces that are not in the manifests.
        manifests.areDifferent($0.namespace, pod.namespace) && SecretCopier.ofOriginal($0) == nil
      })
    else { return nil }
    if let namesake = Rule.best(of: namesakes, pod) {
      return .elsewhere(name, namesake, others: namesakes.count - 1, pod)
    }
    if let maker = makers.first { return .madeElsewhere(name, by: maker, pod) }
    return namesakes.isEmpty ? .misnamed(reference, name, pod) : nil
  }

  fileprivate static func madeElsewhere(
    _ name: String, by maker: SecretMaker, _ pod: PodContext
  ) -> Claim {
    Claim(
      .otherNamespace, .absence, about: .secret(name),
      [.secret(pod.namespace, name), .secretMaker(maker)],
      problem: """
        \(pod.title(ofSecret: name)) is not in the input; \(maker.title) creates one of that name in \
        namespace \(word: maker.metadata.namespace), but the kubelet looks only in the Pod's own.
        """,
      advice: maker.isSealedForItsNamespace
        ? """
        Seal it for namespace \(word: pod.namespace) too: what is sealed for one namespace and name is \
        decrypted nowhere else.
        """ : "Create it in namespace \(word: pod.namespace) too.")
  }

  private static func misnamed(
    _ reference: PullResolution.Reference, _ name: String, _ pod: PodContext
  ) -> Claim? {
    let made = pod.index.makers(in: pod.namespace).filter(\.makesPullSecrets).map(\.targetName)
    guard
      let nearest = pod.index.nearestSecretName(to: name, in: pod.namespace)
        ?? NearestName.find(name, in: made)
    else { return nil }
    return Claim(
      .secretMissing, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem: "\(pod.title(ofSecret: name)) is not in the input; there is \(quoted: nearest).",
      advice: "Did you mean \(quoted: nearest)? Change the name in \(pod.list(of: reference)).")
  }
}

extension SecretMaker {
  /// Whether the values are encrypted for the object's own namespace, as they are unless the scope is `cluster-wide`.
  fileprivate var isSealedForItsNamespace: Bool {
    kind == .sealedSecret
      && metadata.annotations["sealedsecrets.bitnami.com/cluster-wide"] != "true"
  }
}
