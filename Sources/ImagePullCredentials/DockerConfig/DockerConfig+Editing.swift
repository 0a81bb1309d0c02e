// Changing a document. An operation keeps everything that it does not name: headers, helpers, unknown members, the
// order of the entries. Keys are compared by their bytes.

extension DockerConfig {
  /// This document with `entries`. An entry whose key exists replaces the old entry in its place; the others are
  /// appended in this order.
  ///
  /// A replaced entry also loses its tokens and its unknown members, since they belong to the old credential.
  /// Everything else is kept.
  ///
  /// O(length of the document and of the entries).
  ///
  /// - Parameter entries: the new entries; the last of several equal keys wins.
  /// - Returns: the document.
  public func merging(_ entries: some Sequence<Entry>) -> DockerConfig {
    var extras = storage.extras
    let merged = build { builder in
      for entry in self.entries { builder.append(entry) }
      for entry in entries { builder.append(entry) }
    }
    extras.hasAuths = extras.hasAuths || !merged.entries.isEmpty
    return merged.with(extras)
  }

  /// This document merged with `other`, which wins.
  ///
  /// Entries are merged as by ``merging(_:)-(Sequence)``. A header or a registry's helper that both have comes from
  /// `other`, and so does `credsStore` if `other` has one. Unknown members of both are kept; one that both have comes
  /// from `other`, in its place there.
  ///
  /// O(length of both documents).
  ///
  /// - Parameter other: the document that wins.
  /// - Returns: the document.
  public func merging(_ other: DockerConfig) -> DockerConfig {
    let merged = merging(other.entries)
    var (extras, others) = (merged.storage.extras, other.storage.extras)
    extras.hasAuths = extras.hasAuths || others.hasAuths
    extras.headers = (extras.headers + others.headers).keepingLast { $0.name }
    extras.credentialHelpers = (extras.credentialHelpers + others.credentialHelpers)
      .keepingLast { $0.registry }
    extras.credentialsStore = others.credentialsStore ?? extras.credentialsStore
    extras.unknownMembers = merge(extras.unknownMembers, others.unknownMembers)
    return merged.with(extras)
  }

  /// This document without the entries under `keys`; unknown keys are ignored.
  ///
  /// - Parameter keys: registry keys exactly as in the document, not as a kubelet reads them.
  /// - Returns: The document. `auths` stays, empty if no entry is left. O(length of the document and of the keys).
  public func removing(registryKeys keys: some Sequence<String>) -> DockerConfig {
    let removed = Set(keys.map { Array($0.utf8) })
    return filter { !removed.contains(Array($0.registryKey.utf8)) }
  }

  /// This document with only the entries that satisfy `isIncluded`. Their order and everything else
  /// is kept.
  ///
  /// - Parameter isIncluded: whether an entry is kept.
  /// - Returns: the document.
  /// - Throws: what `isIncluded` throws.
  public func filter<E>(_ isIncluded: (Entry) throws(E) -> Bool) throws(E) -> DockerConfig {
    var kept: [Entry] = []
    for entry in entries where try isIncluded(entry) { kept.append(entry) }
    return build { builder in
      for entry in kept { builder.append(entry) }
    }
    .with(storage.extras)
  }

  /// This document with `credsStore` set, or without it.
  ///
  /// - Parameter helper: the helper's name without the prefix `docker-credential-`; nil removes the member.
  /// - Returns: the document.
  public func settingCredentialsStore(_ helper: String?) -> DockerConfig {
    var extras = storage.extras
    extras.credentialsStore = helper
    return with(extras)
  }

  /// This document with the helper of one registry in `credHelpers` set, or without it.
  ///
  /// - Parameters:
  ///   - helper: the helper's name without the prefix `docker-credential-`, empty for none where `credsStore` is set;
  ///     nil removes the member.
  ///   - registry: the registry as clients name it; see ``ImageReference/portableRegistryKey``.
  /// - Returns: the document.
  public func settingCredentialHelper(_ helper: String?, forRegistry registry: String)
    -> DockerConfig
  {
    var extras = storage.extras
    if let helper {
      let new = CredentialHelper(registry: registry, helper: helper)
      extras.credentialHelpers = (extras.credentialHelpers + [new]).keepingLast { $0.registry }
    } else {
      extras.credentialHelpers.removeAll { $0.registry.hasSameBytes(as: registry) }
    }
    return with(extras)
  }

  private func build(_ body: (inout DocumentBuilder) -> Void) -> DockerConfig {
    var builder = DocumentBuilder(records: entries.count, text: storage.text.count)
    body(&builder)
    return DockerConfig(builder.finish(Extras()))
  }

  private func with(_ extras: Extras) -> DockerConfig {
    var builder = DocumentBuilder(records: entries.count, text: storage.text.count)
    for entry in entries { builder.append(entry) }
    return DockerConfig(builder.finish(extras))
  }
}

/// The members of `one` that `other` does not have, then those of `other`: JSON text without braces.
private func merge(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
  guard !one.isEmpty, !other.isEmpty else { return one + other }
  let names = Set(members(of: other).map(\.name))
  let kept = members(of: one).filter { !names.contains($0.name) }.map { one[$0.range] }
  return Array((kept + [other[...]]).joined(separator: ",".utf8))
}

/// The members of an object without its braces: the name and the range of each.
private func members(of text: [UInt8]) -> [(name: [UInt8], range: Range<Int>)] {
  let object = [UInt8(ascii: "{")] + text + [UInt8(ascii: "}")]
  var found: [(name: [UInt8], range: Range<Int>)] = []
  var reader = JSONReader(object.span)
  // The decoder has read these members, so reading them again does not fail.
  guard var members = try? reader.beginObject() else { return [] }
  while let name = try? reader.nextName(&members), (try? reader.skipValue()) != nil {
    var text: [UInt8] = []
    reader.append(name, to: &text)
    // One byte less for the brace, one for the quote.
    found.append((text, name.start - 2..<reader.offset - 1))
  }
  return found
}

extension Array {
  /// One element for each name: the last one, at the place of the first.
  func keepingLast(by name: (Element) -> String) -> [Element] {
    guard count > 1 else { return self }
    var places: [[UInt8]: Int] = [:]
    var kept: [Element] = []
    for element in self {
      // By bytes: as strings, names in different Unicode forms would be equal.
      let key = Array<UInt8>(name(element).utf8)
      if let place = places[key] {
        kept[place] = element
      } else {
        places[key] = kept.count
        kept.append(element)
      }
    }
    return kept
  }
}
