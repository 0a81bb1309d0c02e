public import ImagePullCredentials

extension Secret {
  /// The text of a Secret with `entries` merged into its credential document. Every byte outside that document is
  /// unchanged: labels, annotations and other data stay.
  ///
  /// Entries are merged as by ``DockerConfig/merging(_:)``. Pass the result to `kubectl apply -f -` or, to reject
  /// concurrent changes of the Secret, to `kubectl replace -f -`, which compares the `resourceVersion`.
  ///
  /// - Parameters:
  ///   - json: one Secret, as from `kubectl get secret NAME -o json`.
  ///   - entries: the entries to add; each replaces an entry with the same key.
  /// - Returns: the Secret, JSON text in UTF-8. Contains every secret.
  /// - Throws: ``UpdateError`` if `json` is not such a Secret, its document does not decode, an existing key differs
  ///   from one of `entries` but is the same for the kubelet, or the data becomes too large.
  public static func updating(
    _ json: [UInt8], with entries: [DockerConfig.Entry]
  ) throws(UpdateError) -> [UInt8] {
    let slot = try CredentialSlot.find(in: json)
    let config: DockerConfig
    do {
      config = slot.value.isEmpty ? DockerConfig([]) : try slot.format.decode(slot.value)
    } catch {
      throw UpdateError(
        .malformed, at: slot.text.lowerBound,
        description: "the credentials of Secret \(slot.secretName) do not decode: \(error)")
    }
    try checkSpelling(of: entries, in: config)
    let document = slot.format.encode(config.merging(entries))
    let size = slot.otherByteCount + document.count
    guard size <= PullSecretManifest.maximumByteCount else {
      throw UpdateError(
        .tooLarge, at: slot.text.lowerBound,
        description: "\(size) bytes of data; a Secret holds at most "
          + "\(PullSecretManifest.maximumByteCount), all values together")
    }
    return json[..<slot.text.lowerBound] + slot.encode(document) + json[slot.text.upperBound...]
  }

  /// The kubelet tries two keys of one document with the same canonical key in random order, that of a Go map.
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
        let key = added[pattern], !key.hasSameBytes(as: entry.registryKey)
      else { continue }
      let old = RegistryPattern.displayKey(of: entry.registryKey)
      throw UpdateError(
        .keyWrittenDifferently, at: 0,
        description: "\(RegistryPattern.displayKey(of: key)) is in the Secret as \(old), which "
          + "is the same to the kubelet; write \(old) to replace that credential")
    }
  }
}

// MARK: - Errors

extension Secret {
  /// Why entries cannot be merged into a Secret.
  ///
  /// The text names the Secret and keys, never a value. Compare ``code`` for the kind of error; two errors are equal if
  /// all their parts are equal.
  public struct UpdateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte offset in the text; 0 if there is no single place.
    public let offset: Int
    /// What is wrong, where, and what is expected.
    public let description: String

    /// An error, for tests.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte offset in the text; 0 if there is no single place.
    ///   - description: what is wrong and what is expected. It is shown, so it must not contain a secret.
    public init(_ code: Code, at offset: Int, description: String) {
      self.code = code
      self.offset = offset
      self.description = description
    }

    /// A kind of problem. More may be added; compare with the constants and have a default for the rest.
    public struct Code: StableCode {
      /// The stable name, such as `not-a-secret`.
      public let rawValue: String

      /// The code of that name.
      public init(rawValue: String) { self.rawValue = rawValue }

      /// The text is not output of `kubectl get -o json`.
      public static let unreadable = Code(rawValue: "unreadable")
      /// The text is not one object of kind `Secret`.
      public static let notASecret = Code(rawValue: "not-a-secret")
      /// Secrets of its type have no credentials, or the type's key is missing.
      public static let notAPullSecret = Code(rawValue: "not-a-pull-secret")
      /// The credential document does not decode.
      public static let malformed = Code(rawValue: "malformed")
      /// An entry has the same key for the kubelet, but not the same bytes.
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

/// The place of the credential document in a Secret's text.
private struct CredentialSlot {
  /// Where the value is, quotes included.
  let text: Range<Int>
  /// Whether the value is base64, as in `data`, or the document itself, as in `stringData`.
  let isBase64: Bool
  /// The document.
  let value: [UInt8]
  let format: PullSecretFormat
  let secretName: String
  /// The size of all other values of the Secret.
  let otherByteCount: Int

  /// Finds the value that counts: that in `stringData` if there is one, with which the API server overwrites `data`.
  static func find(in json: [UInt8]) throws(Secret.UpdateError) -> CredentialSlot {
    var data = SecretData(keepsAllValues: true)
    let secret = try onlySecret(in: json, data: &data)
    guard let format = PullSecretFormat(type: secret.type) else {
      throw Secret.UpdateError(
        .notAPullSecret, at: 0,
        description: "Secret \(secret.name) is of type \(secret.type), in which the kubelet does "
          + "not look for credentials; a Secret's type cannot be changed: create another one")
    }
    guard let value = data.values[format.key] else {
      throw Secret.UpdateError(
        .notAPullSecret, at: 0,
        description: "Secret \(secret.name) has no key \(format.key), which its type needs")
    }
    guard !data.isMasked, let document = value.bytes else {
      throw Secret.UpdateError(
        .unreadable, at: value.text.lowerBound,
        description: "a value of Secret \(secret.name) was left out of this text; get it again")
    }
    let otherByteCount = data.values.values.reduce(-document.count) { $0 + ($1.bytes?.count ?? 0) }
    return CredentialSlot(
      text: value.text, isBase64: value.isBase64, value: document, format: format,
      secretName: secret.name, otherByteCount: otherByteCount)
  }

  /// `document` as JSON text for the slot.
  func encode(_ document: [UInt8]) -> [UInt8] {
    let value = isBase64 ? Base64.encode(document.span) : document
    var json = JSONWriter()
    json.string(value.span)
    return json.bytes
  }

  private static func onlySecret(
    in json: [UInt8], data: inout SecretData
  ) throws(Secret.UpdateError) -> Secret {
    var secret: Secret?
    do {
      try ObjectReader.only(json.span) { reader, header throws(ManifestFailure) in
        guard header.kind == "Secret", !header.isList else { return try reader.skip() }
        secret = try Secret(&reader, defaultNamespace: "default", data: &data)
      }
    } catch {
      // Another Secret may follow.
      let isFollowed =
        secret != nil && json.span.byte(at: error.offset) == UInt8(ascii: "{")
      throw isFollowed
        ? notASecret
        : Secret.UpdateError(
          .unreadable, at: error.offset, description: error.description)
    }
    guard let secret else { throw notASecret }
    return secret
  }

  private static var notASecret: Secret.UpdateError {
    Secret.UpdateError(
      .notASecret, at: 0,
      description: "expected one Secret, as kubectl get secret NAME -o json prints it")
  }
}
