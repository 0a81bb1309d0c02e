extension KeyringIndex {
  /// The first entries of the keys that match an image's host, port and path, in the kubelet's order.
  ///
  /// The kubelet asks every key (pkg/credentialprovider/keyring.go, `Lookup`); this asks those that can match. The
  /// cost follows the length of the name and the number of matches, and for wildcards the number of shapes: see
  /// ``Keyring/credentials(for:)-(ImageReference)`` for the bound.
  @inline(__always)
  func firstEntries(host: Span<UInt8>, port: Span<UInt8>, path: Span<UInt8>) -> MatchedKeys {
    var found = MatchedKeys()
    if let group = group(host: host, port: port, hash: Self.hash(host: host, port: port)),
      groups[group].wildcards == nil
    {
      collect(group, path: path, into: &found)
    }
    if !shapes.isEmpty { collectWildcards(host: host, port: port, path: path, into: &found) }
    if found.count > 1 { found.sort { text(ofEntry: $1).precedes(text(ofEntry: $0)) } }
    return found
  }

  /// The first entry of the key under which the kubelet looks when no key matches an image that it takes for one of
  /// Docker Hub.
  func firstEntryForHub() -> MatchedKeys {
    var found = MatchedKeys()
    append(from: hubKey, to: &found)
    return found
  }

  private func collectWildcards(
    host: Span<UInt8>, port: Span<UInt8>, path: Span<UInt8>, into found: inout MatchedKeys
  ) {
    let dots = HostDots(in: host)
    var shape = shapes.first(labelCount: dots.labelCount)
    while shape >= 0 {
      if let hash = hash(host: host, dots: dots, port: port, shape: shape) {
        var group = firstGroup(inBucketOf: hash)
        while group >= 0, let wildcards = groups[group].wildcards {
          if matches(group, wildcards, shape: shape, host: host, dots: dots),
            bytes.span.extracting(groups[group].port).hasSameBytes(as: port)
          {
            collect(group, path: path, into: &found)
          }
          group = Int(wildcards.nextInBucket)
        }
      }
      shape = shapes.next(after: shape)
    }
  }

  private func firstGroup(inBucketOf hash: UInt64) -> Int {
    var probe = groupsByShape.probe(hash)
    return groupsByShape.next(&probe) ?? -1
  }

  private func matches(
    _ group: Int, _ wildcards: HostGroup.Wildcards, shape: Int, host: Span<UInt8>, dots: HostDots
  ) -> Bool {
    let pattern = bytes.span.extracting(groups[group].host)
    guard wildcards.isDecidedByLiterals, !dots.hasStar else {
      return HostLabels.count(in: pattern) == dots.labelCount
        && RegistryPattern.firstMismatchedLabel(pattern, host) == nil
    }
    return shapes.literalsAgree(shape, pattern: pattern, host: host, dots: dots)
  }

  /// Finds the keys of `group` whose path is a prefix of `path`.
  private func collect(_ group: Int, path: Span<UInt8>, into found: inout MatchedKeys) {
    append(from: groups[group].firstKey, to: &found)
    var length = groups[group].firstPathLength
    guard length >= 0 else { return }
    // The hash of the whole blocks before the prefix that is looked for; each length goes on from the last one's.
    var blocks = KeyedHash(origin: UInt64(group))
    var blockCount = 0
    while length >= 0 {
      let count = pathLengths[Int(length)].value
      guard count <= path.count else { return }
      blocks.combine(blocksOf: path, from: blockCount, to: count / 8)
      blockCount = count / 8
      var hash = blocks
      hash.combineTail(of: path, before: count)
      let first = firstKey(of: group, path: path.extracting(0..<count), hash: hash.state)
      append(from: Int32(first), to: &found)
      length = pathLengths[Int(length)].next
    }
  }

  /// The canonical key under which `entry` is filed.
  @_lifetime(borrow self)
  private func text(ofEntry entry: Int32) -> Span<UInt8> {
    bytes.span.extracting(keys[Int(entries[Int(entry)].key)].text)
  }

  /// Appends the first entry of the key `first`, and those of the keys after it with the same group and path, but
  /// for keys without credentials.
  private func append(from first: Int32, to found: inout MatchedKeys) {
    var key = first
    while key >= 0 {
      let entry = keys[Int(key)].firstEntry
      if entry >= 0 { found.append(entry) }
      key = keys[Int(key)].next
    }
  }
}
