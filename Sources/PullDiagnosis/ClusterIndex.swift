import ImagePullCredentials
import KubernetesPulls

/// What a ``Cluster`` looks up in its objects, kept current by each change.
///
/// Adding an object and removing it again leave the index as it was.
struct ClusterIndex: Sendable {
  private(set) var namespaces: [ExactText: Namespace] = [:]
  /// The Pods under what controls them, and under what the controller's name tells of its own: a ReplicaSet may be
  /// absent, or come later.
  private var podsByOwner: [WorkloadOwner: KeySet<ObjectKey>] = [:]
  /// The workloads under what controls them.
  private var workloadsByOwner: [WorkloadOwner: KeySet<WorkloadOwner>] = [:]
  private(set) var eventsBySubject: [ObjectKey: KeySet<ObjectKey>] = [:]
  /// The Events `FailedCreate` of a ReplicaSet or Job, under what its name tells of its own controller.
  private(set) var failedCreationsByOwner: [WorkloadOwner: KeySet<ObjectKey>] = [:]
  /// What makes Secrets, by the name of the Secret, in all namespaces.
  private(set) var makersByTarget: [ExactText: KeySet<ObjectKey>] = [:]
  /// The registries that images of a repository are at.
  private(set) var registriesByRepository: [ExactText: KeySet<ExactText>] = [:]
  /// How many containers of Pods and workloads have an image of a name, which is a registry and a repository.
  private var imageCounts: [ExactText: Int] = [:]

  /// What there is in one namespace.
  struct Namespace: Sendable {
    /// The entries of all Secrets that the kubelet can read.
    var keyring = Keyring()
    var secretCount = 0
    var serviceAccountCount = 0
    /// The names of the Secrets that are meant to hold credentials.
    var credentialSecrets = KeySet<ExactText>()
    /// The names of the ServiceAccounts that list a Secret, by the Secret's name.
    var accountsListing: [ExactText: KeySet<ExactText>] = [:]
    /// How many Pods and workloads list a Secret, by its name.
    var listingCounts: [ExactText: Int] = [:]
    /// What makes Secrets, and the same by the name of the Secret.
    var makers = KeySet<ObjectKey>()
    var makersByTarget: [ExactText: KeySet<ObjectKey>] = [:]

    var isEmpty: Bool {
      secretCount == 0 && serviceAccountCount == 0 && listingCounts.isEmpty && makers.isEmpty
    }
  }

  /// The Pods of which some are the workload's: those of what it controls too.
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
  /// Takes `object` in, which is filed under `key`.
  mutating func add(_ object: KubernetesObject, _ key: ObjectKey) { change(object, key, by: 1) }

  /// Takes `object` in, in the place of `old`.
  mutating func replace(_ old: KubernetesObject, with object: KubernetesObject, _ key: ObjectKey) {
    // Most of what a watch says of a Pod is a new status, which is not indexed.
    if let one = old.pod, let other = object.pod, one.isIndexed(like: other) { return }
    remove(old, key)
    add(object, key)
  }

  /// Takes `object` out again.
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
      makersByTarget.change(ExactText(maker.targetName), key, by: step)
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
      // Without objects the name alone tells.
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
      // The first of the name has come, or the last has gone.
      guard count == max(0, step) else { continue }
      registriesByRepository.change(
        ExactText(image.repository), ExactText(image.registry), by: step)
    }
  }
}

extension Pod {
  /// Whether the index has the same of both, which are of one namespace.
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
    makersByTarget.change(ExactText(maker.targetName), key, by: step)
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
