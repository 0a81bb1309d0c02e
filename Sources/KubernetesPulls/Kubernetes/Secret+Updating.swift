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
        let key = added[pattern], !key.hasSameBytes(as: entry.registryKey)
      else { continue }
      let old = RegistryPattern.displayName(ofKey: entry.registryKey)
      throw UpdateError(
        code: .keyWrittenDifferently, offset: 0,
        description: "\(RegistryPattern.displayName(ofKey: key)) is in the Secret as \(old), which "
          + "is the same to the kubelet; write \(old) to replace that credential")
    }
  }
}
