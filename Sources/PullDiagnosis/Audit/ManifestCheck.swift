// Findings about manifests before they are applied.

import ImagePullCredentials
public import KubernetesPulls

/// The pulls that will fail after manifests are applied, as far as the manifests show.
///
/// The objects are those of a repository, not of a cluster: a missing Secret or ServiceAccount may still exist, so
/// its absence is not a finding. Contradictions are: a list that names a Secret which a manifest creates in another
/// namespace, an ExternalSecret whose type the kubelet ignores, a workload without a pull secret while others have
/// one for the same registry.
///
/// ```swift
/// let objects = try KubernetesObjects(json: manifests)
/// for result in ManifestCheck(objects).results(at: now) {
///   print(result.object, result.finding.code, result.finding.problem)
/// }
/// ```
public struct ManifestCheck: Sendable {
  private let objects: KubernetesObjects
  private let unknowns: Unknowns

  /// What a repository leaves open; no finding depends on it.
  public struct Unknowns: Sendable, Hashable {
    /// The placeholder for an unknown namespace, in objects whose manifests name none; nil if all namespaces are
    /// known.
    public var assumedNamespace: String?
    /// The names of Secrets whose namespaces or values are not in the manifests.
    public var secretNames: Set<String> = []
    /// The Pods, workloads and ServiceAccounts to whose `imagePullSecrets` unread content may add items.
    package var extendedObjects: Set<ObjectReference> = []
    /// The names of images, without tag and digest, that are replaced by others.
    package var replacedImages: Set<String> = []

    /// Creates a value with nothing left open.
    public init() {}

    /// Whether the finding depends on something that is not in the manifests.
    fileprivate func leaveOpen(_ finding: Finding, of resolution: PullResolution) -> Bool {
      guard Self.codesOfAbsence.contains(finding.code) else { return false }
      if finding.code == .secretNotListed, resolution.listsUnknownSecret { return true }
      return mayExtendLists(of: resolution)
        || !finding.images.isEmpty && finding.images.allSatisfy { isReplaced($0) }
    }

    /// The findings about lists with too few items for the Pod's images.
    private static let codesOfAbsence: Set<Finding.Code> = [
      .noPullSecret, .secretNotListed, .defaultServiceAccountTrap, .serviceAccountSecretsNotMerged,
      .noMatchingKey, .registryMismatch, .serviceAccountSecretUnused,
    ]

    private func mayExtendLists(of resolution: PullResolution) -> Bool {
      let subject = resolution.subject
      let account = ObjectReference(
        kind: "ServiceAccount", namespace: resolution.namespace,
        name: subject.podSpec.effectiveServiceAccountName)
      return extendedObjects.contains(subject.reference) || extendedObjects.contains(account)
    }

    private func isReplaced(_ image: String) -> Bool {
      let text = image.utf8.prefix { $0 != UInt8(ascii: "@") }
      let path = text.lastIndex(of: UInt8(ascii: "/")) ?? text.startIndex
      let end = text[path...].lastIndex(of: UInt8(ascii: ":")) ?? text.endIndex
      return replacedImages.contains { $0.utf8.elementsEqual(text[..<end]) }
    }
  }

  /// Creates a check of `objects`.
  ///
  /// - Parameters:
  ///   - objects: the objects of the manifests.
  ///   - unknowns: what the manifests leave open.
  public init(_ objects: KubernetesObjects, unknowns: Unknowns = Unknowns()) {
    self.objects = objects
    self.unknowns = unknowns
  }

  /// A finding, and the field to change.
  public struct Result: Sendable {
    /// The finding.
    public fileprivate(set) var finding: Finding
    /// The object whose manifest has to change.
    public let object: ObjectReference
    /// The path of the field in the object; empty for the object itself.
    package let field: [FieldLocator.Step]
  }

