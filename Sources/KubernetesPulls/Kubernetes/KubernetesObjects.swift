import ImagePullCredentials

/// Pods, workloads, Secrets and ServiceAccounts: the objects of a cluster that affect pulls.
///
/// ```swift
/// var objects = try KubernetesObjects(json: kubectlOutput)
/// objects.apply(try WatchEvent(json: line))
/// if let pod = objects.pod(namespace: "payments", name: "payment-api-7d9f4-xkp2m") {
///   let resolution = objects.resolve(pod, merging: .admission)
/// }
/// ```
///
/// Objects keep their insertion order until one is removed; then the last one of its kind takes its place. An object
/// replaces an earlier one with the same kind, namespace and name. Objects without a name, which the API server has not
/// named yet, are all different. Names are compared by their bytes.
///
/// Look-ups, adding, replacing and removing take constant time, and so does a copy. The first change after a copy takes
/// time proportional to the objects, since it duplicates them. Descriptions, dumps and mirrors show no secret.
public struct KubernetesObjects: Sendable {
  private var storage = SharedStorage(Tables())

  fileprivate struct Tables: Sendable {
    var pods = KeyedTable<ObjectKey, Pod>()
    var workloads = KeyedTable<ObjectKey, Workload>()
    var secrets = KeyedTable<ObjectKey, Secret>()
    var serviceAccounts = KeyedTable<ObjectKey, ServiceAccount>()
    var events = KeyedTable<ObjectKey, Event>()
    var secretMakers = KeyedTable<ObjectKey, SecretMaker>()
    var nodes = KeyedTable<ObjectKey, Node>()
    /// The Secrets of each name, in all namespaces.
    var secretsByName: [ExactText: KeySet<ObjectKey>] = [:]
    /// The number of objects without a name so far.
    var unnamedCount = 0
  }

  /// The longest text that is decoded, in bytes: 1 GiB.
  ///
  /// The whole text and its objects are in memory. The output for a cluster with 10,000 Pods is a tenth of that.
  public static let maximumByteCount = 1 << 30

  /// The deepest nesting of lists: 8. `kubectl` itself prints one list.
  public static let maximumListDepth = 8

  /// No objects.
  public init() {}

  /// The Pods.
  public var pods: [Pod] { storage.value.pods.elements }
  /// The objects with pod templates, of all kinds.
  public var workloads: [Workload] { storage.value.workloads.elements }
  /// The Secrets, of all types.
  public var secrets: [Secret] { storage.value.secrets.elements }
  /// The ServiceAccounts.
  public var serviceAccounts: [ServiceAccount] { storage.value.serviceAccounts.elements }
  /// The Events.
  public var events: [Event] { storage.value.events.elements }
  /// The ExternalSecrets and SealedSecrets, from which Secrets are created.
  public var secretMakers: [SecretMaker] { storage.value.secretMakers.elements }
  /// The nodes.
  public var nodes: [Node] { storage.value.nodes.elements }
}

// MARK: - Look-up

extension KubernetesObjects {
  /// The Pod of that name. O(1).
  ///
  /// - Parameters:
  ///   - namespace: its namespace.
  ///   - name: its name.
  /// - Returns: the Pod; nil if there is none.
  public func pod(namespace: String, name: String) -> Pod? {
    storage.value.pods[ObjectKey(namespace: namespace, name: name)]
  }

  /// The workload of that kind and name. O(1).
  ///
  /// - Parameters:
  ///   - kind: its kind.
  ///   - namespace: its namespace.
  ///   - name: its name.
  /// - Returns: the workload; nil if there is none.
  public func workload(_ kind: Workload.Kind, namespace: String, name: String) -> Workload? {
    storage.value.workloads[
      ObjectKey(kind: kind.rawValue, namespace: namespace, name: name)]
  }

  /// The Secret of that name. O(1).
  ///
  /// - Parameters:
  ///   - namespace: its namespace.
  ///   - name: its name.
  /// - Returns: the Secret; nil if there is none.
  public func secret(namespace: String, name: String) -> Secret? {
    storage.value.secrets[ObjectKey(namespace: namespace, name: name)]
  }

  /// The ServiceAccount of that name. O(1).
  ///
  /// - Parameters:
  ///   - namespace: its namespace.
  ///   - name: its name.
  /// - Returns: the ServiceAccount; nil if there is none.
  public func serviceAccount(namespace: String, name: String) -> ServiceAccount? {
    storage.value.serviceAccounts[ObjectKey(namespace: namespace, name: name)]
  }

  /// The node of that name. O(1).
  ///
  /// - Parameter name: its name.
  /// - Returns: the node; nil if there is none.
  public func node(named name: String) -> Node? {
    storage.value.nodes[ObjectKey(namespace: "", name: name)]
  }

  /// The Secrets of that name in all namespaces. A Pod can only use the one in its own namespace. O(1).
  ///
  /// - Parameter name: their name.
  /// - Returns: the Secrets, in insertion order.
  public func secrets(named name: String) -> some BidirectionalCollection<Secret> {
    // Lazily, since many namespaces may have a Secret with the name, and few are used.
    let table = storage.value.secrets
    let keys = storage.value.secretsByName[ExactText(name)]?.elements ?? []
    return keys.lazy.compactMap { table[$0] }
  }

  /// Whether there is any Secret.
  var hasSecrets: Bool { !storage.value.secrets.elements.isEmpty }

  package func pod(_ key: ObjectKey) -> Pod? { storage.value.pods[key] }
  package func workload(_ key: ObjectKey) -> Workload? { storage.value.workloads[key] }
  package func event(_ key: ObjectKey) -> Event? { storage.value.events[key] }
  package func secretMaker(_ key: ObjectKey) -> SecretMaker? { storage.value.secretMakers[key] }
}

