public import ImagePullCredentials

extension Secret {
  /// The text of a Secret with `entries` put into its credential document, every byte outside of that document as it
  /// was: labels, annotations and other data stay.
  ///
  /// Puts them in as ``DockerConfig/merging(_:)`` does. The result goes to `kubectl apply -f -` or, if nobody may have
  /// changed the Secret in between, to `kubectl replace -f -`, which compares the `resourceVersion`.
  ///
  /// - Parameters:
  ///   - json: one Secret, as `kubectl get secret NAME -o json` prints it.
  ///   - entries: what is added, or takes the place of an entry with the same key.
  /// - Returns: The Secret's text. Contains every secret.
  /// - Throws: ``UpdateError`` where `json` is no such Secret, its document does not decode, the kubelet files an entry
  ///   and one of `entries` under the same key though they are written differently, or the data becomes too large.
  public static func updating(
    _ json: [UInt8], with entries: [DockerConfig.Entry]
  ) throws(UpdateError) -> [UInt8] {
    let slot = try CredentialSlot.find(in: json)
    let config: DockerConfig
    do {
      config = slot.value.isEmpty ? DockerConfig([]) : try slot.format.decode(slot.value)
    } catch {
      throw UpdateError(
        code: .malformed, offset: slot.text.lowerBound,
        description: "the credentials of Secret \(slot.secretName) do not decode: \(error)")
    }
    try checkSpelling(of: entries, in: config)
    let document = slot.format.encode(config.merging(entries))
    let size = slot.otherByteCount + document.count
    guard size <= PullSecretManifest.maximumByteCount else {
      throw UpdateError(
        code: .tooLarge, offset: slot.text.lowerBound,
        description: "\(size) bytes of data; a Secret holds at most "
          + "\(PullSecretManifest.maximumByteCount), all values together")
    }
    return json[..<slot.text.lowerBound] + slot.encode(document) + json[slot.text.upperBound...]
  }

  /// Two keys in one document that the kubelet files under the same key are tried in an order that differs from
  /// start to start, since it is that of a Go map.
  private static func checkSpelling(
    of entries: [DockerConfig.Entry], in config: DockerConfig
  ) throws(UpdateError) {
    var added: [RegistryPattern: String] = [:]
    for entry in entries {
      guard let pattern = try? entry.pattern else { continue }
      added[pattern] = entry.registryKey
    }
    for entry in config.entries {
      guard let pattern = try? entry.pattern,
        let key = added[pattern], key != entry.registryKey
      else { continue }
      let old = RegistryPattern.displayKey(of: entry.registryKey)
      throw UpdateError(
        code: .keyWrittenDifferently, offset: 0,
        description: "\(RegistryPattern.displayKey(of: key)) is in the Secret as \(old), which "
          + "is the same to the kubelet; write \(old) to replace that credential")
    }
  }
}

// MARK: - Errors

extension Secret {
  /// Why entries cannot be put into a Secret.
  ///
  /// The text names the Secret and keys, never a value. To ask for a kind of error compare ``code``; two errors are
  /// equal when all of their parts are.
  public struct UpdateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte of the text at which it was noticed; 0 where no single place is wrong.
    public let offset: Int
    /// What is wrong, where, and what would be right.
    public let description: String

    /// An error, as a test may need one.
    public init(code: Code, offset: Int, description: String) {
      self.code = code
      self.offset = offset
      self.description = description
    }

    /// A kind of problem. More may be added; compare with the constants and handle the rest alike.
    public struct Code: StableCode {
      /// The stable name, such as `not-a-secret`.
      public let rawValue: String

      /// The code of that name.
      public init(rawValue: String) { self.rawValue = rawValue }

      /// The text is not what `kubectl get -o json` prints.
      public static let unreadable = Code(rawValue: "unreadable")
      /// The text is not one object of kind `Secret`.
      public static let notASecret = Code(rawValue: "not-a-secret")
      /// The Secret's type is none that holds credentials, or the key that belongs to it is not there.
      public static let notAPullSecret = Code(rawValue: "not-a-pull-secret")
      /// The credential document does not decode.
      public static let malformed = Code(rawValue: "malformed")
      /// An entry has the same key to the kubelet, but not the same bytes.
      public static let keyWrittenDifferently = Code(rawValue: "key-written-differently")
      /// The data would be larger than ``PullSecretManifest/maximumByteCount``.
      public static let tooLarge = Code(rawValue: "too-large")

      /// All codes of this version.
      public static let allCases = [
        unreadable, notASecret, notAPullSecret, malformed, keyWrittenDifferently, tooLarge,
      ]
    }
  }
}

// MARK: - Finding the document

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
