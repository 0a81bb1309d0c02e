/// An item of `status.conditions`: what a controller says of an object's state, such as `ReplicaFailure` of a
/// Deployment or `Ready` of an ExternalSecret.
public struct ObjectCondition: Sendable, Hashable {
  /// What is said to be so, or not.
  public var type: String
  /// `True`, `False` or `Unknown`.
  public var status: String
  /// A word such as `FailedCreate`; often empty.
  public var reason: String
  /// The text for people; often empty.
  public var message: String
  /// Since when; nil where the controller keeps no time.
  public var lastTransitionTime: Timestamp?

  /// A condition.
  public init(
    type: String, status: String, reason: String = "", message: String = "",
    lastTransitionTime: Timestamp? = nil
  ) {
    self.type = type
    self.status = status
    self.reason = reason
    self.message = message
    self.lastTransitionTime = lastTransitionTime
  }
}

extension ObjectCondition {
  /// Reads the list `conditions` that is next.
  static func list(_ reader: inout ManifestReader) throws(ManifestFailure) -> [ObjectCondition] {
    var conditions: [ObjectCondition] = []
    try reader.readArray { reader throws(ManifestFailure) in
      conditions.append(try ObjectCondition(&reader))
    }
    return conditions
  }

  /// Reads the `conditions` of the `status` that is next.
  static func listInStatus(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [ObjectCondition] {
    var conditions: [ObjectCondition] = []
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "conditions") {
        conditions = try list(&reader)
      } else {
        try reader.skip()
      }
    }
    return conditions
  }

  private init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init(type: "", status: "")
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "type") {
        type = try reader.string() ?? ""
      } else if reader.names(name, "status") {
        status = try reader.string() ?? ""
      } else if reader.names(name, "reason") {
        reason = try reader.string() ?? ""
      } else if reader.names(name, "message") {
        message = try reader.string() ?? ""
      } else if reader.names(name, "lastTransitionTime") {
        lastTransitionTime = try reader.timestamp()
      } else {
        try reader.skip()
      }
    }
  }
}
