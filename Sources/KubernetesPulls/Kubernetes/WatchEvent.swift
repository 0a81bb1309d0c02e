/// One line of a watch: a change of an object, as from the API server and
/// `kubectl get -w -o json --output-watch-events`.
///
/// ```swift
/// for line in lines { objects.apply(try WatchEvent(json: line)) }
/// ```
public struct WatchEvent: Sendable, Hashable {
  /// What happened.
  public var type: Kind
  /// The current object, or the deleted one. Nil for kinds that are not related to pulls, for a bookmark and for an
  /// error.
  public var object: KubernetesObject?
  /// Why the watch ended, if ``type`` is `ERROR`.
  public var failure: Failure?

  /// A change of an object.
  ///
  /// - Parameters:
  ///   - type: what happened.
  ///   - object: the current object, or the deleted one.
  ///   - failure: why the watch ended, if it did.
  public init(type: Kind, object: KubernetesObject?, failure: Failure? = nil) {
    self.type = type
    self.object = object
    self.failure = failure
  }

  /// The kinds of watch events. More may be added; compare with the constants and have a default for the rest.
  ///
  /// Source: `EventType`, staging/src/k8s.io/apimachinery/pkg/watch/watch.go.
  public struct Kind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The word, such as `ADDED`.
    public let rawValue: String

    /// The kind of that word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The word, such as `ADDED`.
    public var description: String { rawValue }

    /// An object exists.
    public static let added = Kind(rawValue: "ADDED")
    /// An object changed.
    public static let modified = Kind(rawValue: "MODIFIED")
    /// An object was deleted.
    public static let deleted = Kind(rawValue: "DELETED")
    /// There was no change up to a `resourceVersion`.
    public static let bookmark = Kind(rawValue: "BOOKMARK")
    /// The watch ended; the client has to list again.
    public static let error = Kind(rawValue: "ERROR")

    fileprivate static let all = [added, modified, deleted, bookmark, error]
  }

  /// The API server's `Status` when a watch ends.
  public struct Failure: Sendable, Hashable {
    /// The HTTP status code, such as 410; 0 if there is none.
    public var code: Int
    /// A word, such as `Expired`.
    public var reason: String
    /// The text for people.
    public var message: String

    /// A failure.
    ///
    /// - Parameters:
    ///   - code: the HTTP status code, such as 410.
    ///   - reason: a word, such as `Expired`.
    ///   - message: the text for people.
    public init(code: Int, reason: String, message: String) {
      self.code = code
      self.reason = reason
      self.message = message
    }
  }
}

extension KubernetesObjects {
  /// Applies a change of the cluster to these objects: adds, replaces or removes one. O(1).
  ///
  /// A bookmark and an error change nothing. After an error, see ``WatchEvent/failure``, start over with a list.
  ///
  /// - Parameter event: a line of the watch.
  /// - Returns: the previous object; nil if there was none.
  @discardableResult
  public mutating func apply(_ event: WatchEvent) -> KubernetesObject? {
    guard let object = event.object else { return nil }
    switch event.type {
    case .added, .modified: return insert(object)
    case .deleted: return remove(object.kind, namespace: object.namespace, name: object.name)
    default: return nil
    }
  }
}

// MARK: - Decoding

extension WatchEvent {
  /// Decodes one line of a watch.
  ///
  /// - Parameters:
  ///   - text: the line.
  ///   - defaultNamespace: the namespace of an object without one.
  /// - Throws: ``KubernetesObjects/DecodingError``, with the code `unknown-envelope` for an object that is not a
  ///   watch event, or has an unknown type.
  public init(
    json text: String, defaultNamespace: String = "default"
  ) throws(KubernetesObjects.DecodingError) {
    try self.init(json: text.utf8.span, defaultNamespace: defaultNamespace)
  }

  /// Decodes one line of a watch from its bytes. See ``init(json:defaultNamespace:)-(String,_)``.
  ///
  /// - Parameters:
  ///   - bytes: the line, in UTF-8.
  ///   - defaultNamespace: the namespace of an object without one.
  /// - Throws: ``KubernetesObjects/DecodingError``, as ``init(json:defaultNamespace:)-(String,_)`` does.
  public init(
    json bytes: Span<UInt8>, defaultNamespace: String = "default"
  ) throws(KubernetesObjects.DecodingError) {
    self = try ObjectReader.only(bytes) { reader, header throws(ManifestFailure) in
      guard header.kind == nil else {
        throw header.unknownEnvelope("a watch event", at: reader.offset)
      }
      return try WatchEvent(header, &reader, defaultNamespace: defaultNamespace)
    }
  }

  /// Reads the next event, whose header is `header`.
  init(
    _ header: ObjectHeader, _ reader: inout ManifestReader, defaultNamespace: String
  ) throws(ManifestFailure) {
    guard let type = Kind.all.first(where: { $0.rawValue == header.eventType }) else {
      throw header.unknownEnvelope("a watch event", at: reader.offset)
    }
    self.init(type: type, object: nil)
    try reader.readObject { name, reader throws(ManifestFailure) in
      guard reader.names(name, "object") else { return try reader.skip() }
      switch type {
      case .bookmark: try reader.skip()
      case .error: failure = try Failure(&reader)
      default:
        object = try KubernetesObject(inEnvelope: &reader, defaultNamespace: defaultNamespace)
      }
    }
  }
}

extension WatchEvent.Failure {
  fileprivate init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init(code: 0, reason: "", message: "")
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "code") {
        code = try reader.integer() ?? 0
      } else if reader.names(name, "reason") {
        reason = try reader.string() ?? ""
      } else if reader.names(name, "message") {
        message = try reader.string() ?? ""
      } else {
        try reader.skip()
      }
    }
  }
}
