/// Which of an object's annotations are kept.
enum AnnotationFilter {
  case none
  case staticPod
  case all

  fileprivate func keeps(_ key: JSONString, in reader: borrowing ManifestReader) -> Bool {
    switch self {
    case .none: false
    case .staticPod:
      reader.names(key, AnnotationKey.mirror) || reader.names(key, AnnotationKey.source)
    case .all: !reader.names(key, AnnotationKey.lastApplied)
    }
  }
}

extension ObjectMetadata {
  init(
    _ reader: inout ManifestReader, defaultNamespace: String, annotations filter: AnnotationFilter
  ) throws(ManifestFailure) {
    var hasPullSecrets = false
    try self.init(
      &reader, defaultNamespace: defaultNamespace, annotations: filter,
      hasPullSecrets: &hasPullSecrets)
  }

  /// Reads the `metadata` that is next. `hasPullSecrets` tells of a list that does not belong
  /// there.
  init(
    _ reader: inout ManifestReader, defaultNamespace: String, annotations filter: AnnotationFilter,
    hasPullSecrets: inout Bool
  ) throws(ManifestFailure) {
    self.init(namespace: defaultNamespace, name: "")
    guard var members = try reader.beginObject() else { return }
    var newestChange: Timestamp?
    while let name = try reader.nextName(&members) {
      if reader.names(name, "name") {
        self.name = try reader.string() ?? ""
      } else if reader.names(name, "namespace") {
        namespace = try reader.nonEmptyString() ?? defaultNamespace
      } else if reader.names(name, "uid") {
        uid = try reader.nonEmptyString()
      } else if reader.names(name, "creationTimestamp") {
        creationTimestamp = try reader.timestamp()
      } else if reader.names(name, "managedFields") {
        newestChange = try Self.newestChange(&reader)
      } else if reader.names(name, "ownerReferences") {
        ownerReferences = try OwnerReference.list(&reader)
      } else if reader.names(name, "annotations"), filter != .none {
        annotations = try Self.annotations(&reader, filter)
      } else {
        if reader.names(name, "imagePullSecrets") { hasPullSecrets = true }
        try reader.skip()
      }
    }
    newestTimestamp = [creationTimestamp, newestChange].compactMap(\.self).max()
  }

  /// Reads `managedFields` for the newest `time` in it.
  private static func newestChange(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> Timestamp? {
    guard var fields = try reader.beginArray() else { return nil }
    var newest: Timestamp?
    while try reader.nextElement(&fields) {
      guard var members = try reader.beginObject() else { continue }
      while let name = try reader.nextName(&members) {
        if reader.names(name, "time"), let time = try reader.timestamp() {
          newest = max(newest ?? time, time)
        } else {
          try reader.skip()
        }
      }
    }
    return newest
  }

  private static func annotations(
    _ reader: inout ManifestReader, _ filter: AnnotationFilter
  ) throws(ManifestFailure) -> [String: String] {
    var annotations: [String: String] = [:]
    guard var members = try reader.beginObject() else { return annotations }
    while let key = try reader.nextName(&members) {
      if filter.keeps(key, in: reader) {
        annotations[reader.text(key)] = try reader.string() ?? ""
      } else {
        try reader.skip()
      }
    }
    return annotations
  }
}

extension OwnerReference {
  fileprivate static func list(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [OwnerReference] {
    var owners: [OwnerReference] = []
    guard var elements = try reader.beginArray() else { return owners }
    while try reader.nextElement(&elements) {
      var owner = OwnerReference(apiVersion: "", kind: "", name: "")
      if var members = try reader.beginObject() {
        while let name = try reader.nextName(&members) {
          if reader.names(name, "apiVersion") {
            owner.apiVersion = try reader.string() ?? ""
          } else if reader.names(name, "kind") {
            owner.kind = try reader.string() ?? ""
          } else if reader.names(name, "name") {
            owner.name = try reader.string() ?? ""
          } else if reader.names(name, "controller") {
            owner.isController = try reader.bool()
          } else {
            try reader.skip()
          }
        }
      }
      owners.append(owner)
    }
    return owners
  }
}
