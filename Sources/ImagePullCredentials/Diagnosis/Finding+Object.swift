extension Finding {
  /// An object that a finding is about.
  public struct Object: Sendable, Hashable {
    /// Its kind, such as `Secret`.
    public let kind: String
    /// Its namespace.
    public let namespace: String
    /// Its name.
    public let name: String
    /// The registry key concerned, as ``RegistryPattern/displayName`` shows it; nil where the whole
    /// object is.
    public let registryKey: String?
    /// The container or image volume concerned; nil where the whole object is.
    public let container: String?

    /// An object of this kind and name.
    public init(
      kind: String, namespace: String, name: String, registryKey: String? = nil,
      container: String? = nil
    ) {
      self.kind = kind
      self.namespace = namespace
      self.name = name
      self.registryKey = registryKey
      self.container = container
    }
  }
}

extension Finding.Object: CustomStringConvertible {
  /// Such as `Secret payments/ecr, key "ghcr.io"`.
  public var description: String {
    var text = "\(kind) \(printable(namespace))/\(printable(name))"
    if let registryKey { text += ", key \(quoted(registryKey))" }
    if let container { text += ", container \(printable(container))" }
    return text
  }
}

extension Finding.Object {
  static func secret(_ secret: Secret, key: String? = nil) -> Self {
    self.secret(secret.namespace, secret.name, key: key)
  }

  static func secret(_ namespace: String, _ name: String, key: String? = nil) -> Self {
    Self(
      kind: "Secret", namespace: namespace, name: name,
      registryKey: key.map(RegistryPattern.displayName(ofKey:)))
  }

  static func serviceAccount(_ namespace: String, _ name: String) -> Self {
    Self(kind: "ServiceAccount", namespace: namespace, name: name)
  }

  static func externalSecret(_ secret: ExternalSecret) -> Self {
    Self(
      kind: "ExternalSecret", namespace: secret.metadata.namespace, name: secret.metadata.name)
  }

  static func subject(_ subject: PullResolution.Subject, container: String? = nil) -> Self {
    Self(
      kind: subject.kindName, namespace: subject.metadata.namespace, name: subject.metadata.name,
      container: container)
  }
}
