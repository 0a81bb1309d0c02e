import ImagePullCredentials

/// An object from which a controller creates a Secret: an ExternalSecret of the External Secrets Operator, a
/// SealedSecret of Bitnami's controller, a SecretProviderClass of the Secrets Store CSI driver, or an object of the
/// operators of Vault, 1Password, Infisical and Doppler.
///
/// Manual edits of such a Secret are lost; change this object instead.
public struct SecretMaker: Sendable, Hashable {
  /// The kind of the object.
  public var kind: Kind
  /// Namespace, name and times.
  public var metadata: ObjectMetadata
  /// The name of the created Secret, in the same namespace: `spec.target.name` of an ExternalSecret,
  /// `spec.destination.name` of a VaultStaticSecret, or else the object's own name. Of the `spec.secretObjects` of a
  /// SecretProviderClass, the first that is a pull secret, or else the first; empty if there are none.
  public var targetName: String
  /// All `spec.secretObjects` of a SecretProviderClass; empty for the other kinds.
  package private(set) var secretObjects: [SecretObject] = []
  /// The type of the created Secret, `spec.target.template.type` of an ExternalSecret and `spec.template.type` of a
  /// SealedSecret; nil means `Opaque`.
  public var targetType: String?
  /// The annotations of the created Secret, of those in ``ObjectMetadata/decodedAnnotations``.
  package var targetAnnotations: [String: String] = [:]
  /// How often the Secret is refreshed, as written: a Go duration such as `1h0m0s`. Nil for the operator's default,
  /// and for a SealedSecret, which is refreshed when it changes.
  public var refreshInterval: String?
  /// The kind of `spec.secretStoreRef`, where an ExternalSecret's values come from: `SecretStore` by default.
  public var storeKind: String
  /// The store's name; empty if each value names its own, and for a SealedSecret.
  public var storeName: String
  /// What the controller reports.
  public var conditions: [ObjectCondition]

  /// The kinds of objects from which Secrets are created. More may be added; have a default for the rest.
  public struct Kind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The object's `kind`.
    public let rawValue: String

    /// The kind of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The object's `kind`.
    public var description: String { rawValue }

    /// `external-secrets.io`: the values come from a store outside the cluster.
    public static let externalSecret = Kind(rawValue: "ExternalSecret")
    /// `bitnami.com`: the values are in the object, encrypted for this cluster.
    public static let sealedSecret = Kind(rawValue: "SealedSecret")
    /// `secrets.hashicorp.com`: the values come from Vault.
    public static let vaultStaticSecret = Kind(rawValue: "VaultStaticSecret")
    /// `onepassword.com`: the values come from 1Password.
    public static let onePasswordItem = Kind(rawValue: "OnePasswordItem")
    /// `secrets.infisical.com`: the values come from Infisical.
    public static let infisicalSecret = Kind(rawValue: "InfisicalSecret")
    /// `secrets.doppler.com`: the values come from Doppler.
    public static let dopplerSecret = Kind(rawValue: "DopplerSecret")
    /// `secrets-store.csi.x-k8s.io`: the values come from an external store while a Pod mounts them.
    public static let secretProviderClass = Kind(rawValue: "SecretProviderClass")
  }

  /// An object for the Secret `targetName`.
  ///
  /// - Parameters:
  ///   - kind: the kind of the object.
  ///   - metadata: namespace, name and the rest.
  ///   - targetName: the name of the created Secret.
  ///   - targetType: its type; nil means `Opaque`.
  ///   - refreshInterval: how often it is refreshed, a Go duration.
  ///   - storeKind: the kind of the values' store.
  ///   - storeName: the store's name.
  ///   - conditions: what the controller reports.
  public init(
    kind: Kind = .externalSecret, metadata: ObjectMetadata, targetName: String,
    targetType: String? = nil, refreshInterval: String? = nil, storeKind: String = "SecretStore",
    storeName: String = "", conditions: [ObjectCondition] = []
  ) {
    self.kind = kind
    self.metadata = metadata
    self.targetName = targetName
    self.targetType = targetType
    self.refreshInterval = refreshInterval
    self.storeKind = storeKind
    self.storeName = storeName
    self.conditions = conditions
  }

  /// The condition that says that the controller cannot create or refresh the Secret: `Ready` of an ExternalSecret
  /// or `Synced` of a SealedSecret, if it is `False`. Nil if there is no failure or no report.
  public var failure: ObjectCondition? {
    conditions.first { Self.readiness.contains($0.type) && $0.status == "False" }
  }

  /// The conditions that are `True` if the Secret is created.
  private static let readiness = [
    "Ready", "Synced", "SecretSynced", "Healthy", "secrets.infisical.com/ReadyToSyncSecrets",
    "secrets.doppler.com/SecretSyncReady",
  ]
}

