extension KeyringIndex {
  /// The keys that match an image's host, port and path and have credentials, in the kubelet's order.
  ///
  /// The kubelet asks every key (pkg/credentialprovider/keyring.go, `Lookup`); this asks those that can match. The
  /// cost follows the length of the name and the number of matches, and for wildcards the number of shapes: see
  /// ``Keyring/credentials(for:)-(String)`` for the bound.
  func matches(host: Span<UInt8>, port: Span<UInt8>, path: Span<UInt8>) -> MatchedKeys {
    var found = MatchedKeys()
    var probe = groupsByHost.probe(Self.hash(host: host, port: port))
    while let group = groupsByHost.next(&probe) {
      if groups[group].isLiteral, bytes.span.extracting(groups[group].host).hasSameBytes(as: host),
        bytes.span.extracting(groups[group].port).hasSameBytes(as: port)
      {
        collect(group, path: path, into: &found)
        break
      }
    }
    if !shapes.isEmpty { collectWildcards(host: host, port: port, path: path, into: &found) }
    found.sort { precedes($0, $1) }
    return found
  }

  /// The keys under which the kubelet looks when no key matches an image that it takes for one of Docker Hub.
  func hubFallback() -> MatchedKeys {
    var found = MatchedKeys()
    if hubKey >= 0, keys[Int(hubKey)].firstEntry >= 0 { found.append(hubKey) }
    return found
  }

  private func collectWildcards(
    host: Span<UInt8>, port: Span<UInt8>, path: Span<UInt8>, into found: inout MatchedKeys
  ) {
    let dots = HostDots(in: host)
    guard dots.labelCount < shapesByLabelCount.count else { return }
    for number in shapesByLabelCount[dots.labelCount] {
      var hash = KeyedHash(origin: UInt64(number))
      hash.combine(port)
      guard shapes[Int(number)].combine(host, dots: dots, into: &hash) else { continue }
      var probe = groupsByShape.probe(hash.state)
      guard let first = groupsByShape.next(&probe) else { continue }
      var group = first
      while group >= 0 {
        if bytes.span.extracting(groups[group].port).hasSameBytes(as: port),
          RegistryPattern.firstMismatchedLabel(bytes.span.extracting(groups[group].host), host)
            == nil
        {
          collect(group, path: path, into: &found)
        }
        group = Int(groups[group].nextInBucket)
      }
    }
  }

  /// Finds the keys of `group` whose path is a prefix of `path`.
  private func collect(_ group: Int, path: Span<UInt8>, into found: inout MatchedKeys) {
    append(groups[group].firstKey, to: &found)
    var length = groups[group].firstLength
    guard length >= 0 else { return }
    // The hash of the whole blocks before the prefix that is looked for; each length goes on from the last one's.
    var blocks = KeyedHash(origin: UInt64(group))
    var blockCount = 0
    while length >= 0 {
      let count = lengths[Int(length)].value
      guard count <= path.count else { return }
      blocks.combine(blocksOf: path, from: blockCount, to: count / 8)
      blockCount = count / 8
      var hash = blocks
      hash.combineTail(of: path, before: count)
      let prefix = path.extracting(0..<count)
      append(Int32(firstKey(of: group, path: prefix, hash: hash.state)), to: &found)
      length = lengths[Int(length)].next
    }
  }

  /// Appends `first` and the keys after it with the same group and path, but for those without credentials.
  private func append(_ first: Int32, to found: inout MatchedKeys) {
    var key = first
    while key >= 0 {
      if keys[Int(key)].firstEntry >= 0 { found.append(key) }
      key = keys[Int(key)].next
    }
  }

  /// Whether the kubelet tries key `one` before key `other`: descending byte order of the canonical keys.
  private func precedes(_ one: Int32, _ other: Int32) -> Bool {
    let one = bytes.span.extracting(keys[Int(one)].text)
    let other = bytes.span.extracting(keys[Int(other)].text)
    return other.precedes(one)
  }
}
