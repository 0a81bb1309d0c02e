import ImagePullCredentials

/// What the API server asks an admission webhook: may this object be?
///
/// A webhook that warns of images without a credential:
///
/// ```swift
/// let review = try AdmissionReview(json: body)
/// let resolution = review.object?.subject.map { cluster.resolve($0, merging: .admission) }
/// return review.response(allowed: true, warnings: resolution?.gaps.map(\.description) ?? [])
/// ```
///
/// Source: staging/src/k8s.io/api/admission/v1/types.go; `v1beta1` is the same.
public struct AdmissionReview: Sendable, Hashable {
  /// `admission.k8s.io/v1` or `admission.k8s.io/v1beta1`. The response has to be of the same.
  public var apiVersion: String
  /// What the response has to repeat.
  public var uid: String
  /// What is to happen to the object.
  public var operation: Operation
  /// The namespace of the request, which is that of an object that names none; empty for an object that has none.
  public var namespace: String
  /// The object as it is to be. Nil for one that has nothing to do with pulls, and for `DELETE` and `CONNECT`.
  public var object: KubernetesObject?
  /// Whether nothing will be stored: the webhook must have no side effects.
  public var isDryRun: Bool

  /// A request.
  ///
  /// - Parameters:
  ///   - apiVersion: `admission.k8s.io/v1` or `admission.k8s.io/v1beta1`.
  ///   - uid: what the response has to repeat.
  ///   - operation: what is to happen to the object.
  ///   - namespace: the request's; empty for an object that has none.
  ///   - object: the object as it is to be; nil for one that has nothing to do with pulls.
  ///   - isDryRun: whether nothing will be stored.
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

  /// What can happen to an object. More may be added; compare with the constants and handle the rest alike.
  public struct Operation: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The word, such as `CREATE`.
    public let rawValue: String

    /// The operation of that word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The word, such as `CREATE`.
    public var description: String { rawValue }

    /// It is made.
    public static let create = Operation(rawValue: "CREATE")
    /// It is changed.
    public static let update = Operation(rawValue: "UPDATE")
    /// It is removed.
    public static let delete = Operation(rawValue: "DELETE")
    /// Somebody connects to it, as `kubectl exec` does.
    public static let connect = Operation(rawValue: "CONNECT")
  }

  /// The response, as JSON in one line.
  ///
  /// - Parameters:
  ///   - allowed: whether the object may be.
  ///   - message: why not; kubectl shows it to the user.
  ///   - warnings: what kubectl shows to the user in any case. The API server cuts each at 256 bytes and all at 4,096.
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
  /// - Throws: ``KubernetesObjects/DecodingError``, with the code `unknown-envelope` for what is no AdmissionReview of a
  ///   version that is known, or holds no request.
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

  /// Whether the object of that header calls itself one.
  static func isNext(_ header: ObjectHeader) -> Bool {
    header.kind == "AdmissionReview"
      && header.apiVersion.isEmptyOrInGroup(of: ["admission.k8s.io"])
  }

  /// Reads the review that is next, whose header is `header`.
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
      // The namespace may come after the object that it is for.
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
  /// Reads the object in an envelope, which is next; nil after `null` and for kinds that have nothing to do with pulls.
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
