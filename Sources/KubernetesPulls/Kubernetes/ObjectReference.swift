/// What an object is called: kind, namespace and name, and more where that is known. As Kubernetes' own
/// `ObjectReference`.
public struct ObjectReference: Sendable, Hashable, Codable {
  /// The API group and version, such as `apps/v1`; empty where nothing is said.
  public var apiVersion: String
  /// The kind, such as `Pod`.
  public var kind: String
  /// The namespace; empty for an object that has none.
  public var namespace: String
  /// The name.
  public var name: String
  /// The unique identifier, which tells an object from an earlier one of the same name.
  public var uid: String?
  /// The part of the object that is meant, such as `spec.containers{web}`.
  public var fieldPath: String?

  /// A reference to an object.
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
  /// Reads the reference that is next.
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
