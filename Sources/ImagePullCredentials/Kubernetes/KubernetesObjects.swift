/// Pods, workloads, Secrets and ServiceAccounts: the objects of a cluster that decide about pulls.
///
/// ```swift
/// let objects = try KubernetesObjects(json: kubectlOutput)
/// if let pod = objects.pod(namespace: "payments", name: "payment-api-7d9f4-xkp2m") {
///   let resolution = objects.resolve(pod, merging: .admission)
/// }
/// ```
///
/// Objects keep the order they came in. One that has kind, namespace and name of an earlier one
/// takes its place. Look-ups take constant time. Descriptions, dumps and mirrors show no secret.
public struct KubernetesObjects: Sendable {
  private var podTable = ObjectTable<Pod>()
  private var workloadTable = ObjectTable<Workload>()
  private var secretTable = ObjectTable<Secret>()
  private var serviceAccountTable = ObjectTable<ServiceAccount>()
  private var eventTable = ObjectTable<Event>()
  private var secretMakerTable = ObjectTable<SecretMaker>()
  private var nodeTable = ObjectTable<Node>()
  /// The positions of the Secrets of each name, in all namespaces.
  private var secretPositions: [String: [Int]] = [:]

  /// The longest text that is decoded, in bytes: 1 GiB.
  ///
  /// The text is in memory as a whole, and so are the objects in it. A cluster of 10,000 Pods prints
  /// a tenth of that.
  public static let maximumByteCount = 1 << 30

  /// How deep lists may stand in lists: 8. `kubectl` itself prints one list.
  public static let maximumListDepth = 8

  /// No objects.
  public init() {}

  /// The Pods.
  public var pods: [Pod] { podTable.elements }
  /// The objects with pod templates, of all kinds.
  public var workloads: [Workload] { workloadTable.elements }
  /// The Secrets, of all types.
  public var secrets: [Secret] { secretTable.elements }
  /// The ServiceAccounts.
  public var serviceAccounts: [ServiceAccount] { serviceAccountTable.elements }
  /// The Events.
  public var events: [Event] { eventTable.elements }
  /// The ExternalSecrets and SealedSecrets, from which Secrets are made.
  public var secretMakers: [SecretMaker] { secretMakerTable.elements }
  /// The nodes.
  public var nodes: [Node] { nodeTable.elements }
}

// MARK: - Look-up

extension KubernetesObjects {
  /// The Pod of that name.
  public func pod(namespace: String, name: String) -> Pod? {
    podTable[ObjectKey(namespace: namespace, name: name)]
  }

  /// The workload of that kind and name.
  public func workload(_ kind: Workload.Kind, namespace: String, name: String) -> Workload? {
    workloadTable[ObjectKey(kind: kind.rawValue, namespace: namespace, name: name)]
  }

  /// The Secret of that name.
  public func secret(namespace: String, name: String) -> Secret? {
    secretTable[ObjectKey(namespace: namespace, name: name)]
  }

  /// The ServiceAccount of that name.
  public func serviceAccount(namespace: String, name: String) -> ServiceAccount? {
    serviceAccountTable[ObjectKey(namespace: namespace, name: name)]
  }

  /// The node of that name.
  public func node(named name: String) -> Node? {
    nodeTable[ObjectKey(namespace: "", name: name)]
  }

  /// The Secrets of that name in all namespaces. A Pod can use the one in its own namespace only.
  public func secrets(named name: String) -> some RandomAccessCollection<Secret> {
    // Lazily, since many namespaces may have one of the name and few are looked at.
    (secretPositions[name] ?? []).lazy.map { [elements = secretTable.elements] in elements[$0] }
  }
}

// MARK: - Adding

extension KubernetesObjects {
  /// Adds a Pod.
  public mutating func insert(_ pod: Pod) {
    podTable.insert(pod, for: ObjectKey(namespace: pod.namespace, name: pod.name))
  }

  /// Adds a workload.
  public mutating func insert(_ workload: Workload) {
    workloadTable.insert(
      workload,
      for: ObjectKey(
        kind: workload.kind.rawValue, namespace: workload.namespace, name: workload.name))
  }

  /// Adds a Secret.
  public mutating func insert(_ secret: Secret) {
    let key = ObjectKey(namespace: secret.namespace, name: secret.name)
    guard let position = secretTable.insert(secret, for: key) else { return }
    secretPositions[secret.name, default: []].append(position)
  }

  /// Adds a ServiceAccount.
  public mutating func insert(_ account: ServiceAccount) {
    serviceAccountTable.insert(
      account, for: ObjectKey(namespace: account.namespace, name: account.name))
  }

  /// Adds an Event.
  public mutating func insert(_ event: Event) {
    eventTable.insert(
      event, for: ObjectKey(namespace: event.metadata.namespace, name: event.metadata.name))
  }

  /// Adds an object from which a Secret is made.
  public mutating func insert(_ maker: SecretMaker) {
    secretMakerTable.insert(
      maker,
      for: ObjectKey(
        kind: maker.kind.rawValue, namespace: maker.metadata.namespace, name: maker.metadata.name))
  }

  /// Adds a node.
  public mutating func insert(_ node: Node) {
    nodeTable.insert(node, for: ObjectKey(namespace: "", name: node.name))
  }

  /// Adds all objects of `other`, which was read from another file perhaps.
  public mutating func merge(_ other: KubernetesObjects) {
    for pod in other.pods { insert(pod) }
    for workload in other.workloads { insert(workload) }
    for secret in other.secrets { insert(secret) }
    for account in other.serviceAccounts { insert(account) }
    for event in other.events { insert(event) }
    for maker in other.secretMakers { insert(maker) }
    for node in other.nodes { insert(node) }
  }

  /// Adds an object of any kind.
  package mutating func insert(_ object: KubernetesObject) {
    switch object {
    case .pod(let pod): insert(pod)
    case .workload(let workload): insert(workload)
    case .secret(let secret): insert(secret)
    case .serviceAccount(let account): insert(account)
    case .event(let event): insert(event)
    case .secretMaker(let maker): insert(maker)
    case .node(let node): insert(node)
    }
  }
}

// MARK: - Redaction

extension KubernetesObjects: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// How many objects there are of each kind that pulls are decided by.
  public var description: String {
    "KubernetesObjects(\(pods.count) pods, \(workloads.count) workloads, "
      + "\(secrets.count) secrets, \(serviceAccounts.count) service accounts)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The objects, Secrets redacted.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "pods": pods, "workloads": workloads, "secrets": secrets,
        "serviceAccounts": serviceAccounts, "events": events, "secretMakers": secretMakers,
        "nodes": nodes,
      ], displayStyle: .struct)
  }
}
