public import ImagePullCredentials

/// Which credentials a Pod's pulls would be given, and every decision that led to them.
///
/// ```swift
/// let resolution = objects.resolve(pod, merging: .admission)
/// for container in resolution.images {
///   let image = try ImageReference(container.image)
///   for credential in resolution.credentials(for: image) { … }
/// }
/// for step in resolution.steps { print(step) }
/// ```
///
/// Made by ``KubernetesObjects/resolve(_:merging:)-(Pod,_)``. Keeps what it used, and not all objects.
public struct PullResolution: Sendable {
  /// Whose pulls these are.
  public let subject: Subject
  /// How the lists of Pod and ServiceAccount were put together.
  public let merge: Merge
  /// What the ServiceAccount's list is used for.
  public let serviceAccountUse: ServiceAccountUse
  /// The items of the lists that count, in order, and what became of each.
  public private(set) var references: [Reference] = []
  /// The credentials of the Secrets that were read, in the order of the lists; empty after a
  /// ``refusal``.
  public private(set) var keyring = Keyring()
  /// Why the kubelet refuses every pull of the Pod; nil if it does not.
  public private(set) var refusal: Refusal?
  /// The ServiceAccount that the Pod runs as, if it is among the objects.
  public let serviceAccount: ServiceAccount?
  /// Whether there was any Secret among the objects; if there was none, a missing one says little.
  public let hasSecrets: Bool

  /// How often a Secret that is listed again and again is read: 16 times.
  ///
  /// The kubelet reads it each time, and then tries the same credentials once more, in vain. Without
  /// a bound a long list of one large Secret would take the product of their lengths in time and
  /// memory.
  public static let maximumUseCount = 16

  /// How the lists `imagePullSecrets` of a Pod and of its ServiceAccount are put together. Complete: a cluster does the
  /// one, client libraries do the other.
  public enum Merge: String, Sendable, Hashable, CaseIterable {
    /// What a cluster does: when a Pod is made, and its list is empty, the ServiceAccount's list is
    /// copied.
    ///
    /// Nothing is copied later, and nothing to a list that has an item. Source: `Admit`,
    /// plugin/pkg/admission/serviceaccount/admission.go.
    case admission
    /// The Pod's list, then the ServiceAccount's, each Secret at its first place only, as client
    /// libraries do that read both. No kubelet does this.
    case union
  }

  /// Whose pulls are resolved. Complete: what pulls is a Pod, or has a template of one.
  public enum Subject: Sendable, Hashable {
    /// A Pod.
    case pod(Pod)
    /// The Pods that a workload makes from its template.
    case workload(Workload)
  }

  /// A malformed Secret that makes the kubelet refuse every pull of a Pod, those of public images
  /// too.
  ///
  /// Source: `PullImage` fails when `MakeDockerKeyring` does, pkg/kubelet/images/image_manager.go.
  public struct Refusal: Sendable, Hashable {
    /// The Secret's namespace, which is the Pod's.
    public let namespace: String
    /// The Secret's name.
    public let secretName: String
    /// Which list names the Secret, and at which place.
    public let listPosition: CredentialSource.ListPosition
    /// Why the Secret's document cannot be decoded.
    public let error: DockerConfig.DecodingError
  }

  /// The namespace in which the names of Secrets are looked up.
  public var namespace: String {
    switch subject {
    case .pod(let pod): pod.metadata.namespace
    case .workload(let workload): workload.metadata.namespace
    }
  }

  /// The images that are pulled.
  public var images: [ContainerImage] {
    switch subject {
    case .pod(let pod): pod.spec.images
    case .workload(let workload): workload.podSpec.images
    }
  }

  /// The credentials for an image, in the order in which the kubelet tries them. None after a
  /// ``refusal``: the image is then not pulled at all.
  ///
  /// - Parameter image: an image, of the Pod or not.
  /// - Returns: the credentials, as ``Keyring/credentials(for:)`` finds them.
  public func credentials(for image: ImageReference) -> Keyring.Matches {
    keyring.credentials(for: image)
  }

  /// How each key of the Secrets that were read matches an image: what is tried, at which place, what not and why.
  ///
  /// - Parameter image: an image, of the Pod or not.
  /// - Returns: the results of ``Keyring/matchResults(for:)``, those of a Secret that is listed again left out. None
  ///   after a ``refusal``.
  /// - Complexity: O(entries · log lists).
  public func matchResults(for image: ImageReference) -> [MatchResult] {
    let part = matchListing.first(.max, for: image)
    return part.tried + part.others
  }

  /// The same for several images, as far as somebody reads.
  package var matchListing: MatchListing {
    var firstPositions: [ExactText: CredentialSource.ListPosition] = [:]
    for reference in references {
      guard let name = reference.item.name.map(ExactText.init) else { continue }
      firstPositions[name] = firstPositions[name] ?? reference.listPosition
    }
    return MatchListing(keyring) { [firstPositions] credential in
      guard case .secret(_, let name, _, let position) = credential.source else { return true }
      return firstPositions[ExactText(name)] == position
    }
  }
}

extension PullResolution.Subject {
  /// Namespace and name.
  public var metadata: ObjectMetadata {
    switch self {
    case .pod(let pod): pod.metadata
    case .workload(let workload): workload.metadata
    }
  }

