import ImagePullCredentials
public import KubernetesPulls

/// The objects of a cluster, with an index for diagnosis: which Secrets of a namespace match an image, who lists a
/// Secret, which Pods a workload has, what Events say.
///
/// Each change updates the index, so the verdict after a watch event costs only what the event affects, however
/// large the cluster is:
///
/// ```swift
/// var cluster = Cluster(objects)
/// for event in watch {
///   cluster.apply(event)
///   guard let pod = event.object?.pod else { continue }
///   let findings = cluster.resolve(pod, merging: .admission).diagnose(at: now, in: cluster)
/// }
/// ```
///
/// A copy takes constant time; the first change after it takes time proportional to the objects, since it
/// duplicates them. Descriptions, dumps and mirrors show no secret.
public struct Cluster: Sendable {
  /// The objects.
  public private(set) var objects: KubernetesObjects
  private var index: SharedStorage<ClusterIndex>

  /// Creates a cluster of `objects`. O(total size of the objects).
  ///
  /// - Parameter objects: the initial objects.
  public init(_ objects: KubernetesObjects = KubernetesObjects()) {
    self.objects = KubernetesObjects()
    index = SharedStorage(ClusterIndex())
    merge(objects)
  }

  /// Adds an object. O(1), for a Secret O(its registry keys).
  ///
  /// - Parameter object: the object. It replaces the one of its kind, namespace and name.
  /// - Returns: the object that it replaces, nil if there was none of its kind, namespace and name.
  @discardableResult
  public mutating func insert(_ object: KubernetesObject) -> KubernetesObject? {
    let (key, replaced) = objects.file(object)
    SharedStorage.change(&index) { index in
      guard let replaced else { return index.add(object, key) }
      index.replace(replaced, with: object, key)
    }
    return replaced
  }

  /// Removes the object of that kind, namespace and name. O(1), for a Secret O(its registry keys).
  ///
  /// - Parameters:
  ///   - kind: such as `.secret`, or `.init(.statefulSet)`.
  ///   - namespace: its namespace; empty for a node.
  ///   - name: its name.
  /// - Returns: the object, nil if there was none.
  @discardableResult
  public mutating func remove(
    _ kind: KubernetesObject.Kind, namespace: String, name: String
  ) -> KubernetesObject? {
    guard let removed = objects.remove(kind, namespace: namespace, name: name) else { return nil }
    let key = removed.key
    SharedStorage.change(&index) { $0.remove(removed, key) }
    return removed
  }

  /// Applies a change of the cluster, as by ``KubernetesObjects/apply(_:)``.
  ///
  /// - Parameter event: a line of a watch.
  /// - Returns: the previous object; nil if there was none.
  @discardableResult
  public mutating func apply(_ event: WatchEvent) -> KubernetesObject? {
    guard let object = event.object else { return nil }
    switch event.type {
    case .added, .modified: return insert(object)
    case .deleted: return remove(object.kind, namespace: object.namespace, name: object.name)
    default: return nil
    }
  }

  /// Adds all of `objects`. O(their total size).
  ///
  /// - Parameter objects: the objects; each replaces the one of its kind, namespace and name.
  public mutating func merge(_ objects: KubernetesObjects) {
    for secret in objects.secrets { insert(KubernetesObject(secret)) }
    for account in objects.serviceAccounts { insert(KubernetesObject(account)) }
    for workload in objects.workloads { insert(KubernetesObject(workload)) }
    for pod in objects.pods { insert(KubernetesObject(pod)) }
    for event in objects.events { insert(KubernetesObject(event)) }
    for maker in objects.secretMakers { insert(KubernetesObject(maker)) }
    for node in objects.nodes { insert(KubernetesObject(node)) }
  }

  /// Resolves the credentials for the images of `subject`. See ``KubernetesObjects/resolve(_:merging:)-(Pod,_)``.
  ///
  /// - Parameters:
  ///   - subject: the Pod or workload.
  ///   - merge: how the lists of Pod or template and of the ServiceAccount are merged.
  /// - Returns: the keyring and the decisions that led to it.
  public func resolve(
    _ subject: PullResolution.Subject, merging merge: PullResolution.Merge
  ) -> PullResolution {
    objects.resolve(subject, merging: merge)
  }