  /// The findings about all Pods and workloads, each once, in the order of the objects; then those about
  /// ServiceAccounts that no Pod uses.
  ///
  /// - Parameter now: the present time; tokens that end before are expired.
  /// - Returns: The findings; empty for manifests without contradictions.
  /// - Complexity: O(size of the objects), and the findings.
  public func results(at now: Timestamp) -> [Result] {
    let resolutions =
      objects.workloads.map { objects.resolve($0, merging: .admission) }
      + objects.pods.map { objects.resolve($0, merging: .admission) }
    let index = Cluster(objects)
    let survey = ManifestSurvey(resolutions, in: objects, unknowns)
    let facts = ClusterFacts()
    var positions: [Key: Int] = [:]
    var results: [Result] = []
    for resolution in resolutions {
      let pod = PodContext(resolution, index: index, now: now, manifests: survey, facts: facts)
      for finding in Diagnosis.findings(in: pod) where !unknowns.leaveOpen(finding, of: resolution)
      {
        let place = Place(of: finding, in: resolution, objects)
        if let position = positions[Key(finding, at: place)] {
          let severity = max(results[position].finding.severity, finding.severity)
          results[position].finding.severity = severity
          continue
        }
        positions[Key(finding, at: place)] = results.count
        results.append(Result(finding: finding, object: place.object, field: place.field))
      }
    }
    for account in objects.serviceAccounts {
      for claim in Claim.malformed(in: account, index) {
        let finding = Finding(claim)
        let place = Place(account, FieldLocator.Step.steps(ofPath: finding.field ?? ""))
        let key = Key(finding, at: place)
        guard positions[key] == nil else { continue }
        positions[key] = results.count
        results.append(Result(finding: finding, object: place.object, field: place.field))
      }
    }
    return results
  }

  /// The key by which findings of several workloads are merged.
  private struct Key: Hashable {
    let code: Finding.Code
    let problem: SafeText
    let advice: SafeText
    /// Each place to change is a finding, so that a new one counts beside an accepted one.
    let place: Place

    init(_ finding: Finding, at place: Place) {
      self.place = place
      (code, problem, advice) = (finding.code, finding.problemText, finding.adviceText)
    }
  }
}

/// The field that a finding is about.
private struct Place: Hashable {
  let object: ObjectReference
  let field: [FieldLocator.Step]

  /// The first affected object that exists; for a missing Secret, the item of the list that names it.
  init(of finding: Finding, in resolution: PullResolution, _ objects: KubernetesObjects) {
    if let field = finding.field, let object = finding.objects.first {
      self.init(
        ObjectReference(kind: object.kind, namespace: object.namespace ?? "", name: object.name),
        FieldLocator.Step.steps(ofPath: field))
      return
    }
    if let place = Place(ofListFor: finding, in: resolution) {
      self = place
      return
    }
    for object in finding.objects {
      if let place = Place(object, of: finding.code, in: resolution, objects) {
        self = place
        return
      }
    }
    self.init(resolution.subject.reference, [])
  }

  private init(_ object: ObjectReference, _ field: [FieldLocator.Step]) {
    self.object = object
    self.field = field
  }

  /// A field of a ServiceAccount.
  init(_ account: ServiceAccount, _ field: [FieldLocator.Step]) {
    self.init(
      ObjectReference(
        kind: "ServiceAccount", namespace: account.namespace, name: account.name), field)
  }

  /// The list to which a Secret is added or from which it is removed, or the name of the ServiceAccount with the
  /// list; nil if the finding is about something else.
  private init?(ofListFor finding: Finding, in resolution: PullResolution) {
    let subject = resolution.subject
    let list = FieldLocator.Step.member("imagePullSecrets")
    switch finding.code {
    case .defaultServiceAccountTrap:
      let own = subject.podSpec.effectiveServiceAccountName
      if let account = resolution.serviceAccount,
        finding.objects.first?.kind == "ServiceAccount",
        finding.objects.first?.name.hasSameBytes(as: own) == true
      {
        self.init(account, [list])
      } else {
        self.init(subject.reference, subject.podSpecField + [.member("serviceAccountName")])
      }
    case .secretNotListed where subject.podSpec.imagePullSecrets.isEmpty:
      // A list in the Pod would hide the ServiceAccount's.
      guard let account = resolution.serviceAccount, !account.imagePullSecrets.isEmpty else {
        fallthrough
      }
      self.init(account, [list])
    case .serviceAccountSecretsNotMerged, .secretNotListed:
      self.init(subject.reference, subject.podSpecField + [list])
    case .serviceAccountSecretUnused:
      guard let account = resolution.serviceAccount,
        let secret = finding.objects.first(where: { $0.kind == "Secret" }),
        let index = account.imagePullSecrets.firstIndex(where: {
          $0.name?.hasSameBytes(as: secret.name) == true
        })
      else { return nil }
      self.init(account, [list, .element(index), .member("name")])
    default: return nil
    }
  }

