import ImagePullCredentials

/// The API server's request to an admission webhook: is this object allowed?
///
/// A webhook that warns about images without a credential:
///
/// ```swift
/// let review = try AdmissionReview(json: body)
/// let resolution = review.object?.subject.map { cluster.resolve($0, merging: .admission) }
/// return review.response(allowed: true, warnings: resolution?.gaps.map(\.description) ?? [])
/// ```
///
/// Source: staging/src/k8s.io/api/admission/v1/types.go; `v1beta1` is the same.
public struct AdmissionReview: Sendable, Hashable {
  /// `admission.k8s.io/v1` or `admission.k8s.io/v1beta1`. The response must have the same version.
  public var apiVersion: String
  /// The UID, which the response must repeat.
  public var uid: String
  /// The requested operation.
  public var operation: Operation
  /// The namespace of the request, which applies to an object without one; empty for cluster-scoped objects.
  public var namespace: String
  /// The new object. Nil for kinds that are not related to pulls, and for `DELETE` and `CONNECT`.
  public var object: KubernetesObject?
  /// Whether the request is a dry run: the webhook must have no side effects.
  public var isDryRun: Bool

  /// A request.
  ///
  /// - Parameters:
  ///   - apiVersion: `admission.k8s.io/v1` or `admission.k8s.io/v1beta1`.
  ///   - uid: the UID, which the response must repeat.
  ///   - operation: the requested operation.
  ///   - namespace: the request's namespace; empty for cluster-scoped objects.
  ///   - object: the new object; nil for kinds that are not related to pulls.
  ///   - isDryRun: whether the request is a dry run.
  public init(
    apiVersion: String = "admission.k8s.io/v1", uid: String, operation: Operation,
    namespace: String, object: KubernetesObject?, isDryRun: Bool = false
  ) {
    self.apiVersion = apiVersion
    self.uid = uid
    self.operation = operation
    self.namespace = namespace
    self.object = object
    self.isDryRun = isDryRun
  }

  /// An operation on an object. More may be added; compare with the constants and have a default for the rest.
  public struct Operation: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The word, such as `CREATE`.
    public let rawValue: String

    /// The operation of that word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The word, such as `CREATE`.
    public var description: String { rawValue }

    /// The object is created.
    public static let create = Operation(rawValue: "CREATE")
    /// The object is changed.
    public static let update = Operation(rawValue: "UPDATE")
    /// The object is deleted.
    public static let delete = Operation(rawValue: "DELETE")
    /// A client connects to the object, as with `kubectl exec`.
    public static let connect = Operation(rawValue: "CONNECT")
  }

  /// The response, as one line of JSON.
  ///
  /// - Parameters:
  ///   - allowed: whether the object is allowed.
  ///   - message: the reason if it is not; kubectl shows it to the user.
  ///   - warnings: texts that kubectl always shows to the user. The API server truncates each to 256 bytes, and all to
  ///     4,096.
  /// - Returns: JSON text in UTF-8.
  public func response(
    allowed: Bool, message: String? = nil, warnings: [String] = []
  ) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("apiVersion", apiVersion)
    json.member("kind", "AdmissionReview")
    json.name("response")
    json.beginObject()
    json.member("uid", uid)
    json.name("allowed")
    json.bool(allowed)
    if let message {
      json.name("status")
      json.beginObject()
      json.member("message", message)
      json.endObject()
    }
    if !warnings.isEmpty {
      json.name("warnings")
      json.beginArray()
      for warning in warnings { json.string(warning) }
      json.endArray()
    }
    json.endObject()
    json.endObject()
    return json.bytes
  }
}

// MARK: - Decoding

extension AdmissionReview {
  /// Decodes the body of a request to a webhook.
  ///
  /// - Parameter text: the body.
  /// - Throws: ``KubernetesObjects/DecodingError``, with the code `unknown-envelope` for a text that is not an
  ///   AdmissionReview of a known version, or has no request.
  public init(json text: String) throws(KubernetesObjects.DecodingError) {
    try self.init(json: text.utf8.span)
  }

  /// Decodes the body of a request to a webhook from its bytes. See ``init(json:)-(String)``.
  ///
  /// - Parameter bytes: the body.
  /// - Throws: ``KubernetesObjects/DecodingError``, as ``init(json:)-(String)`` does.
  public init(json bytes: Span<UInt8>) throws(KubernetesObjects.DecodingError) {
    self = try ObjectReader.only(bytes) { reader, header throws(ManifestFailure) in
      try AdmissionReview(header, &reader, defaultNamespace: "default")
    }
  }

  /// Whether the object with this header is an AdmissionReview.
  static func isNext(_ header: ObjectHeader) -> Bool {
    header.kind == "AdmissionReview"
      && header.apiVersion.isEmptyOrInGroup(of: ["admission.k8s.io"])
  }

  /// Reads the next review, whose header is `header`.
  init(
    _ header: ObjectHeader, _ reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    let versions = ["admission.k8s.io/v1", "admission.k8s.io/v1beta1"]
    let start = reader.offset
    guard Self.isNext(header), let apiVersion = header.apiVersion, versions.contains(apiVersion)
    else { throw header.unknownEnvelope("an AdmissionReview of v1 or v1beta1", at: start) }
    self.init(apiVersion: apiVersion, uid: "", operation: .create, namespace: "", object: nil)
    var hasRequest = false
    try reader.readObject { name, reader throws(ManifestFailure) in
      guard reader.names(name, "request") else { return try reader.skip() }
      // The namespace may come after the object.
      var object = reader
      hasRequest = try readRequest(&reader)
      try readObject(&object, defaultNamespace: namespace.isEmpty ? defaultNamespace : namespace)
    }
    guard hasRequest else {
      throw header.unknownEnvelope("an AdmissionReview with a request", at: start)
    }
  }

  private mutating func readRequest(_ reader: inout ManifestReader) throws(ManifestFailure) -> Bool
  {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "uid") {
        uid = try reader.string() ?? ""
      } else if reader.names(name, "namespace") {
        namespace = try reader.string() ?? ""
      } else if reader.names(name, "operation") {
        operation = Operation(rawValue: try reader.string() ?? "")
      } else if reader.names(name, "dryRun") {
        isDryRun = try reader.bool()
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readObject(
    _ reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "object") {
        object = try KubernetesObject(inEnvelope: &reader, defaultNamespace: defaultNamespace)
      } else {
        try reader.skip()
      }
    }
  }
}

extension KubernetesObject {
  /// Reads the next object in an envelope; nil after `null` and for kinds that are not related to pulls.
  init?(
    inEnvelope reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    let header = try ObjectHeader(readingAhead: reader)
    guard let name = header.kind, let kind = Kind(name, apiVersion: header.apiVersion) else {
      try reader.skip()
      return nil
    }
    try self.init(kind, &reader, defaultNamespace: defaultNamespace)
  }
}
