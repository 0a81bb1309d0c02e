public import ImagePullCredentials

/// The credentials for a Pod's pulls, and every decision that leads to them.
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
/// Created by ``KubernetesObjects/resolve(_:merging:)-(Pod,_)``. Keeps only the objects that it uses.
public struct PullResolution: Sendable {
  /// The Pod or workload.
  public let subject: Subject
  /// How the lists of Pod and ServiceAccount are merged.
  public let merge: Merge
  /// How the ServiceAccount's list is used.
  public let serviceAccountUse: ServiceAccountUse
  /// The items of the lists that count, in order, and the outcome of each.
  public private(set) var references: [Reference] = []
  /// The credentials of the Secrets that were read, in the order of the lists; empty after a
  /// ``refusal``.
  public private(set) var keyring = Keyring()
  /// Why every pull of the Pod fails; nil if pulls are possible.
  public private(set) var refusal: Refusal?
  /// The ServiceAccount that the Pod runs as, if it is among the objects.
  public let serviceAccount: ServiceAccount?
  /// Whether there is any Secret among the objects; if there is none, a missing one means little.
  public let hasSecrets: Bool

  /// The most often that a repeatedly listed Secret is read: 16 times.
  ///
  /// The kubelet reads it each time, and tries the same credentials again, without effect. Without a limit, a long list
  /// with one large Secret would take the product of their lengths in time and memory.
  public static let maximumUseCount = 16

  /// How the lists `imagePullSecrets` of a Pod and of its ServiceAccount are merged. Complete: clusters use one way,
  /// client libraries the other.
  public enum Merge: String, Sendable, Hashable, CaseIterable {
    /// As in a cluster: when a Pod with an empty list is created, the ServiceAccount's list is copied.
    ///
    /// Nothing is copied later, and nothing to a list with an item. Source: `Admit`,
    /// plugin/pkg/admission/serviceaccount/admission.go.
    case admission
    /// The Pod's list, then the ServiceAccount's, each Secret only at its first place, as in client libraries that read
    /// both. No kubelet does this.
    case union
  }

  /// The subject of a resolution. Complete: only Pods pull images, and workloads have templates of Pods.
  public enum Subject: Sendable, Hashable {
    /// A Pod.
    case pod(Pod)
    /// The Pods that a workload creates from its template.
    case workload(Workload)
  }

  /// A malformed Secret, because of which every pull of a Pod fails, even of public images.
  ///
  /// Source: `PullImage` fails when `MakeDockerKeyring` does, pkg/kubelet/images/image_manager.go.
  public struct Refusal: Sendable, Hashable {
    /// The Secret's namespace, which is the Pod's.
    public let namespace: String
    /// The Secret's name.
    public let secretName: String
    /// Which list names the Secret, and where in it.
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

  /// The credentials for an image, in the order in which the kubelet tries them. Empty after a ``refusal``: then the
  /// image is not pulled.
  ///
  /// - Parameter image: an image, of the Pod or not.
  /// - Returns: the credentials, as ``Keyring/credentials(for:)`` finds them.
  public func credentials(for image: ImageReference) -> Keyring.Matches {
    keyring.credentials(for: image)
  }

  /// How each key of the Secrets that were read matches an image: which are tried, in which order, and why others are
  /// not.
  ///
  /// - Parameter image: an image, of the Pod or not.
  /// - Returns: the results of ``Keyring/matchResults(for:)``, without those of a repeated Secret. Empty after a
  ///   ``refusal``.
  /// - Complexity: O(entries · log lists).
  public func matchResults(for image: ImageReference) -> [MatchResult] {
    let part = matchListing.first(.max, for: image)
    return part.tried + part.others
  }

  /// The same for several images, limited to what is shown.
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
  /// Resolves the credentials for `pod`'s images.
  ///
  /// - Parameters:
  ///   - pod: a Pod, of these objects or not. For a live one (``Pod/isAdmitted``), `.admission` reads only its own
  ///     list, since admission copied the ServiceAccount's list, or not, when the Pod was created.
  ///   - merge: how the lists of Pod and ServiceAccount are merged.
  /// - Returns: the keyring and the decisions that led to it. Takes time proportional to the lists and to the entries
  ///   of their Secrets.
  public func resolve(_ pod: Pod, merging merge: PullResolution.Merge) -> PullResolution {
    PullResolution(.pod(pod), merging: merge, in: self)
  }

  /// Resolves the credentials for the images of `workload`'s next Pod.
  ///
  /// - Parameters:
  ///   - workload: a workload, of these objects or not.
  ///   - merge: how the lists of template and ServiceAccount are merged.
  /// - Returns: the keyring and the decisions that led to it, as for a Pod that is not created yet.
  public func resolve(_ workload: Workload, merging merge: PullResolution.Merge) -> PullResolution {
    PullResolution(.workload(workload), merging: merge, in: self)
  }
}

extension KubernetesObjects {
  /// Resolves the credentials for the images of `subject`: a Pod, or a workload's next Pod.
  ///
  /// - Parameters:
  ///   - subject: the Pod or workload; ``KubernetesObject/subject`` of an object.
  ///   - merge: how the lists of Pod or template and of the ServiceAccount are merged.
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

  /// Processes a list in order, and records the outcome of each item.
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

  /// Source: `getPullSecretsForPod`, pkg/kubelet/kubelet_pods.go, which skips items without a name and missing Secrets
  /// and keeps repeated ones, and then `secretsToTrackedDockerConfigs`, pkg/credentialprovider/secrets/secrets.go,
  /// which stops at the first error.
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

  /// How often the lists name each Secret.
  private struct UseCounts {
    /// Nil if the lists are short enough to scan.
    private var counts: [ExactText: Int]?

    init(itemCount: Int) { counts = itemCount > 8 ? [:] : nil }

    /// How often `name` occurs, this time included, after those in `references`.
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
  /// Why admission copies nothing to `pod`, or to a Pod of a workload, with the list `list`, for any ServiceAccount.
  private static func reasonToCopyNothing(
    to pod: Pod?, with list: [PullSecretReference]
  ) -> ServiceAccountUse? {
    if let pod {
      if pod.isStatic { return .staticPod }
      if pod.isAdmitted { return .alreadyAdmitted }
    }
    // Items count, not names: an item without a name also hides the ServiceAccount's list.
    return list.isEmpty ? nil : .hiddenByPodList
  }
}
