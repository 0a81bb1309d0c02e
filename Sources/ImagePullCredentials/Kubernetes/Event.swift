/// An Event: what a component of the cluster said of an object, such as the kubelet's
/// `FailedToRetrieveImagePullSecret` of a Pod.
public struct Event: Sendable, Hashable {
  /// Namespace, name and times.
  public var metadata: ObjectMetadata
  /// A word such as `Failed` or `FailedToRetrieveImagePullSecret`.
  public var reason: String
  /// The text for people.
  public var message: String
  /// What the Event is about.
  public var involvedObject: InvolvedObject
  /// When it was last seen; nil where the Event keeps no such time.
  public var lastTimestamp: Timestamp?

  /// An Event.
  public init(
    metadata: ObjectMetadata, reason: String, message: String, involvedObject: InvolvedObject,
    lastTimestamp: Timestamp? = nil
  ) {
    self.metadata = metadata
    self.reason = reason
    self.message = message
    self.involvedObject = involvedObject
    self.lastTimestamp = lastTimestamp
  }

  /// The object that an Event is about.
  public struct InvolvedObject: Sendable, Hashable {
    /// Its kind, such as `Pod`.
    public var kind: String
    /// Its namespace; empty for an object that has none.
    public var namespace: String
    /// Its name.
    public var name: String
    /// Its unique identifier, which tells a Pod from an earlier one of the same name.
    public var uid: String?
    /// The part concerned, such as `spec.containers{web}`.
    public var fieldPath: String?

    /// An object that an Event is about.
    public init(
      kind: String, namespace: String, name: String, uid: String? = nil, fieldPath: String? = nil
    ) {
      self.kind = kind
      self.namespace = namespace
      self.name = name
      self.uid = uid
      self.fieldPath = fieldPath
    }
  }
}

extension Event {
  /// Reads the Event that is next: of `v1`, or of `events.k8s.io/v1`, which calls three members
  /// otherwise.
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    self.init(
      metadata: ObjectMetadata(namespace: defaultNamespace, name: ""), reason: "", message: "",
      involvedObject: InvolvedObject(kind: "", namespace: "", name: ""))
    var eventTime: Timestamp?
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "metadata") {
        metadata = try ObjectMetadata(
          &reader, defaultNamespace: defaultNamespace, annotations: .none)
      } else if reader.names(name, "reason") {
        reason = try reader.string() ?? ""
      } else if reader.names(name, "message") || reader.names(name, "note") {
        message = try reader.string() ?? ""
      } else if reader.names(name, "involvedObject") || reader.names(name, "regarding") {
        involvedObject = try InvolvedObject(&reader)
      } else if reader.names(name, "lastTimestamp")
        || reader.names(name, "deprecatedLastTimestamp")
      {
        lastTimestamp = try reader.timestamp()
      } else if reader.names(name, "eventTime") {
        eventTime = try reader.timestamp()
      } else {
        try reader.skip()
      }
    }
    lastTimestamp = lastTimestamp ?? eventTime
  }
}

extension Event.InvolvedObject {
  fileprivate init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init(kind: "", namespace: "", name: "")
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "kind") {
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