  private init?(
    _ object: Finding.Object, of code: Finding.Code, in resolution: PullResolution,
    _ objects: KubernetesObjects
  ) {
    let namespace = object.namespace ?? ""
    let reference = ObjectReference(kind: object.kind, namespace: namespace, name: object.name)
    if let field = object.field {
      self.init(reference, FieldLocator.Step.steps(ofPath: field))
    } else if object.kind == "Secret" {
      guard let secret = objects.secret(namespace: namespace, name: object.name) else {
        self.init(itemNaming: object.name, in: resolution)
        return
      }
      self.init(reference, secret.fieldOfDocument)
    } else if let container = object.container {
      self.init(resolution.subject.reference, resolution.subject.field(ofContainer: container))
    } else if object.kind == "ServiceAccount" {
      guard objects.serviceAccount(namespace: namespace, name: object.name) != nil else {
        return nil
      }
      self.init(reference, [.member("imagePullSecrets")])
    } else {
      self.init(reference, SecretMaker.Kind(rawValue: object.kind).field(of: code))
    }
  }

  /// The item of the Pod's or the ServiceAccount's list that names the Secret; nil if none does.
  private init?(itemNaming name: String, in resolution: PullResolution) {
    let reference = resolution.references.first { $0.item.name?.hasSameBytes(as: name) == true }
    guard let reference else {
      return nil
    }
    let item: [FieldLocator.Step] = [
      .member("imagePullSecrets"), .element(reference.listPosition.index), .member("name"),
    ]
    switch reference.listPosition.owner {
    case .pod:
      self.init(resolution.subject.reference, resolution.subject.podSpecField + item)
    case .serviceAccount(let account):
      self.init(
        ObjectReference(kind: "ServiceAccount", namespace: resolution.namespace, name: account),
        item)
    }
  }
}

extension PullResolution {
  /// Whether a Secret is listed that no manifest shows, and that may be the right one.
  fileprivate var listsUnknownSecret: Bool {
    references.contains { $0.outcome == .missing && $0.item.name != nil }
  }
}

extension PullResolution.Subject {
  fileprivate var reference: ObjectReference {
    ObjectReference(kind: kindName, namespace: metadata.namespace, name: metadata.name)
  }

  fileprivate var podSpecField: [FieldLocator.Step] {
    switch self {
    case .pod: [.member("spec")]
    case .workload(let workload): workload.kind.podSpecPath.map { .member($0) }
    }
  }

  /// The image of the container, or of the image volume, of this name.
  fileprivate func field(ofContainer name: String) -> [FieldLocator.Step] {
    let list =
      switch podSpec.images.first(where: { $0.name.hasSameBytes(as: name) })?.role {
      case .initContainer: "initContainers"
      case .ephemeralContainer: "ephemeralContainers"
      case .imageVolume: "volumes"
      case .container, nil: "containers"
      }
    return podSpecField + [.member(list), .named(name), .member("image")]
  }
}

extension Secret {
  /// The field that contains, or should contain, the credential document.
  fileprivate var fieldOfDocument: [FieldLocator.Step] {
    guard let format = PullSecretFormat(type: type) else { return [.member("type")] }
    return [.member("data"), .member(format.key)]
  }
}

