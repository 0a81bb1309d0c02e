import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// A ServiceAccount's list has a Secret that is for no image of its Pods.
  static let unusedAccountSecret = Rule.pod([
    .serviceAccountSecretUnused:
      "A ServiceAccount lists a Secret that has a key for no image of the Pods that run as it."
  ]) { pod in
    guard let account = pod.resolution.serviceAccount, let manifests = pod.manifests else {
      return []
    }
    return manifests.unusedSecrets(of: account).map { name in
      Claim(
        .serviceAccountSecretUnused, .exactly(.worthKnowing), about: nil,
        [.serviceAccount(account.namespace, account.name), .secret(account.namespace, name)],
        problem: """
          ServiceAccount \(word: account.namespace)/\(word: account.name) lists \
          \(quoted: name), which has no key for an image of the Pods that run as it.
          """,
        advice: "Take it off the list, or add a key for the registry that is meant.")
    }
  }
}

// MARK: - Secrets that are not in the manifests

extension Claim {
  /// A listed Secret that is not among the manifests of its namespace. Most are made by somebody else: it is wrong only
  /// if a manifest makes one of that name in another namespace, or one of nearly that name in this one.
  static func contradiction(
    _ reference: PullResolution.Reference, _ name: String, _ pod: PodContext,
    _ manifests: ManifestSurvey
  ) -> Claim? {
    let makers = manifests.makers(ofSecret: name)
    let namesakes = pod.index.objects.secrets(named: name).prefix(Rule.namesakeLimit)
    guard !manifests.mayMake(secret: name),
      makers.allSatisfy({ manifests.areDifferent($0.metadata.namespace, pod.namespace) }),
      namesakes.allSatisfy({
        // A copier brings it to namespaces that are not in the manifests.
        manifests.areDifferent($0.namespace, pod.namespace) && $0.copier == nil
      })
    else { return nil }
    if let namesake = Rule.best(of: namesakes, pod) {
      return .elsewhere(name, namesake, others: namesakes.count - 1, pod)
    }
    if let maker = makers.first { return .madeElsewhere(name, by: maker, pod) }
    return namesakes.isEmpty ? .misnamed(reference, name, pod) : nil
  }

  private static func madeElsewhere(
    _ name: String, by maker: SecretMaker, _ pod: PodContext
  ) -> Claim {
    let title: SafeText =
      "\(maker.kind) \(word: maker.metadata.namespace)/\(word: maker.metadata.name)"
    return Claim(
      .otherNamespace, .absence, about: .secret(name), [.secret(pod.namespace, name)],
      problem: """
        \(pod.title(ofSecret: name)) is not in the input; \(title) makes one of that name in \
        namespace \(word: maker.metadata.namespace), but the kubelet looks only in the Pod's own.
        """,
      advice:
        "Add \(maker.kind == .sealedSecret ? "a" : "an") \(maker.kind) to namespace \(word: pod.namespace)."
    )
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
