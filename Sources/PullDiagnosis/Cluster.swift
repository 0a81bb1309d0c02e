import ImagePullCredentials
public import KubernetesPulls

/// The objects of a cluster, and what diagnosis needs to know of them beyond what resolution does: which Secret of a
/// namespace would match, who lists a Secret, which Pods a workload has, what Events say.
///
/// All of that is kept current by each change, so that the verdict after one event of a watch costs what the event
/// touches, however large the cluster is:
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
/// A copy takes constant time; the first change after it takes time in proportion to the objects, since both exist
/// then. Descriptions, dumps and mirrors show no secret.
public struct Cluster: Sendable {
  /// The objects.
  public private(set) var objects: KubernetesObjects
  private var index: SharedStorage<ClusterIndex>

  /// A cluster of `objects`. O(total size of the objects).
  ///
  /// - Parameter objects: the objects to begin with.
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

  /// Does to the objects what happened to the cluster's, as ``KubernetesObjects/apply(_:)`` does.
  ///
  /// - Parameter event: a line of a watch.
  /// - Returns: the object as it was before, nil if there was none.
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

  /// What a kubelet would pull the images of `subject` with. See ``KubernetesObjects/resolve(_:merging:)-(Pod,_)``.
  ///
  /// - Parameters:
  ///   - subject: whose pulls.
  ///   - merge: how the lists of Pod or template and of the ServiceAccount are put together.
  /// - Returns: the keyring and the decisions that led to it.
  public func resolve(
    _ subject: PullResolution.Subject, merging merge: PullResolution.Merge
  ) -> PullResolution {
    objects.resolve(subject, merging: merge)
  }

  /// What the kubelet would pull `pod`'s images with.
  ///
  /// - Parameters:
  ///   - pod: the Pod.
  ///   - merge: how the lists of Pod and ServiceAccount are put together.
  /// - Returns: the keyring and the decisions that led to it.
  public func resolve(_ pod: Pod, merging merge: PullResolution.Merge) -> PullResolution {
    objects.resolve(.pod(pod), merging: merge)
  }
}

extension Cluster: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How many objects there are of each kind that pulls are decided by.
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
  /// The names of the Secrets of `namespace` that hold a credential for `image`, listed or not, at
  /// most ``candidateLimit`` of them.
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

  /// Whether any ServiceAccount of `namespace` was given; if none was, a missing one says nothing.
  func hasServiceAccounts(in namespace: String) -> Bool {
    (self[namespace]?.serviceAccountCount ?? 0) > 0
  }

  /// Whether any Secret of `namespace` was given.
  func hasSecrets(in namespace: String) -> Bool { (self[namespace]?.secretCount ?? 0) > 0 }

  /// The name in `namespace` that is most like `name`, of the first ``candidateLimit`` Secrets that
  /// hold credentials; nil if none is alike.
  func nearestSecretName(to name: String, in namespace: String) -> String? {
    let names = self[namespace]?.credentialSecrets.elements.prefix(Self.candidateLimit) ?? []
    return NearestName.find(
      name, in: names.lazy.map(\.text), limit: max(1, min(name.utf8.count / 3, Self.changeLimit)))
  }

  /// What makes the Secret `name`: an ExternalSecret or a SealedSecret.
  func maker(ofSecret name: String, in namespace: String) -> SecretMaker? {
    self[namespace]?.makersByTarget[ExactText(name)]?.elements.last.flatMap {
      objects.secretMaker($0)
    }
  }

  /// The first makers of Secrets of `namespace`, ``candidateLimit`` at most.
  func makers(in namespace: String) -> [SecretMaker] {
    (self[namespace]?.makers.elements.prefix(Self.candidateLimit) ?? [])
      .compactMap { objects.secretMaker($0) }
  }

  /// The first makers of Secrets called `name`, of all namespaces.
  func makers(ofSecret name: String) -> [SecretMaker] {
    (index.value.makersByTarget[ExactText(name)]?.elements.prefix(Self.candidateLimit) ?? [])
      .compactMap { objects.secretMaker($0) }
  }

  /// The ExternalSecret that makes the Secret `name`.
  func externalSecret(making name: String, in namespace: String) -> SecretMaker? {
    maker(ofSecret: name, in: namespace).flatMap { $0.kind == .externalSecret ? $0 : nil }
  }

  /// Another registry than the image's, where images of the same repository are; the first by its bytes.
  func registry(besidesThatOf image: ImageReference) -> String? {
    let registries = index.value.registriesByRepository[ExactText(image.repository)]?.elements ?? []
    return registries.prefix(Self.candidateLimit).lazy.map(\.text)
      .filter { !$0.hasSameBytes(as: image.registry) }.min { $0.precedes($1) }
  }

  /// The first Pods that a workload made, `limit` at most.
  func pods(of workload: Workload, limit: Int = 16) -> [Pod] {
    let owner = WorkloadOwner(workload)
    var pods: [Pod] = []
    for key in index.value.podCandidates(of: owner) {
      guard pods.count < limit else { break }
      // A ReplicaSet that came later may tell another owner than its name did. A Job is between its Pods and a CronJob.
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
        // An Event of an earlier object of the same name is none of this one's.
        event.involvedObject.uid == nil || metadata.uid == nil
          || event.involvedObject.uid == metadata.uid
      }
  }

  /// The Events `FailedCreate` of what a workload controls and makes its Pods by: the ReplicaSets of a Deployment, the
  /// Jobs of a CronJob.
  func failedCreations(under workload: Workload) -> [Event] {
    let owner = WorkloadOwner(workload)
    return (index.value.failedCreationsByOwner[owner]?.elements.prefix(Self.candidateLimit) ?? [])
      .compactMap { objects.event($0) }.filter { event in
        let maker = event.involvedObject
        // The maker itself, where it is there, tells its owner better than its name does.
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

  /// How many Secrets are looked at for a suggestion. Without a bound, many Pods that miss a Secret
  /// in a namespace of many would take quadratic time.
  static let candidateLimit = 256
  /// How many changes make a name another one: more are no slip of the fingers.
  static let changeLimit = 8
}

extension Secret {
  /// Whether the Secret is meant to hold registry credentials, whatever the kubelet makes of it.
  var holdsCredentials: Bool {
    switch content {
    case .config, .malformed, .ignored(.emptyValue), .ignored(.missingKey), .ignored(.masked): true
    case .ignored(.wrongType(_, let credentialKey)): credentialKey != nil
    }
  }
}