  /// Resolves the credentials for `pod`'s images.
  ///
  /// - Parameters:
  ///   - pod: the Pod.
  ///   - merge: how the lists of Pod and ServiceAccount are merged.
  /// - Returns: the keyring and the decisions that led to it.
  public func resolve(_ pod: Pod, merging merge: PullResolution.Merge) -> PullResolution {
    objects.resolve(.pod(pod), merging: merge)
  }
}

extension Cluster: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The number of objects of each kind that affects pulls.
  public var description: String { "Cluster of \(objects)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The objects, Secrets redacted.
  public var customMirror: Mirror {
    Mirror(self, children: ["objects": objects], displayStyle: .struct)
  }
}

// MARK: - Look-up

extension Cluster {
  /// The names of the Secrets of `namespace` with a credential for `image`, listed or not; at most
  /// ``candidateLimit``.
  func secretNames(for image: ImageReference, in namespace: String) -> [String] {
    guard let keyring = self[namespace]?.keyring else { return [] }
    var names: [String] = []
    var seen: Set<ExactText> = []
    for credential in keyring.credentials(for: image).prefix(Self.candidateLimit)
    where credential.hasPassword {
      if case .secret(_, let name, _, _) = credential.source,
        seen.insert(ExactText(name)).inserted
      {
        names.append(name)
      }
    }
    return names
  }

  /// The names of the ServiceAccounts of `namespace` that list the Secret `name`.
  func serviceAccounts(listing name: String, in namespace: String) -> [String] {
    self[namespace]?.accountsListing[ExactText(name)]?.elements.map(\.text) ?? []
  }

  /// Whether the ServiceAccount `account` of `namespace` lists the Secret `name`.
  func serviceAccount(_ account: String, lists name: String, in namespace: String) -> Bool {
    self[namespace]?.accountsListing[ExactText(name)]?.contains(ExactText(account)) ?? false
  }

  /// Whether a Pod, a workload or a ServiceAccount of `namespace` lists the Secret `name`.
  func isListed(_ name: String, in namespace: String) -> Bool {
    guard let namespace = self[namespace] else { return false }
    let name = ExactText(name)
    return namespace.listingCounts[name] != nil || namespace.accountsListing[name] != nil
  }

  /// Whether there is any ServiceAccount of `namespace`; if there is none, a missing one means nothing.
  func hasServiceAccounts(in namespace: String) -> Bool {
    (self[namespace]?.serviceAccountCount ?? 0) > 0
  }

  /// Whether there is any Secret of `namespace`.
  func hasSecrets(in namespace: String) -> Bool { (self[namespace]?.secretCount ?? 0) > 0 }

  /// The name in `namespace` that is most similar to `name`, of the first ``candidateLimit`` Secrets with
  /// credentials; nil if none is similar.
  func nearestSecretName(to name: String, in namespace: String) -> String? {
    let names = self[namespace]?.credentialSecrets.elements.prefix(Self.candidateLimit) ?? []
    return NearestName.find(
      name, in: names.lazy.map(\.text), limit: max(1, min(name.utf8.count / 3, Self.changeLimit)))
  }

  /// The ExternalSecret or SealedSecret that creates the Secret `name`.
  func maker(ofSecret name: String, in namespace: String) -> SecretMaker? {
    self[namespace]?.makersByTarget[ExactText(name)]?.elements.last.flatMap {
      objects.secretMaker($0)?.making(name)
    }
  }

  /// The first Secret makers of `namespace`, at most ``candidateLimit``.
  func makers(in namespace: String) -> [SecretMaker] {
    (self[namespace]?.makers.elements.prefix(Self.candidateLimit) ?? [])
      .compactMap { objects.secretMaker($0) }
  }