extension SecretMaker {
  /// A Secret that a SecretProviderClass creates.
  package struct SecretObject: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// Its type, as written.
    package let type: String?

    fileprivate var isPullSecret: Bool { type.map { PullSecretFormat(type: $0) != nil } ?? false }
  }

  /// The names of all Secrets that the object creates.
  package var targetNames: [String] {
    secretObjects.isEmpty ? [targetName] : secretObjects.map(\.name)
  }

  /// The object as the one that creates the Secret `name` of ``targetNames``.
  package func making(_ name: String) -> SecretMaker {
    guard let object = secretObjects.first(where: { $0.name.hasSameBytes(as: name) }) else {
      return self
    }
    var maker = self
    (maker.targetName, maker.targetType) = (object.name, object.type)
    return maker
  }
}

extension SecretMaker {
  /// Reads the next object.
  init(
    _ kind: Kind, _ reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    self.init(
      kind: kind, metadata: ObjectMetadata(namespace: defaultNamespace, name: ""), targetName: "")
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "metadata") {
        metadata = try ObjectMetadata(&reader, defaultNamespace: defaultNamespace)
      } else if reader.names(name, "spec") {
        try readSpec(&reader)
      } else if reader.names(name, "status") {
        conditions = try ObjectCondition.listInStatus(&reader)
      } else if kind == .onePasswordItem, reader.names(name, "type") {
        targetType = try reader.nonEmptyString()
      } else {
        try reader.skip()
      }
    }
    if targetName.isEmpty, kind != .secretProviderClass { targetName = metadata.name }
    // Without metadata in its template, an ExternalSecret's Secret has the annotations of the object itself.
    if kind == .externalSecret, targetAnnotations.isEmpty {
      targetAnnotations = metadata.annotations
    }
  }

  private mutating func readSpec(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "refreshInterval") {
        refreshInterval = try reader.nonEmptyString()
      } else if reader.names(name, oneOf: Self.targets) {
        try readTarget(&reader)
      } else if reader.names(name, "template") {
        try readTemplate(&reader)
      } else if reader.names(name, "secretStoreRef") {
        try readStore(&reader)
      } else if kind == .secretProviderClass, reader.names(name, "secretObjects") {
        try readSecretObjects(&reader)
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readSecretObjects(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) {
    try reader.readArray { reader throws(ManifestFailure) in
      var name = ""
      var type: String?
      try reader.readObject { member, reader throws(ManifestFailure) in
        if reader.names(member, "secretName") {
          name = try reader.string() ?? ""
        } else if reader.names(member, "type") {
          type = try reader.nonEmptyString()
        } else {
          try reader.skip()
        }
      }
      if !name.isEmpty { secretObjects.append(SecretObject(name: name, type: type)) }
    }
    let main = secretObjects.first(where: \.isPullSecret) ?? secretObjects.first
    (targetName, targetType) = (main?.name ?? "", main?.type)
  }

  /// The members that name the created Secret.
  private static let targets = ["target", "destination", "managedSecretReference", "managedSecret"]

  private mutating func readTarget(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "name") || reader.names(name, "secretName") {
        targetName = try reader.string() ?? ""
      } else if reader.names(name, "type") || reader.names(name, "secretType") {
        targetType = try reader.nonEmptyString()
      } else if reader.names(name, "template") {
        try readTemplate(&reader)
      } else if reader.names(name, "annotations") {
        targetAnnotations = try ObjectMetadata.usualAnnotations(&reader)
      } else {
        try reader.skip()
      }
    }
  }

  /// A SealedSecret's template may also have a name, which its controller replaces with the object's own.
  private mutating func readTemplate(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "type") {
        targetType = try reader.nonEmptyString()
      } else if reader.names(name, "metadata") {
        targetAnnotations = try ObjectMetadata(&reader, defaultNamespace: "").annotations
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readStore(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "kind") {
        storeKind = try reader.string() ?? storeKind
      } else if reader.names(name, "name") {
        storeName = try reader.string() ?? ""
      } else {
        try reader.skip()
      }
    }
  }
}