extension SecretMaker.Kind {
  /// The field that a finding is about.
  fileprivate func field(of code: Finding.Code) -> [FieldLocator.Step] {
    switch (self, code) {
    case (.externalSecret, .externalSecretRefresh): [.member("spec"), .member("refreshInterval")]
    case (_, .externalSecretType): FieldLocator.Step.steps(ofPath: typePath)
    case (.externalSecret, _): [.member("spec"), .member("target"), .member("name")]
    default: []
    }
  }
}

// MARK: - Comparing manifests

/// Compares the manifests of a repository.
///
/// Most Secrets are not in a repository, so absence is not a finding. A difference between similar manifests is
/// worth a remark.
struct ManifestSurvey {
  /// The first workload of each namespace that pulls from a registry with a pull secret.
  private var sources: [Place: Source] = [:]
  /// The Secrets of a ServiceAccount's list that match no image of its Pods. Pods with their own list have another
  /// rule.
  private var unusedSecrets: [Account: [String]] = [:]
  /// The objects that create Secrets, by the Secrets' names, in the order of the manifests.
  private var makers: [ExactText: [SecretMaker]] = [:]
  private let unknowns: ManifestCheck.Unknowns

  /// A registry in a namespace.
  private struct Place: Hashable {
    let namespace: ExactText
    let registry: ExactText

    init(_ image: ImageReference, in namespace: String) {
      self.namespace = ExactText(namespace)
      registry = ExactText(image.registry)
    }
  }

  private struct Account: Hashable {
    let namespace: ExactText
    let name: ExactText

    init(_ account: ServiceAccount) {
      namespace = ExactText(account.namespace)
      name = ExactText(account.name)
    }
  }

  /// A workload that lists a Secret, itself or through its ServiceAccount.
  struct Source {
    let subject: PullResolution.Subject
    let secretName: String
  }

  /// A survey of the resolutions of all manifests. O(their images and lists).
  init(
    _ resolutions: [PullResolution], in objects: KubernetesObjects,
    _ unknowns: ManifestCheck.Unknowns
  ) {
    self.unknowns = unknowns
    for maker in objects.secretMakers {
      makers[ExactText(maker.targetName), default: []].append(maker)
    }
    var images: [Account: [ImageReference]] = [:]
    for resolution in resolutions {
      let references = resolution.images.compactMap { try? ImageReference($0.image) }
      if let name = resolution.references.lazy.compactMap(\.item.name).first {
        for image in references {
          let place = Place(image, in: resolution.namespace)
          if sources[place] == nil {
            sources[place] = Source(subject: resolution.subject, secretName: name)
          }
        }
      }
      if let account = resolution.serviceAccount {
        images[Account(account), default: []] += references
      }
    }
    for account in objects.serviceAccounts {
      let key = Account(account)
      guard let images = images[key] else { continue }
      unusedSecrets[key] = AccountSecrets(
        of: account, limit: Diagnosis.claimLimit, in: objects
      ).unused(by: Set(images))
    }
  }

  /// Another workload of the namespace that pulls from the image's registry, and its Secret.
  func source(for image: ImageReference, in namespace: String) -> Source? {
    sources[Place(image, in: namespace)]
  }

  /// Whether a Secret may exist that is not in the manifests.
  func mayMake(secret name: String) -> Bool { unknowns.secretNames.contains(name) }

  /// Whether two namespaces are known to be different.
  func areDifferent(_ one: String, _ other: String) -> Bool {
    let assumed = unknowns.assumedNamespace
    return !one.hasSameBytes(as: other) && assumed?.hasSameBytes(as: one) != true
      && assumed?.hasSameBytes(as: other) != true
  }

  /// The objects that create the Secret `name`, in any namespace.
  func makers(ofSecret name: String) -> [SecretMaker] { makers[ExactText(name)] ?? [] }

  /// The Secrets of the ServiceAccount's list that none of its Pods can use.
  func unusedSecrets(of account: ServiceAccount) -> [String] {
    unusedSecrets[Account(account)] ?? []
  }
}
