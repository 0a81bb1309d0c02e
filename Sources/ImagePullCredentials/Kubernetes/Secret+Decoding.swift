extension Secret {
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    var metadata = ObjectMetadata(namespace: defaultNamespace, name: "")
    var type = ""
    var data = DataMap()
    var stringData = DataMap()
    if var members = try reader.beginObject() {
      while let name = try reader.nextName(&members) {
        if reader.names(name, "metadata") {
          metadata = try ObjectMetadata(
            &reader, defaultNamespace: defaultNamespace)
        } else if reader.names(name, "type") {
          type = try reader.string() ?? ""
        } else if reader.names(name, "data") {
          data = try DataMap(&reader, isBase64: true)
        } else if reader.names(name, "stringData") {
          stringData = try DataMap(&reader, isBase64: false)
        } else {
          try reader.skip()
        }
      }
    }
    data.override(with: stringData)
    self.init(
      metadata: metadata, type: type, keys: data.keys, values: data.values,
      isMasked: data.isMasked)
  }
}

/// The member `data` or `stringData` of a Secret: all keys in order, and the values of credential
/// keys.
private struct DataMap {
  private(set) var keys: [String] = []
  private(set) var values: [String: [UInt8]] = [:]
  /// Whether somebody put something in the place of a value.
  private(set) var isMasked = false
  private var known: Set<String> = []

  init() {}

  init(_ reader: inout ManifestReader, isBase64: Bool) throws(ManifestFailure) {
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      let key = reader.text(name)
      insert(key)
      if Secret.credentialKeys.contains(key) {
        values[key] = isBase64 ? try reader.base64OrMask() : try reader.utf8()
        if values[key] == nil { isMasked = true }
      } else {
        _ = try reader.token()
      }
    }
  }

  /// Takes over what `other` has: the API server writes `stringData` over `data`.
  ///
  /// Source: `Convert_v1_Secret_To_core_Secret`, pkg/apis/core/v1/conversion.go.
  mutating func override(with other: DataMap) {
    for key in other.keys { insert(key) }
    isMasked = isMasked || other.isMasked
    values.merge(other.values) { _, new in new }
  }

  private mutating func insert(_ key: String) {
    if known.insert(key).inserted { keys.append(key) }
  }
}
