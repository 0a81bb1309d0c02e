import ImagePullCredentials
import KubernetesPulls

/// The index of a ``Cluster``, which each change updates.
///
/// Adding an object and removing it again leaves the index unchanged.
struct ClusterIndex: Sendable {
  private(set) var namespaces: [ExactText: Namespace] = [:]
  /// The Pods by their controller, and by the owner that the controller's name suggests: a ReplicaSet may be
  /// absent, or be added later.
  private var podsByOwner: [WorkloadOwner: KeySet<ObjectKey>] = [:]
  /// The workloads by their controller.
  private var workloadsByOwner: [WorkloadOwner: KeySet<WorkloadOwner>] = [:]
  private(set) var eventsBySubject: [ObjectKey: KeySet<ObjectKey>] = [:]
  /// The Events `FailedCreate` of ReplicaSets and Jobs, by the owner that their names suggest.
  private(set) var failedCreationsByOwner: [WorkloadOwner: KeySet<ObjectKey>] = [:]
  /// The objects of all namespaces that create Secrets, by the name of the Secret.
  private(set) var makersByTarget: [ExactText: KeySet<ObjectKey>] = [:]
  /// The registries with images of a repository.
  private(set) var registriesByRepository: [ExactText: KeySet<ExactText>] = [:]
  /// The number of containers of Pods and workloads with an image name (registry and repository).
  private var imageCounts: [ExactText: Int] = [:]

  /// The index of one namespace.
  struct Namespace: Sendable {
    /// The entries of all Secrets that the kubelet can read.
    var keyring = Keyring()
    var secretCount = 0
    var serviceAccountCount = 0
    /// The names of the Secrets that are intended for credentials.
    var credentialSecrets = KeySet<ExactText>()
    /// The names of the ServiceAccounts that list a Secret, by the Secret's name.
    var accountsListing: [ExactText: KeySet<ExactText>] = [:]
    /// The number of Pods and workloads that list a Secret, by its name.
    var listingCounts: [ExactText: Int] = [:]
    /// The Secret makers, and the same by the name of the Secret.
    var makers = KeySet<ObjectKey>()
    var makersByTarget: [ExactText: KeySet<ObjectKey>] = [:]

    var isEmpty: Bool {
      secretCount == 0 && serviceAccountCount == 0 && listingCounts.isEmpty && makers.isEmpty
    }
  }

  /// The Pods that may be the workload's, including those of workloads that it controls.
  func podCandidates(of owner: WorkloadOwner) -> [ObjectKey] {
    var pods = KeySet<ObjectKey>()
    let owners = [owner] + (workloadsByOwner[owner]?.elements ?? [])
    for owner in owners {
      for pod in podsByOwner[owner]?.elements ?? [] { pods.insert(pod) }
    }
    return pods.elements
  }
}

// MARK: - Changes

extension ClusterIndex {
  /// Adds `object` with its `key`.
  mutating func add(_ object: KubernetesObject, _ key: ObjectKey) { change(object, key, by: 1) }

  /// Replaces `old` with `object`.
  mutating func replace(_ old: KubernetesObject, with object: KubernetesObject, _ key: ObjectKey) {
    // Most watch events about a Pod are a new status, which is not indexed.
    if let one = old.pod, let other = object.pod, one.isIndexed(like: other) { return }
    remove(old, key)
    add(object, key)
  }

  /// Removes `object`.
  mutating func remove(_ object: KubernetesObject, _ key: ObjectKey) {
    change(object, key, by: -1)
    if namespaces[key.namespace]?.isEmpty == true { namespaces[key.namespace] = nil }
  }

