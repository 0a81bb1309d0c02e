// What manifests that are yet to be applied tell of their pulls.

import ImagePullCredentials
public import KubernetesPulls

/// What will fail to pull once manifests are applied, as far as they tell.
///
/// The objects are those of a repository, not of a cluster: a Secret or ServiceAccount that is not among them may
/// still exist, so nothing is concluded from its absence. What contradicts itself is found: a list that
/// names a Secret which another namespace's manifest makes, an ExternalSecret whose type the kubelet
/// ignores, a workload without a pull secret whose neighbours have one for the same registry.
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

  /// What a repository leaves open, so that nothing is concluded from it.
  public struct Unknowns: Sendable, Hashable {
    /// The namespace that stands for an unknown one, in objects whose manifests name none; nil if all
    /// namespaces are right.
    public var assumedNamespace: String?
    /// The names of Secrets that something makes in namespaces, or with values, that are not in the
    /// manifests.
    public var secretNames: Set<String> = []
    /// The Pods, workloads and ServiceAccounts to whose lists something that is not read adds items.
    package var extendedObjects: Set<ObjectReference> = []
    /// The names of images, without tag and digest, for which others are put in.
    package var replacedImages: Set<String> = []

    /// Nothing is left open.
    public init() {}

    /// Whether what is not in the manifests decides if the finding is true.
    fileprivate func leaveOpen(_ finding: Finding, of resolution: PullResolution) -> Bool {
      guard Self.codesOfAbsence.contains(finding.code) else { return false }
      return mayExtendLists(of: resolution)
        || !finding.images.isEmpty && finding.images.allSatisfy { isReplaced($0) }
    }

    /// What is found where a list has too few items for the Pod's images.
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

  /// A check of `objects`.
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
    /// What was found.
    public fileprivate(set) var finding: Finding
    /// The object whose manifest is to be changed.
    public let object: ObjectReference
    /// The way to the field in the object; empty for the object itself.
    package let field: [FieldLocator.Step]
  }

  /// The findings about all Pods and workloads, each once, in the order of the objects; then those about
  /// ServiceAccounts that no Pod tells.
  ///
  /// - Parameter now: the present time; a token that ends before has expired.
  /// - Returns: The findings, none for manifests in which nothing contradicts itself.
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
        if let position = positions[Key(finding)] {
          let severity = max(results[position].finding.severity, finding.severity)
          results[position].finding.severity = severity
          continue
        }
        positions[Key(finding)] = results.count
        let place = Place(of: finding, in: resolution, objects)
        results.append(Result(finding: finding, object: place.object, field: place.field))
      }
    }
    for account in objects.serviceAccounts {
      for claim in Claim.malformed(in: account, index) {
        let finding = Finding(claim)
        guard positions.updateValue(results.count, forKey: Key(finding)) == nil else { continue }
        let place = Place(account, FieldLocator.Step.steps(ofPath: finding.field ?? ""))
        results.append(Result(finding: finding, object: place.object, field: place.field))
      }
    }
    return results
  }

  /// What makes findings of several workloads one.
  private struct Key: Hashable {
    let code: Finding.Code
    let problem: SafeText
    let advice: SafeText

    init(_ finding: Finding) {
      (code, problem, advice) = (finding.code, finding.problemText, finding.adviceText)
    }
  }
}

/// Where the field is that a finding asks to change.
private struct Place {
  let object: ObjectReference
  let field: [FieldLocator.Step]

  /// The first object concerned that is there; for a Secret that is not, the item of the list that
  /// names it.
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

  /// The list that a Secret is to be added to or taken off, or the name of the ServiceAccount that has it; nil if the
  /// finding is about something else.
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
      // A list of the Pod's own would hide the ServiceAccount's.
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
  /// The field that holds, or should hold, the credential document.
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

// MARK: - What manifests say to each other

/// What the manifests of a repository say to each other.
///
/// Most Secrets are not in a repository, so nothing is concluded from what is absent. What one manifest
/// does and its neighbours do not is worth a word.
struct ManifestSurvey {
  /// Who pulls from a registry with a pull secret, the first of each namespace.
  private var sources: [Place: Source] = [:]
  /// The Secrets of a ServiceAccount's list that are for no image of those who run as it. Who has a list of their
  /// own is told so by another rule.
  private var unusedSecrets: [Account: [String]] = [:]
  /// What makes Secrets, by their names, in the order of the manifests.
  private var makers: [ExactText: [SecretMaker]] = [:]
  private let unknowns: ManifestCheck.Unknowns

  /// A registry as a namespace's workloads see it.
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

  /// A survey of the resolutions of all that is in the manifests. O(their images and lists).
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

  /// Who else in the namespace pulls from the image's registry, and with which Secret.
  func source(for image: ImageReference, in namespace: String) -> Source? {
    sources[Place(image, in: namespace)]
  }

  /// Whether a Secret may be made that is not in the manifests.
  func mayMake(secret name: String) -> Bool { unknowns.secretNames.contains(name) }

  /// Whether it is known that two namespaces are not the same.
  func areDifferent(_ one: String, _ other: String) -> Bool {
    let assumed = unknowns.assumedNamespace
    return !one.hasSameBytes(as: other) && assumed?.hasSameBytes(as: one) != true
      && assumed?.hasSameBytes(as: other) != true
  }

  /// What makes the Secret `name`, in any namespace.
  func makers(ofSecret name: String) -> [SecretMaker] { makers[ExactText(name)] ?? [] }

  /// The Secrets of the ServiceAccount's list that no Pod of it can use.
  func unusedSecrets(of account: ServiceAccount) -> [String] {
    unusedSecrets[Account(account)] ?? []
  }
}
