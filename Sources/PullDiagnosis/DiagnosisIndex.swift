public import ImagePullCredentials

/// What diagnosis looks up in objects besides what resolution does: which Secret of a namespace
/// would match, who lists a Secret, which Pods a workload has.
///
/// ``PullResolution/diagnose(at:)`` makes one for each call. To diagnose many Pods of the same
/// objects, make it once: that takes time in proportion to the objects.
///
/// ```swift
/// let index = DiagnosisIndex(objects)
/// for pod in objects.pods {
///   findings += objects.resolve(pod, merging: .admission).diagnose(at: now, using: index)
/// }
/// ```
public struct DiagnosisIndex: Sendable {
  let objects: KubernetesObjects
  private var namespaces: [String: Namespace] = [:]
  private var podPositions: [WorkloadOwner: [Int]] = [:]
  private var eventPositions: [EventSubject: [Int]] = [:]

  /// What there is in one namespace.
  private struct Namespace {
    /// The entries of all Secrets that the kubelet can read.
    var keyring = Keyring()
    /// The names of the Secrets that hold credentials, in the order of the objects.
    var credentialSecretNames: [String] = []
    /// The names of the ServiceAccounts that list a Secret, each once, by the Secret's name.
    var listingAccounts: [String: [String]] = [:]
    /// The same pairs, to look up.
    var accountListings: Set<AccountListing> = []
    /// The names that Pods and workloads list.
    var namesListedByPods: Set<String> = []
    var hasServiceAccounts = false
    var hasSecrets = false
    /// The positions of the makers, by the name of the Secret that they make.
    var makers: [String: Int] = [:]
    /// The same in the order of the objects, ``DiagnosisIndex/candidateLimit`` at most.
    var firstMakers: [Int] = []
  }

  /// What Events are about.
  private struct EventSubject: Hashable {
    let kind: String
    let namespace: String
    let name: String

    init(kind: String, namespace: String, name: String) {
      (self.kind, self.namespace, self.name) = (kind, namespace, name)
    }

    init(_ object: ObjectReference) {
      self.init(kind: object.kind, namespace: object.namespace, name: object.name)
    }
  }

  /// A ServiceAccount and a Secret that it lists.
  private struct AccountListing: Hashable {
    let account: String
    let secret: String
  }

  /// An index of `objects`. O(total size of the objects).
  public init(_ objects: KubernetesObjects) {
    self.objects = objects
    for secret in objects.secrets { add(secret) }
    for account in objects.serviceAccounts { add(account) }
    for workload in objects.workloads { add(workload.podSpec, in: workload.namespace) }
    for (position, pod) in objects.pods.enumerated() {
      add(pod.spec, in: pod.namespace)
      if let owner = WorkloadOwner(of: pod, in: objects) {
        podPositions[owner, default: []].append(position)
      }
    }
    for (position, event) in objects.events.enumerated() {
      eventPositions[EventSubject(event.involvedObject), default: []].append(position)
    }
    for (position, maker) in objects.secretMakers.enumerated() {
      add(maker, at: position)
    }
  }

  private mutating func add(_ secret: Secret) {
    var namespace = namespaces.removeValue(forKey: secret.namespace) ?? Namespace()
    namespace.hasSecrets = true
    if case .config(let config) = secret.content {
      namespace.keyring.add(
        config, source: .secret(namespace: secret.namespace, name: secret.name))
    }
    if secret.holdsCredentials { namespace.credentialSecretNames.append(secret.name) }
    namespaces[secret.namespace] = namespace
  }

  private mutating func add(_ account: ServiceAccount) {
    var namespace = namespaces.removeValue(forKey: account.namespace) ?? Namespace()
    namespace.hasServiceAccounts = true
    for name in account.imagePullSecrets.compactMap(\.name)
    where namespace.accountListings.insert(.init(account: account.name, secret: name)).inserted {
      namespace.listingAccounts[name, default: []].append(account.name)
    }
    namespaces[account.namespace] = namespace
  }

  private mutating func add(_ maker: SecretMaker, at position: Int) {
    var namespace = namespaces.removeValue(forKey: maker.metadata.namespace) ?? Namespace()
    namespace.makers[maker.targetName] = position
    if namespace.firstMakers.count < Self.candidateLimit { namespace.firstMakers.append(position) }
    namespaces[maker.metadata.namespace] = namespace
  }

