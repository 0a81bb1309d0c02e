/// One object of a kind that is related to pulls.
public struct KubernetesObject: Sendable, Hashable {
  package let content: Content

  package enum Content: Sendable, Hashable {
    case pod(Pod)
    case workload(Workload)
    case secret(Secret)
    case serviceAccount(ServiceAccount)
    case event(Event)
    case secretMaker(SecretMaker)
    case node(Node)
  }

  package init(_ content: Content) { self.content = content }

  /// A Pod as an object.
  ///
  /// - Parameter pod: the Pod.
  public init(_ pod: Pod) { content = .pod(pod) }
  /// A workload as an object.
  ///
  /// - Parameter workload: the workload.
  public init(_ workload: Workload) { content = .workload(workload) }
  /// A Secret as an object.
  ///
  /// - Parameter secret: the Secret.
  public init(_ secret: Secret) { content = .secret(secret) }
  /// A ServiceAccount as an object.
  ///
  /// - Parameter account: the ServiceAccount.
  public init(_ account: ServiceAccount) { content = .serviceAccount(account) }
  /// An Event as an object.
  ///
  /// - Parameter event: the Event.
  public init(_ event: Event) { content = .event(event) }
  /// An ExternalSecret or SealedSecret as an object.
  ///
  /// - Parameter maker: the ExternalSecret or SealedSecret.
  public init(_ maker: SecretMaker) { content = .secretMaker(maker) }
  /// A node as an object.
  ///
  /// - Parameter node: the node.
  public init(_ node: Node) { content = .node(node) }

  /// The Pod, if it is one.
  public var pod: Pod? { if case .pod(let pod) = content { pod } else { nil } }
  /// The workload, if it is one.
  public var workload: Workload? {
    if case .workload(let workload) = content { workload } else { nil }
  }
  /// The Secret, if it is one.
  public var secret: Secret? { if case .secret(let secret) = content { secret } else { nil } }
  /// The ServiceAccount, if it is one.
  public var serviceAccount: ServiceAccount? {
    if case .serviceAccount(let account) = content { account } else { nil }
  }
  /// The Event, if it is one.
  public var event: Event? { if case .event(let event) = content { event } else { nil } }
  /// The ExternalSecret or SealedSecret, if it is one.
  public var secretMaker: SecretMaker? {
    if case .secretMaker(let maker) = content { maker } else { nil }
  }
  /// The node, if it is one.
  public var node: Node? { if case .node(let node) = content { node } else { nil } }

  /// The subject for a resolution: a Pod or a workload. Nil for other kinds.
  public var subject: PullResolution.Subject? {
    switch content {
    case .pod(let pod): .pod(pod)
    case .workload(let workload): .workload(workload)
    case .secret, .serviceAccount, .event, .secretMaker, .node: nil
    }
  }

  /// The kind of the object.
  public var kind: Kind {
    switch content {
    case .pod: .pod
    case .workload(let workload): Kind(workload.kind)
    case .secret: .secret
    case .serviceAccount: .serviceAccount
    case .event: .event
    case .secretMaker(let maker): Kind(rawValue: maker.kind.rawValue)
    case .node: .node
    }
  }

  /// The namespace; empty for a node.
  public var namespace: String { metadata?.namespace ?? "" }
  /// The name; empty if the API server has not named the object yet.
  public var name: String { metadata?.name ?? node?.name ?? "" }

  /// The metadata of all objects except nodes.
  public var metadata: ObjectMetadata? {
    switch content {
    case .pod(let pod): pod.metadata
    case .workload(let workload): workload.metadata
    case .secret(let secret): secret.metadata
    case .serviceAccount(let account): account.metadata
    case .event(let event): event.metadata
    case .secretMaker(let maker): maker.metadata
    case .node: nil
    }
  }
}

extension KubernetesObject {
  /// The same object in another namespace. A node has none, and an Event is in that of its object.
  package func moved(to namespace: String) -> KubernetesObject {
    switch content {
    case .pod(var pod):
      pod.metadata.namespace = namespace
      return KubernetesObject(pod)
    case .workload(var workload):
      workload.metadata.namespace = namespace
      return KubernetesObject(workload)
    case .secret(let secret): return KubernetesObject(secret.moved(to: namespace))
    case .serviceAccount(var account):
      account.metadata.namespace = namespace
      return KubernetesObject(account)
    case .secretMaker(var maker):
      maker.metadata.namespace = namespace
      return KubernetesObject(maker)
    case .event, .node: return self
    }
  }

  /// The key of the object, unless it has no name.
  package var key: ObjectKey {
    ObjectKey(
      kind: content.sharesTable ? kind.rawValue : "", namespace: namespace, name: name)
  }
}

extension KubernetesObject.Content {
  /// Whether this kind shares its table with others.
  fileprivate var sharesTable: Bool {
    switch self {
    case .workload, .secretMaker: true
    case .pod, .secret, .serviceAccount, .event, .node: false
    }
  }
}

extension KubernetesObject: CustomStringConvertible {
  /// Such as `Secret payments/ecr`.
  public var description: String {
    ObjectReference(kind: kind.rawValue, namespace: namespace, name: name).description
  }
}

// MARK: - Kinds

extension KubernetesObject {
  /// A kind of object. More may be added; compare with the constants and have a default for the rest.
  public struct Kind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The object's `kind`.
    public let rawValue: String

    /// The kind of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A kind of workload.
    ///
    /// - Parameter kind: the kind of workload.
    public init(_ kind: Workload.Kind) { rawValue = kind.rawValue }

    /// The object's `kind`.
    public var description: String { rawValue }