  /// The Pod's spec, or that of the template.
  public var podSpec: PodSpec {
    switch self {
    case .pod(let pod): pod.spec
    case .workload(let workload): workload.podSpec
    }
  }
}

extension PullResolution.Subject: CustomStringConvertible {
  /// Such as `Deployment payments/api`.
  public var description: String { safeText.text }
}

extension PullResolution.Subject: SafelyDescribed {
  package var safeText: SafeText {
    let title: SafeText = "\(name: metadata.namespace)/\(name: metadata.name)"
    return switch self {
    case .pod: "Pod \(title)"
    case .workload(let workload): "\(word: workload.kind.rawValue) \(title)"
    }
  }
}

extension PullResolution: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The subject and the number of decisions.
  public var description: String { "PullResolution(\(subject), \(references.count + 2) steps)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Subject and decisions; no secrets.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "subject": subject, "merge": merge, "steps": steps, "refusal": refusal as Any,
      ], displayStyle: .struct)
  }
}

// MARK: - Resolving

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
    let (namespace, list, name, pod): (String, [PullSecretReference], String, Pod?) =
      switch subject {
      case .pod(let pod):
        (
          pod.metadata.namespace, pod.spec.imagePullSecrets, pod.spec.effectiveServiceAccountName,
          pod
        )
      case .workload(let workload):
        (
          workload.metadata.namespace, workload.podSpec.imagePullSecrets,
          workload.podSpec.effectiveServiceAccountName, nil
        )
      }
    let account = objects.serviceAccount(namespace: namespace, name: name)
    let accountList = account?.imagePullSecrets ?? []
    let use: ServiceAccountUse =
      if merge == .admission, let reason = Self.reasonToCopyNothing(to: pod, with: list) {
        reason
      } else if account == nil {
        .notFound
      } else if accountList.isEmpty {
        .emptyList
      } else {
        merge == .admission ? .copied : .appended
      }
    self.subject = subject
    self.merge = merge
    serviceAccount = account
    serviceAccountUse = use
    hasSecrets = objects.hasSecrets

    let isListUsed = use == .copied || use == .appended
    let itemCount = list.count + (isListUsed ? accountList.count : 0)
    references.reserveCapacity(itemCount)
    var uses = UseCounts(itemCount: itemCount)
    read(list, of: .pod, in: objects, counting: &uses)
    if isListUsed { read(accountList, of: .serviceAccount(name), in: objects, counting: &uses) }
    if refusal != nil { keyring = Keyring() }
  }

  /// Goes through a list in order, and records what becomes of each item.
  private mutating func read(
    _ list: [PullSecretReference], of owner: CredentialSource.ListPosition.Owner,
    in objects: KubernetesObjects, counting uses: inout UseCounts
  ) {
    for index in list.indices {
      let position = CredentialSource.ListPosition(owner: owner, index: index)
      let outcome = read(list[index], at: position, in: objects, counting: &uses)
      references.append(Reference(listPosition: position, item: list[index], outcome: outcome))
    }
  }

  /// Source: `getPullSecretsForPod`, pkg/kubelet/kubelet_pods.go, which passes over items without a
  /// name and Secrets that are missing and keeps repeated ones, and then
  /// `secretsToTrackedDockerConfigs`, pkg/credentialprovider/secrets/secrets.go, which stops at the
  /// first error.
  private mutating func read(
    _ item: PullSecretReference, at position: CredentialSource.ListPosition,
    in objects: KubernetesObjects, counting uses: inout UseCounts
  ) -> Outcome {
    guard let name = item.name else { return .unnamed }
    guard uses.count(name, in: references) <= (merge == .union ? 1 : Self.maximumUseCount) else {
      return .repeated
    }
    guard let secret = objects.secret(namespace: namespace, name: name) else { return .missing }
    guard refusal == nil else { return .notReached }
    switch secret.content {
    case .ignored(let reason):
      return .ignored(reason)
    case .config(let config):
      let source = CredentialSource.secret(
        namespace: namespace, name: name, uid: secret.metadata.uid, listPosition: position)
      keyring.add(config, source: source)
      return .read(config)
    case .malformed(let error):
      refusal = Refusal(
        namespace: namespace, secretName: name, listPosition: position, error: error)
      return .malformed(error)
    }
  }

  /// How often the lists have named each Secret.
  private struct UseCounts {
    /// Nil where the lists are short enough to be gone through.
    private var counts: [ExactText: Int]?

    init(itemCount: Int) { counts = itemCount > 8 ? [:] : nil }

    /// How often `name` has been there with this time, after those in `references`.
    mutating func count(_ name: String, in references: [Reference]) -> Int {
      guard counts == nil else {
        counts?[ExactText(name), default: 0] += 1
        return counts?[ExactText(name)] ?? 1
      }
      return 1 + references.count { $0.item.name?.hasSameBytes(as: name) ?? false }
    }
  }
}

extension PullResolution {
  /// Why admission copies nothing to `pod`, or to a Pod of a workload, whose list is `list`, whatever the ServiceAccount
  /// has.
  private static func reasonToCopyNothing(
    to pod: Pod?, with list: [PullSecretReference]
  ) -> ServiceAccountUse? {
    if let pod {
      if pod.isStatic { return .staticPod }
      if pod.isAdmitted { return .alreadyAdmitted }
    }
    // Items count, not names: one without a name hides the ServiceAccount's list too.
    return list.isEmpty ? nil : .hiddenByPodList
  }
}
