package import ImagePullCredentials
package import KubernetesPulls

extension Finding {
  /// An object that a finding is about.
  public struct Object: Sendable, Hashable, Codable {
    /// Its kind, such as `Secret`.
    public let kind: String
    /// Its namespace; nil where it has none.
    public let namespace: String?
    /// Its name; that of a CredentialProviderConfig is its file's.
    public let name: String
    /// The registry key concerned, as ``RegistryPattern/displayName`` shows it; nil where the whole
    /// object is.
    public let registryKey: String?
    /// The container or image volume concerned; nil where the whole object is.
    public let container: String?
    /// The field concerned, such as `providers[0].matchImages[1]`; nil where the whole object is.
    public let field: String?

    /// An object of this kind and name.
    public init(
      kind: String, namespace: String?, name: String, registryKey: String? = nil,
      container: String? = nil, field: String? = nil
    ) {
      self.kind = kind
      self.namespace = namespace
      self.name = name
      self.registryKey = registryKey
      self.container = container
      self.field = field
    }
  }
}

extension Finding.Object: CustomStringConvertible {
  /// Such as `Secret payments/ecr, key "ghcr.io"`.
  public var description: String {
    words.text
  }

  private var words: SafeText {
    var text: SafeText = "\(word: kind)"
    if !name.isEmpty {
      let place: SafeText = namespace.map { "\(word: $0)/" } ?? ""
      text += " \(place)\(word: name)"
    }
    if let registryKey { text += ", key \(quoted: registryKey)" }
    if let container { text += ", container \(word: container)" }
    if let field { text += ", field \(word: field)" }
    return text
  }
}

extension Finding.Object {
  /// A credential provider.
  package static func provider(_ name: String) -> Self {
    Self(kind: "CredentialProvider", namespace: nil, name: name)
  }

  /// A configuration of credential providers; its name is empty where it is from no file.
  package static func providerConfig(file: String?, field: String?) -> Self {
    Self(
      kind: "CredentialProviderConfig", namespace: nil, name: file ?? "",
      field: field == "" ? nil : field)
  }

  static func secret(_ secret: Secret, key: String? = nil) -> Self {
    self.secret(secret.namespace, secret.name, key: key)
  }

  static func secret(_ namespace: String, _ name: String, key: String? = nil) -> Self {
    Self(
      kind: "Secret", namespace: namespace, name: name,
      registryKey: key.map(RegistryPattern.displayKey(of:)))
  }

  static func serviceAccount(_ namespace: String, _ name: String) -> Self {
    Self(kind: "ServiceAccount", namespace: namespace, name: name)
  }

  static func secretMaker(_ maker: SecretMaker) -> Self {
    Self(
      kind: maker.kind.rawValue, namespace: maker.metadata.namespace, name: maker.metadata.name)
  }

  package static func subject(_ subject: PullResolution.Subject, container: String? = nil) -> Self {
    Self(
      kind: subject.kindName, namespace: subject.metadata.namespace, name: subject.metadata.name,
      container: container)
  }
}
