import ImagePullCredentials

extension KubernetesObjects {
  /// What the kubelet would pull `pod`'s images with.
  ///
  /// - Parameters:
  ///   - pod: a Pod, of these objects or not. For a live one (``Pod/isAdmitted``) `.admission`
  ///     looks at its own list only, since the ServiceAccount's was copied, or was not, when the
  ///     Pod was made.
  ///   - merge: how Pod's and ServiceAccount's lists are put together.
  /// - Returns: the keyring and the decisions that led to it. Takes time in proportion to the lists
  ///   and to the entries of the Secrets that they name.
  public func resolve(_ pod: Pod, merging merge: PullResolution.Merge) -> PullResolution {
    PullResolution(.pod(pod), merging: merge, in: self)
  }

  /// What a kubelet would pull the images of `workload`'s next Pod with.
  ///
  /// - Parameters:
  ///   - workload: a workload, of these objects or not.
  ///   - merge: how the template's and the ServiceAccount's lists are put together.
  /// - Returns: the keyring and the decisions that led to it, as for a Pod that is yet to be made.
  public func resolve(_ workload: Workload, merging merge: PullResolution.Merge) -> PullResolution {
    PullResolution(.workload(workload), merging: merge, in: self)
  }
}

extension KubernetesObjects {
  /// What a kubelet would pull the images of `subject` with: of a Pod, or of a workload's next Pod.
  ///
  /// - Parameters:
  ///   - subject: whose pulls; ``KubernetesObject/subject`` of an object.
  ///   - merge: how the lists of Pod or template and of the ServiceAccount are put together.
  /// - Returns: the keyring and the decisions that led to it.
  public func resolve(
    _ subject: PullResolution.Subject, merging merge: PullResolution.Merge
  ) -> PullResolution {
    PullResolution(subject, merging: merge, in: self)
  }
}

extension PullResolution {
  fileprivate init(_ subject: Subject, merging merge: Merge, in objects: KubernetesObjects) {
    self.subject = subject
    self.merge = merge
    var resolver = Resolver(namespace: subject.metadata.namespace, merge: merge, objects: objects)
    resolver.resolve(subject)
    steps = resolver.steps
    refusal = resolver.refusal
    serviceAccount = resolver.serviceAccount
    hasSecrets = !objects.secrets.isEmpty
    keyring = resolver.refusal == nil ? resolver.keyring : Keyring()
  }
}

/// Takes the decisions of a resolution in order, and records each.
private struct Resolver {
  let namespace: String
  let merge: PullResolution.Merge
  let objects: KubernetesObjects

  var steps: [PullResolution.Step] = []
  var keyring = Keyring()
  var refusal: PullResolution.Refusal?
  var serviceAccount: ServiceAccount?
  private var useCounts: [ExactText: Int] = [:]

  init(namespace: String, merge: PullResolution.Merge, objects: KubernetesObjects) {
    self.namespace = namespace
    self.merge = merge
    self.objects = objects
  }

  mutating func resolve(_ subject: PullResolution.Subject) {
    let spec = subject.podSpec
    steps.append(.podList(count: spec.imagePullSecrets.count))
    let accountName = spec.effectiveServiceAccountName
    let account = objects.serviceAccount(namespace: namespace, name: accountName)
    serviceAccount = account
    let use = use(of: account, for: subject)
    steps.append(.serviceAccount(name: accountName, use))

    resolve(spec.imagePullSecrets, of: .pod)
    if let account, use == .copied || use == .appended {
      resolve(account.imagePullSecrets, of: .serviceAccount(accountName))
    }
  }

  private func use(
    of account: ServiceAccount?, for subject: PullResolution.Subject
  ) -> PullResolution.ServiceAccountUse {
    if merge == .admission {
      if case .pod(let pod) = subject {
        if pod.isStatic { return .staticPod }
        if pod.isAdmitted { return .alreadyAdmitted }
      }
      // Items count, not names: one without a name hides the ServiceAccount's list too.
      guard subject.podSpec.imagePullSecrets.isEmpty else { return .hiddenByPodList }
    }
    guard let account else { return .notFound }
    guard !account.imagePullSecrets.isEmpty else { return .emptyList }
    return merge == .admission ? .copied : .appended
  }

  private mutating func resolve(
    _ list: [PullSecretReference], of owner: CredentialSource.Listing.Owner
  ) {
    for (index, item) in list.enumerated() {
      let listing = CredentialSource.Listing(owner: owner, index: index)
      let outcome = resolve(item, listing)
      steps.append(
        .reference(PullResolution.Reference(listing: listing, item: item, outcome: outcome)))
    }
  }

  /// Source: `getPullSecretsForPod`, pkg/kubelet/kubelet_pods.go, which passes over items without a
  /// name and Secrets that are missing and keeps repeated ones, and then
  /// `secretsToTrackedDockerConfigs`, pkg/credentialprovider/secrets/secrets.go, which stops at the
  /// first error.
  private mutating func resolve(
    _ item: PullSecretReference, _ listing: CredentialSource.Listing
  ) -> PullResolution.Outcome {
    guard let name = item.name else { return .unnamed }
    let limit = merge == .union ? 1 : PullResolution.maximumUseCount
    let count = useCounts[ExactText(name), default: 0]
    guard count < limit else { return .repeated }
    useCounts[ExactText(name)] = count + 1
    guard let secret = objects.secret(namespace: namespace, name: name) else { return .missing }
    guard refusal == nil else { return .notReached }
    switch secret.content {
    case .ignored(let reason):
      return .ignored(reason)
    case .config(let config):
      let source = CredentialSource.secret(
        namespace: namespace, name: name, uid: secret.metadata.uid, listing: listing)
      keyring.add(config, source: source)
      return .read(config)
    case .malformed(let error):
      refusal = PullResolution.Refusal(
        namespace: namespace, secretName: name, listing: listing, error: error)
      return .malformed(error)
    }
  }
}
