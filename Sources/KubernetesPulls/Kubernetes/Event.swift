/// An Event: what a component of the cluster reports about an object, such as the kubelet's
/// `FailedToRetrieveImagePullSecret` for a Pod, or `FailedCreate` for a ReplicaSet.
public struct Event: Sendable, Hashable {
  /// Namespace, name and times.
  public var metadata: ObjectMetadata
  /// `Normal` or `Warning`; empty if it is missing.
  public var type: String
  /// A word such as `Failed` or `FailedToRetrieveImagePullSecret`.
  public var reason: String
  /// The text for people.
  public var message: String
  /// The component that reports it, such as `kubelet`; empty if it is missing.
  public var component: String
  /// The object of the Event.
  public var involvedObject: ObjectReference
  /// When it was first seen; nil if the Event has no such time.
  public var firstTimestamp: Timestamp?
  /// When it was last seen; nil if the Event has no such time.
  public var lastTimestamp: Timestamp?
  /// How often it was seen; 1 if the count is missing.
  public var count: Int

  /// An Event.
  ///
  /// - Parameters:
  ///   - metadata: namespace, name and the rest.
  ///   - type: `Normal` or `Warning`.
  ///   - reason: a word such as `Failed`.
  ///   - message: the text for people.
  ///   - component: the component that reports it, such as `kubelet`.
  ///   - involvedObject: what the Event is about.
  ///   - firstTimestamp: when it was first seen.
  ///   - lastTimestamp: when it was last seen.
  ///   - count: how often it was seen.
  public init(
    metadata: ObjectMetadata, type: String = "", reason: String, message: String,
    component: String = "", involvedObject: ObjectReference, firstTimestamp: Timestamp? = nil,
    lastTimestamp: Timestamp? = nil, count: Int = 1
  ) {
    self.metadata = metadata
    self.type = type
    self.reason = reason
    self.message = message
    self.component = component
    self.involvedObject = involvedObject
    self.firstTimestamp = firstTimestamp
    self.lastTimestamp = lastTimestamp
    self.count = count
  }
}

// MARK: - Decoding

extension Event {
  /// Reads the next Event: of `v1`, or of `events.k8s.io/v1`, which has other names for some members and
  /// counts repetitions in `series`.
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    self.init(
      metadata: ObjectMetadata(namespace: defaultNamespace, name: ""), reason: "", message: "",
      involvedObject: ObjectReference(kind: "", namespace: "", name: ""))
    var eventTime: Timestamp?
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "metadata") {
        metadata = try ObjectMetadata(&reader, defaultNamespace: defaultNamespace)
      } else if reader.names(name, "type") {
        type = try reader.string() ?? ""
      } else if reader.names(name, "reason") {
        reason = try reader.string() ?? ""
      } else if reader.names(name, "message") || reader.names(name, "note") {
        message = try reader.string() ?? ""
      } else if reader.names(name, "involvedObject") || reader.names(name, "regarding") {
        involvedObject = try ObjectReference(&reader)
      } else if reader.names(name, "firstTimestamp")
        || reader.names(name, "deprecatedFirstTimestamp")
      {
        firstTimestamp = try reader.timestamp()
      } else if reader.names(name, "lastTimestamp") || reader.names(name, "deprecatedLastTimestamp")
      {
        lastTimestamp = try reader.timestamp() ?? lastTimestamp
      } else if reader.names(name, "eventTime") {
        eventTime = try reader.timestamp()
      } else if reader.names(name, "count") || reader.names(name, "deprecatedCount") {
        count = max(count, try reader.integer() ?? 1)
      } else if reader.names(name, "series") {
        try readSeries(&reader)
      } else if reader.names(name, "source") || reader.names(name, "deprecatedSource") {
        try readSource(&reader)
      } else if reader.names(name, "reportingComponent")
        || reader.names(name, "reportingController")
      {
        component = try reader.nonEmptyString() ?? component
      } else {
        try reader.skip()
      }
    }
    firstTimestamp = firstTimestamp ?? eventTime
    lastTimestamp = lastTimestamp ?? eventTime
  }

  private mutating func readSeries(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "count") {
        count = max(count, try reader.integer() ?? 1)
      } else if reader.names(name, "lastObservedTime") {
        lastTimestamp = try reader.timestamp() ?? lastTimestamp
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readSource(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "component") {
        let source = try reader.string() ?? ""
        if component.isEmpty { component = source }
      } else {
        try reader.skip()
      }
    }
  }
}