    /// A ``ImagePullCredentials/Pod``.
    public static let pod = Kind(rawValue: "Pod")
    /// A ``ImagePullCredentials/Secret``.
    public static let secret = Kind(rawValue: "Secret")
    /// A ``ImagePullCredentials/ServiceAccount``.
    public static let serviceAccount = Kind(rawValue: "ServiceAccount")
    /// An ``ImagePullCredentials/Event``.
    public static let event = Kind(rawValue: "Event")
    /// A ``ImagePullCredentials/SecretMaker`` of the External Secrets Operator.
    public static let externalSecret = Kind(rawValue: SecretMaker.Kind.externalSecret.rawValue)
    /// A ``ImagePullCredentials/SecretMaker`` of Bitnami's controller.
    public static let sealedSecret = Kind(rawValue: SecretMaker.Kind.sealedSecret.rawValue)
    /// A ``ImagePullCredentials/Node``.
    public static let node = Kind(rawValue: "Node")
    /// A Deployment; for other workloads see ``init(_:)``.
    public static let deployment = Kind(.deployment)
  }
}

extension KubernetesObject.Kind {
  /// The kind called `name` in the API group of `apiVersion`; nil for kinds that are not related to pulls. Without an
  /// `apiVersion`, the name decides.
  init?(_ name: String, apiVersion: String?) {
    let groups: [String]
    switch name {
    case "Pod", "Secret", "ServiceAccount", "Node": groups = [""]
    case "Event": groups = ["", "events.k8s.io"]
    case "ExternalSecret": groups = ["external-secrets.io"]
    case "SealedSecret": groups = ["bitnami.com"]
    case "VaultStaticSecret": groups = ["secrets.hashicorp.com"]
    case "OnePasswordItem": groups = ["onepassword.com"]
    case "InfisicalSecret": groups = ["secrets.infisical.com"]
    case "DopplerSecret": groups = ["secrets.doppler.com"]
    case "SecretProviderClass": groups = ["secrets-store.csi.x-k8s.io"]
    default:
      guard let kind = Workload.Kind(rawValue: name) else { return nil }
      groups = kind.groups
    }
    guard apiVersion.isEmptyOrInGroup(of: groups) else { return nil }
    self.init(rawValue: name)
  }
}

extension String? {
  /// Whether this `apiVersion` is absent, or of one of `groups`: `group/version`, or `version` alone in the core group.
  func isEmptyOrInGroup(of groups: [String]) -> Bool {
    guard let self, !self.isEmpty else { return true }
    let parts = self.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    return groups.contains { $0 == (parts.count == 2 ? parts[0] : "") }
  }
}

// MARK: - Decoding

extension KubernetesObject {
  /// Reads the next object.
  init(
    _ kind: Kind, _ reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    switch kind {
    case .pod: self.init(try Pod(&reader, defaultNamespace: defaultNamespace))
    case .secret: self.init(try Secret(&reader, defaultNamespace: defaultNamespace))
    case .serviceAccount:
      self.init(try ServiceAccount(&reader, defaultNamespace: defaultNamespace))
    case .event: self.init(try Event(&reader, defaultNamespace: defaultNamespace))
    case .node: self.init(try Node(&reader))
    default:
      if let kind = Workload.Kind(rawValue: kind.rawValue) {
        self.init(try Workload(kind, &reader, defaultNamespace: defaultNamespace))
      } else {
        let kind = SecretMaker.Kind(rawValue: kind.rawValue)
        self.init(try SecretMaker(kind, &reader, defaultNamespace: defaultNamespace))
      }
    }
  }
}

// MARK: - References

/// A reference to an object: kind, namespace and name, and more if it is known. Like Kubernetes' own
/// `ObjectReference`.
public struct ObjectReference: Sendable, Hashable, Codable {
  /// The API group and version, such as `apps/v1`; empty if it is missing.
  public var apiVersion: String
  /// The kind, such as `Pod`.
  public var kind: String
  /// The namespace; empty for cluster-scoped objects.
  public var namespace: String
  /// The name.
  public var name: String
  /// The unique identifier, which distinguishes an object from an earlier one with the same name.
  public var uid: String?
  /// The part of the object, such as `spec.containers{web}`.
  public var fieldPath: String?

  /// A reference to an object.
  ///
  /// - Parameters:
  ///   - apiVersion: the API group and version; empty if it is not known.
  ///   - kind: the kind, such as `Pod`.
  ///   - namespace: the namespace; empty for cluster-scoped objects.
  ///   - name: the name.
  ///   - uid: the unique identifier, where it is known.
  ///   - fieldPath: the part of the object, if there is one.
  public init(
    apiVersion: String = "", kind: String, namespace: String, name: String, uid: String? = nil,
    fieldPath: String? = nil
  ) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.namespace = namespace
    self.name = name
    self.uid = uid
    self.fieldPath = fieldPath
  }
}

extension ObjectReference: CustomStringConvertible {
  /// Such as `Secret payments/ecr`, or `Node worker-1`.
  public var description: String { "\(kind) \(namespace.isEmpty ? "" : "\(namespace)/")\(name)" }
}

extension ObjectReference {
  /// Reads the next reference.
  init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init(kind: "", namespace: "", name: "")
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "apiVersion") {
        apiVersion = try reader.string() ?? ""
      } else if reader.names(name, "kind") {
        kind = try reader.string() ?? ""
      } else if reader.names(name, "namespace") {
        namespace = try reader.string() ?? ""
      } else if reader.names(name, "name") {
        self.name = try reader.string() ?? ""
      } else if reader.names(name, "uid") {
        uid = try reader.nonEmptyString()
      } else if reader.names(name, "fieldPath") {
        fieldPath = try reader.nonEmptyString()
      } else {
        try reader.skip()
      }
    }
  }
}