  private mutating func add(_ spec: PodSpec, in namespace: String) {
    for name in spec.imagePullSecrets.compactMap(\.name) {
      namespaces[namespace, default: Namespace()].namesListedByPods.insert(name)
    }
  }
}

// MARK: - Look-up

extension DiagnosisIndex {
  /// The names of the Secrets of `namespace` that hold a credential for `image`, listed or not, at
  /// most ``candidateLimit`` of them.
  func secretNames(for image: ImageReference, in namespace: String) -> [String] {
    var names: [String] = []
    guard let keyring = namespaces[namespace]?.keyring else { return names }
    for credential in keyring.credentials(for: image).prefix(Self.candidateLimit)
    where credential.hasPassword {
      if case .secret(_, let name, _, _) = credential.source, !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  /// The names of the ServiceAccounts of `namespace` that list the Secret `name`.
  func serviceAccounts(listing name: String, in namespace: String) -> [String] {
    namespaces[namespace]?.listingAccounts[name] ?? []
  }

  /// Whether the ServiceAccount `account` of `namespace` lists the Secret `name`.
  func serviceAccount(_ account: String, lists name: String, in namespace: String) -> Bool {
    namespaces[namespace]?.accountListings.contains(.init(account: account, secret: name)) ?? false
  }

  /// Whether a Pod, a workload or a ServiceAccount of `namespace` lists the Secret `name`.
  func isListed(_ name: String, in namespace: String) -> Bool {
    guard let namespace = namespaces[namespace] else { return false }
    return namespace.namesListedByPods.contains(name) || namespace.listingAccounts[name] != nil
  }

  /// Whether any ServiceAccount of `namespace` was given; if none was, a missing one says nothing.
  func hasServiceAccounts(in namespace: String) -> Bool {
    namespaces[namespace]?.hasServiceAccounts ?? false
  }

  /// Whether any Secret of `namespace` was given.
  func hasSecrets(in namespace: String) -> Bool { namespaces[namespace]?.hasSecrets ?? false }

  /// The name in `namespace` that is most like `name`, of the first ``candidateLimit`` Secrets that
  /// hold credentials; nil if none is alike.
  func nearestSecretName(to name: String, in namespace: String) -> String? {
    let names = namespaces[namespace]?.credentialSecretNames.prefix(Self.candidateLimit) ?? []
    return NearestName.find(
      name, in: names, limit: max(1, min(name.utf8.count / 3, Self.changeLimit)))
  }

  /// What makes the Secret `name`: an ExternalSecret or a SealedSecret.
  func maker(ofSecret name: String, in namespace: String) -> SecretMaker? {
    namespaces[namespace]?.makers[name].map { objects.secretMakers[$0] }
  }

  /// The first makers of Secrets of `namespace`, ``candidateLimit`` at most.
  func makers(in namespace: String) -> [SecretMaker] {
    (namespaces[namespace]?.firstMakers ?? []).map { objects.secretMakers[$0] }
  }

  /// The ExternalSecret that makes the Secret `name`.
  func externalSecret(making name: String, in namespace: String) -> SecretMaker? {
    maker(ofSecret: name, in: namespace).flatMap { $0.kind == .externalSecret ? $0 : nil }
  }

  /// The Pods that a workload made.
  func pods(of workload: Workload) -> [Pod] {
    (podPositions[WorkloadOwner(workload)] ?? []).map { objects.pods[$0] }
  }

  /// The Events about a Pod.
  func events(about pod: Pod) -> [Event] {
    events(aboutKind: "Pod", pod.metadata)
  }

  /// The Events about the object of that kind, such as `FailedCreate` of a ReplicaSet.
  func events(aboutKind kind: String, _ metadata: ObjectMetadata) -> [Event] {
    let subject = EventSubject(kind: kind, namespace: metadata.namespace, name: metadata.name)
    return (eventPositions[subject] ?? []).map { objects.events[$0] }.filter { event in
      // An Event of an earlier object of the same name is none of this one's.
      event.involvedObject.uid == nil || metadata.uid == nil
        || event.involvedObject.uid == metadata.uid
    }
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