  /// The objects of all namespaces that create a Secret `name`, ``candidateLimit`` at most.
  func makers(ofSecret name: String) -> [SecretMaker] {
    (index.value.makersByTarget[ExactText(name)]?.elements.prefix(Self.candidateLimit) ?? [])
      .compactMap { objects.secretMaker($0)?.making(name) }
  }

  /// The ExternalSecret that creates the Secret `name`.
  func externalSecret(making name: String, in namespace: String) -> SecretMaker? {
    maker(ofSecret: name, in: namespace).flatMap { $0.kind == .externalSecret ? $0 : nil }
  }

  /// A registry other than the image's with images of the same repository; the first in byte order.
  func registry(besidesThatOf image: ImageReference) -> String? {
    let registries = index.value.registriesByRepository[ExactText(image.repository)]?.elements ?? []
    return registries.prefix(Self.candidateLimit).lazy.map(\.text)
      .filter { !$0.hasSameBytes(as: image.registry) }.min { $0.precedes($1) }
  }

  /// The first Pods of a workload, at most `limit`.
  func pods(of workload: Workload, limit: Int = 16) -> [Pod] {
    let owner = WorkloadOwner(workload)
    var pods: [Pod] = []
    for key in index.value.podCandidates(of: owner) {
      guard pods.count < limit else { break }
      // A ReplicaSet that was added later may have a different owner than its name suggests. A Job controls its
      // Pods, although a CronJob owns them.
      guard let pod = objects.pod(key), let controller = pod.metadata.controller,
        WorkloadOwner(controller, in: pod.namespace) == owner
          || WorkloadOwner(of: pod, in: objects) == owner
      else { continue }
      pods.append(pod)
    }
    return pods
  }

  /// The Events about a Pod.
  func events(about pod: Pod) -> [Event] {
    events(aboutKind: "Pod", pod.metadata)
  }

  /// The Events about the object of that kind, such as `FailedCreate` of a ReplicaSet.
  func events(aboutKind kind: String, _ metadata: ObjectMetadata) -> [Event] {
    let subject = ObjectKey(kind: kind, namespace: metadata.namespace, name: metadata.name)
    return (index.value.eventsBySubject[subject]?.elements ?? [])
      .compactMap { objects.event($0) }.filter { event in
        // An Event about an earlier object with the same name does not count.
        event.involvedObject.uid == nil || metadata.uid == nil
          || event.involvedObject.uid == metadata.uid
      }
  }

  /// The Events `FailedCreate` of the ReplicaSets of a Deployment, or of the Jobs of a CronJob.
  func failedCreations(under workload: Workload) -> [Event] {
    let owner = WorkloadOwner(workload)
    return (index.value.failedCreationsByOwner[owner]?.elements.prefix(Self.candidateLimit) ?? [])
      .compactMap { objects.event($0) }.filter { event in
        let maker = event.involvedObject
        // The object itself, if it is present, has its owner; the name only suggests it.
        guard let kind = Workload.Kind(rawValue: maker.kind),
          let known = objects.workload(kind, namespace: maker.namespace, name: maker.name)
        else { return true }
        return known.metadata.controller.map { WorkloadOwner($0, in: known.namespace) } == owner
          && (maker.uid == nil || known.metadata.uid == nil || maker.uid == known.metadata.uid)
      }
  }

  private subscript(namespace: String) -> ClusterIndex.Namespace? {
    index.value.namespaces[ExactText(namespace)]
  }

  /// The number of Secrets that are checked for a suggestion. Without a limit, many Pods with a missing Secret in
  /// a namespace with many Secrets would take quadratic time.
  static let candidateLimit = 256
  /// The most changes between similar names: more are not a typo.
  static let changeLimit = 8
}

extension Secret {
  /// Whether the Secret is intended for registry credentials, even if the kubelet ignores it.
  var holdsCredentials: Bool {
    switch content {
    case .config, .malformed, .ignored(.emptyValue), .ignored(.missingKey), .ignored(.masked): true
    case .ignored(.wrongType(_, let credentialKey)): credentialKey != nil
    }
  }
}