  /// Adds or removes: `step` is 1 or -1.
  private mutating func change(_ object: KubernetesObject, _ key: ObjectKey, by step: Int) {
    switch object.content {
    case .secret(let secret):
      namespaces[key.namespace, default: Namespace()].change(secret, by: step)
    case .serviceAccount(let account):
      namespaces[key.namespace, default: Namespace()].change(account, by: step)
    case .secretMaker(let maker):
      namespaces[key.namespace, default: Namespace()].change(maker, key, by: step)
      for name in maker.targetNames { makersByTarget.change(ExactText(name), key, by: step) }
    case .workload(let workload):
      namespaces[key.namespace, default: Namespace()].change(workload.podSpec, by: step)
      change(workload.podSpec.images, by: step)
      guard let controller = workload.metadata.controller else { return }
      workloadsByOwner.change(
        WorkloadOwner(controller, in: workload.namespace), WorkloadOwner(workload), by: step)
    case .pod(let pod):
      namespaces[key.namespace, default: Namespace()].change(pod.spec, by: step)
      change(pod.spec.images, by: step)
      guard let controller = pod.metadata.controller else { return }
      let direct = WorkloadOwner(controller, in: pod.namespace)
      podsByOwner.change(direct, key, by: step)
      // Without objects, only the name counts.
      if let told = WorkloadOwner(of: pod, in: KubernetesObjects()), told != direct {
        podsByOwner.change(told, key, by: step)
      }
    case .event(let event):
      let subject = event.involvedObject
      eventsBySubject.change(
        ObjectKey(kind: subject.kind, namespace: subject.namespace, name: subject.name), key,
        by: step)
      if event.reason == "FailedCreate", let owner = WorkloadOwner(toldBy: subject) {
        failedCreationsByOwner.change(owner, key, by: step)
      }
    case .node: break
    }
  }

  private mutating func change(_ containers: [ContainerImage], by step: Int) {
    for container in containers {
      guard let image = try? ImageReference(container.image) else { continue }
      let name = ExactText(image.name)
      let count = imageCounts[name, default: 0] + step
      imageCounts[name] = count > 0 ? count : nil
      // The first one with the name was added, or the last one removed.
      guard count == max(0, step) else { continue }
      registriesByRepository.change(
        ExactText(image.repository), ExactText(image.registry), by: step)
    }
  }
}

extension Pod {
  /// Whether both, which are in the same namespace, have the same index entries.
  fileprivate func isIndexed(like other: Pod) -> Bool {
    spec.images.elementsEqual(other.spec.images) { $0.image.hasSameBytes(as: $1.image) }
      && spec.imagePullSecrets.elementsEqual(other.spec.imagePullSecrets) { one, other in
        one.name.map(ExactText.init) == other.name.map(ExactText.init)
      }
      && metadata.controller == other.metadata.controller
      && metadata.labels == other.metadata.labels
  }
}

extension ClusterIndex.Namespace {
  fileprivate mutating func change(_ secret: Secret, by step: Int) {
    secretCount += step
    let source = CredentialSource.secret(namespace: secret.namespace, name: secret.name)
    if step > 0 {
      if case .config(let config) = secret.content { keyring.add(config, source: source) }
      if secret.holdsCredentials { credentialSecrets.insert(ExactText(secret.name)) }
    } else {
      keyring.remove(source)
      credentialSecrets.remove(ExactText(secret.name))
    }
  }

  fileprivate mutating func change(_ account: ServiceAccount, by step: Int) {
    serviceAccountCount += step
    let accountName = ExactText(account.name)
    for name in account.imagePullSecrets.compactMap(\.name) {
      accountsListing.change(ExactText(name), accountName, by: step)
    }
  }

  fileprivate mutating func change(_ spec: PodSpec, by step: Int) {
    for name in spec.imagePullSecrets.compactMap(\.name) {
      let count = listingCounts[ExactText(name), default: 0] + step
      listingCounts[ExactText(name)] = count > 0 ? count : nil
    }
  }

  fileprivate mutating func change(_ maker: SecretMaker, _ key: ObjectKey, by step: Int) {
    for name in maker.targetNames { makersByTarget.change(ExactText(name), key, by: step) }
    if step > 0 {
      makers.insert(key)
    } else {
      makers.remove(key)
    }
  }
}

extension Dictionary {
  /// Adds `element` to the set of `key`, or removes it: `step` is 1 or -1. No set is left empty.
  fileprivate mutating func change<Element>(_ key: Key, _ element: Element, by step: Int)
  where Value == KeySet<Element> {
    if step > 0 {
      self[key, default: KeySet()].insert(element)
    } else if let index = index(forKey: key) {
      values[index].remove(element)
      if values[index].isEmpty { remove(at: index) }
    }
  }
}
