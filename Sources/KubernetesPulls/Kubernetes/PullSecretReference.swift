import ImagePullCredentials

/// One item of a list `imagePullSecrets`, as it was written.
public enum PullSecretReference: Sendable, Hashable {
  /// `- name: regcred`: the Secret of that name in the Pod's namespace.
  case named(String)
  /// An item without a name, or with an empty one. It counts as an item of its list, so that it
  /// keeps a ServiceAccount's list from being copied; the kubelet passes over it silently.
  case unnamed
  /// A plain string, `- regcred`, where an object belongs. The API server refuses such a manifest.
  case bareString(String)
  /// Neither an object with a `name` nor a string. The API server refuses such a manifest.
  case malformed
  /// What stands in the place of the list, such as `imagePullSecrets: {name: regcred}` without a dash. The API server
  /// refuses such a manifest.
  ///
  /// - Parameter name: the object's name, or the string; nil if there is neither.
  case notAList(name: String?)

  /// The Secret's name, if the item names one as it should.
  public var name: String? {
    if case .named(let name) = self { name } else { nil }
  }

  /// The item that `name` makes; empty is ``unnamed``.
  init(name: String?) {
    self = name.flatMap { $0.isEmpty ? nil : .named($0) } ?? .unnamed
  }
}

extension PullSecretReference {
  /// Reads the list `imagePullSecrets` that is next. Items of a wrong form are kept as such.
  static func list(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [PullSecretReference] {
    switch try reader.kind() {
    case .array, .null: break
    default: return [try notAList(&reader)]
    }
    var references: [PullSecretReference] = []
    guard var elements = try reader.beginArray() else { return references }
    while try reader.nextElement(&elements) {
      references.append(try PullSecretReference(&reader))
    }
    return references
  }

  private init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    switch try reader.kind() {
    case .object: self = try Self.object(&reader)
    case .string: self = .bareString(try reader.string() ?? "")
    case .null:
      try reader.skip()
      self = .unnamed
    default:
      try reader.skip()
      self = .malformed
    }
  }

  private static func notAList(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> PullSecretReference {
    switch try PullSecretReference(&reader) {
    case .named(let name), .bareString(let name): .notAList(name: name)
    case .unnamed, .malformed, .notAList: .notAList(name: nil)
    }
  }

  private static func object(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> PullSecretReference {
    var reference = PullSecretReference.unnamed
    guard var members = try reader.beginObject() else { return reference }
    while let name = try reader.nextName(&members) {
      guard reader.names(name, "name") else {
        try reader.skip()
        continue
      }
      switch try reader.kind() {
      case .string, .null: reference = PullSecretReference(name: try reader.string())
      default:
        try reader.skip()
        reference = .malformed
      }
    }
    return reference
  }
}
