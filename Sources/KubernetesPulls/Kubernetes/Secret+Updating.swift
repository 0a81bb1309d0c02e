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
  /// - Returns: the Secret, JSON text in UTF-8. Contains every secret.
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
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte of the text; 0 where no single place is wrong.
    ///   - description: what is wrong and what would be right. It is shown, so it must hold no secret.
    public init(_ code: Code, at offset: Int, description: String) {
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
      /// Secrets of its type hold no credentials, or the key that belongs to the type is not there.
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

/// The place in a Secret's text at which its credential document is.
private struct CredentialSlot {
  /// Where the value is, quotes included.
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
      // What follows a whole Secret may be another one.
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
      description: "one Secret belongs here, as kubectl get secret NAME -o json prints it")
  }
}
