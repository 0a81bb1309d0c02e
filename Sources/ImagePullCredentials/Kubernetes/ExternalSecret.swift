/// An ExternalSecret of the External Secrets Operator: the recipe by which it makes a Secret.
public struct ExternalSecret: Sendable, Hashable {
  /// Namespace, name and times.
  public var metadata: ObjectMetadata
  /// The name of the Secret that is made, in the same namespace: `spec.target.name`, or else the
  /// object's own name.
  public var targetName: String
  /// The type of the Secret that is made: `spec.target.template.type`; nil makes it `Opaque`.
  public var targetType: String?
  /// How often the Secret is made anew, as written: a Go duration such as `1h0m0s`; nil is the
  /// operator's default.
  public var refreshInterval: String?
  /// Where the values come from, `spec.secretStoreRef`: the store's kind, `SecretStore` unless
  /// written.
  public var storeKind: String
  /// The store's name; empty where each value names its own.
  public var storeName: String

  /// An ExternalSecret that makes the Secret `targetName`.
  public init(
    metadata: ObjectMetadata, targetName: String, targetType: String? = nil,
    refreshInterval: String? = nil, storeKind: String = "SecretStore", storeName: String = ""
  ) {
    self.metadata = metadata
    self.targetName = targetName
    self.targetType = targetType
    self.refreshInterval = refreshInterval
    self.storeKind = storeKind
    self.storeName = storeName
  }
}

extension ExternalSecret {
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    self.init(
      metadata: ObjectMetadata(namespace: defaultNamespace, name: ""), targetName: "")
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "metadata") {
        metadata = try ObjectMetadata(
          &reader, defaultNamespace: defaultNamespace, annotations: .none)
      } else if reader.names(name, "spec") {
        try readSpec(&reader)
      } else {
        try reader.skip()
      }
    }
    if targetName.isEmpty { targetName = metadata.name }
  }

  private mutating func readSpec(_ reader: inout ManifestReader) throws(ManifestFailure) {
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "refreshInterval") {
        refreshInterval = try reader.nonEmptyString()
      } else if reader.names(name, "target") {
        try readTarget(&reader)
      } else if reader.names(name, "secretStoreRef") {
        try readStore(&reader)
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readTarget(_ reader: inout ManifestReader) throws(ManifestFailure) {
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "name") {
        targetName = try reader.string() ?? ""
      } else if reader.names(name, "template") {
        try readTemplate(&reader)
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readTemplate(_ reader: inout ManifestReader) throws(ManifestFailure) {
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "type") {
        targetType = try reader.nonEmptyString()
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readStore(_ reader: inout ManifestReader) throws(ManifestFailure) {
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
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
