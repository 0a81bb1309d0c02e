import ImagePullCredentials

/// The place in a Secret's text at which its credential document stands.
struct CredentialSlot: Sendable {
  /// Where the value stands, quotes included.
  let text: Range<Int>
  /// Whether the value is base64, as in `data`, or the document itself, as in `stringData`.
  let isBase64: Bool
  /// The document.
  let value: [UInt8]
  let format: PullSecretFormat
  let secretName: String
  /// The bytes of all other values that the Secret would hold.
  let otherByteCount: Int

  /// Finds the value that counts: that in `stringData` if there is one, which the API server writes over `data`.
  static func find(in json: [UInt8]) throws(Secret.UpdateError) -> CredentialSlot {
    let secret = try onlySecret(in: json)
    guard let format = PullSecretFormat(type: secret.type) else {
      throw Secret.UpdateError(
        code: .notAPullSecret, offset: 0,
        description: "Secret \(secret.name) is of type \(secret.type), in which the kubelet does "
          + "not look for credentials; a Secret's type cannot be changed: create another one")
    }
    var values: [String: Value] = [:]
    do {
      var reader = ManifestReader(json.span)
      values = try Value.all(&reader)
    } catch {
      throw Secret.UpdateError(.unreadable, error)
    }
    guard let value = values.removeValue(forKey: format.key) else {
      throw Secret.UpdateError(
        code: .notAPullSecret, offset: 0,
        description: "Secret \(secret.name) has no key \(format.key), which its type needs")
    }
    return CredentialSlot(
      text: value.text, isBase64: value.isBase64, value: value.bytes, format: format,
      secretName: secret.name,
      otherByteCount: values.values.reduce(0) { $0 + $1.bytes.count })
  }

  /// `document` as JSON text for the slot.
  func encode(_ document: [UInt8]) -> [UInt8] {
    let value = isBase64 ? Base64.encode(document.span) : document
    var json = JSONWriter()
    json.string(value.span)
    return json.bytes
  }

  private static func onlySecret(in json: [UInt8]) throws(Secret.UpdateError) -> Secret {
    let objects: KubernetesObjects
    do {
      objects = try KubernetesObjects(json: json)
    } catch {
      throw Secret.UpdateError(
        code: .unreadable, offset: error.offset, description: error.description)
    }
    var isOneObject = false
    do {
      var reader = ManifestReader(json.span)
      let header = try ObjectHeader(readingAhead: reader)
      try reader.skip()
      isOneObject = header.kind == "Secret" && !header.isList && reader.isAtEnd()
    } catch {
      throw Secret.UpdateError(.unreadable, error)
    }
    guard isOneObject, let secret = objects.secrets.first else {
      throw Secret.UpdateError(
        code: .notASecret, offset: 0,
        description: "one Secret belongs here, as kubectl get secret NAME -o json prints it")
    }
    return secret
  }
}

/// One value of a Secret's data.
private struct Value {
  let text: Range<Int>
  let isBase64: Bool
  let bytes: [UInt8]

  /// Reads the Secret that is next for its values, by key.
  static func all(_ reader: inout ManifestReader) throws(ManifestFailure) -> [String: Value] {
    var data: [String: Value] = [:]
    var stringData: [String: Value] = [:]
    guard var members = try reader.beginObject() else { return data }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "data") {
        data = try map(&reader, isBase64: true)
      } else if reader.names(name, "stringData") {
        stringData = try map(&reader, isBase64: false)
      } else {
        try reader.skip()
      }
    }
    return data.merging(stringData) { _, new in new }
  }

  private static func map(
    _ reader: inout ManifestReader, isBase64: Bool
  ) throws(ManifestFailure) -> [String: Value] {
    var values: [String: Value] = [:]
    guard var members = try reader.beginObject() else { return values }
    while let name = try reader.nextName(&members) {
      _ = try reader.kind()
      let start = reader.offset
      let bytes = isBase64 ? try reader.base64() : try reader.utf8()
      values[reader.text(name)] = Value(
        text: start..<reader.offset, isBase64: isBase64, bytes: bytes)
    }
    return values
  }
}

extension Secret.UpdateError {
  fileprivate init(_ code: Code, _ failure: ManifestFailure) {
    self.init(
      code: code, offset: failure.offset,
      description: "byte \(failure.offset): \(failure.explanation)")
  }
}