// MARK: - Changes

extension KubernetesObjects {
  /// Adds a Pod. O(1).
  ///
  /// - Parameter pod: the Pod. It replaces the one of its namespace and name.
  public mutating func insert(_ pod: Pod) { insert(KubernetesObject(pod)) }
  /// Adds a workload. O(1).
  ///
  /// - Parameter workload: the workload. It replaces the one of its namespace and name.
  public mutating func insert(_ workload: Workload) { insert(KubernetesObject(workload)) }
  /// Adds a Secret. O(1).
  ///
  /// - Parameter secret: the Secret. It replaces the one of its namespace and name.
  public mutating func insert(_ secret: Secret) { insert(KubernetesObject(secret)) }
  /// Adds a ServiceAccount. O(1).
  ///
  /// - Parameter account: the ServiceAccount. It replaces the one of its namespace and name.
  public mutating func insert(_ account: ServiceAccount) { insert(KubernetesObject(account)) }
  /// Adds an Event. O(1).
  ///
  /// - Parameter event: the Event. It replaces the one of its namespace and name.
  public mutating func insert(_ event: Event) { insert(KubernetesObject(event)) }
  /// Adds an ExternalSecret or SealedSecret. O(1).
  ///
  /// - Parameter maker: the ExternalSecret or SealedSecret. It replaces the one of its namespace and name.
  public mutating func insert(_ maker: SecretMaker) { insert(KubernetesObject(maker)) }
  /// Adds a node. O(1).
  ///
  /// - Parameter node: the node. It replaces the one of its name.
  public mutating func insert(_ node: Node) { insert(KubernetesObject(node)) }

  /// Adds an object of any kind. O(1).
  ///
  /// - Parameter object: the object.
  /// - Returns: the object that it replaces, nil if there was none of its kind, namespace and name.
  @discardableResult
  public mutating func insert(_ object: KubernetesObject) -> KubernetesObject? {
    file(object).replaced
  }

  /// Adds `object`, and returns its key.
  package mutating func file(
    _ object: KubernetesObject
  ) -> (key: ObjectKey, replaced: KubernetesObject?) {
    SharedStorage.change(&storage) { $0.insert(object) }
  }

  /// Removes the object of that kind, namespace and name. O(1).
  ///
  /// - Parameters:
  ///   - kind: such as `.secret`, or `.init(.statefulSet)`.
  ///   - namespace: its namespace; empty for a node.
  ///   - name: its name. Objects without a name cannot be removed.
  /// - Returns: the object, nil if there was none.
  @discardableResult
  public mutating func remove(
    _ kind: KubernetesObject.Kind, namespace: String, name: String
  ) -> KubernetesObject? {
    SharedStorage.change(&storage) { $0.remove(kind, namespace: namespace, name: name) }
  }

  /// Adds all objects of `other`, for example from another file. O(objects of `other`).
  ///
  /// - Parameter other: the objects; each replaces the one of its kind, namespace and name.
  public mutating func merge(_ other: KubernetesObjects) {
    for pod in other.pods { insert(pod) }
    for workload in other.workloads { insert(workload) }
    for secret in other.secrets { insert(secret) }
    for account in other.serviceAccounts { insert(account) }
    for event in other.events { insert(event) }
    for maker in other.secretMakers { insert(maker) }
    for node in other.nodes { insert(node) }
  }
}

extension KubernetesObjects.Tables {
  fileprivate mutating func insert(
    _ object: KubernetesObject
  ) -> (key: ObjectKey, replaced: KubernetesObject?) {
    var key = object.key
    if object.name.isEmpty {
      unnamedCount += 1
      key.serial = unnamedCount
    }
    let replaced: KubernetesObject? =
      switch object.content {
      case .pod(let pod): pods.insert(pod, for: key).map { .init($0) }
      case .workload(let workload): workloads.insert(workload, for: key).map { .init($0) }
      case .serviceAccount(let account):
        serviceAccounts.insert(account, for: key).map { .init($0) }
      case .event(let event): events.insert(event, for: key).map { .init($0) }
      case .secretMaker(let maker): secretMakers.insert(maker, for: key).map { .init($0) }
      case .node(let node): nodes.insert(node, for: key).map { .init($0) }
      case .secret(let secret): secrets.insert(secret, for: key).map { .init($0) }
      }
    if object.secret != nil, replaced == nil {
      secretsByName[key.name, default: KeySet()].insert(key)
    }
    return (key, replaced)
  }

  fileprivate mutating func remove(
    _ kind: KubernetesObject.Kind, namespace: String, name: String
  ) -> KubernetesObject? {
    let key = ObjectKey(namespace: namespace, name: name)
    switch kind {
    case .pod: return pods.remove(key).map { .init($0) }
    case .secret:
      guard let secret = secrets.remove(key) else { return nil }
      secretsByName[key.name]?.remove(key)
      if secretsByName[key.name]?.isEmpty == true { secretsByName[key.name] = nil }
      return KubernetesObject(secret)
    case .serviceAccount: return serviceAccounts.remove(key).map { .init($0) }
    case .event: return events.remove(key).map { .init($0) }
    case .node: return nodes.remove(key).map { .init($0) }
    default:
      let key = ObjectKey(kind: kind.rawValue, namespace: namespace, name: name)
      return workloads.remove(key).map { .init($0) } ?? secretMakers.remove(key).map { .init($0) }
    }
  }
}

// MARK: - Redaction

extension KubernetesObjects: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The number of objects of each kind that affects pulls.
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
