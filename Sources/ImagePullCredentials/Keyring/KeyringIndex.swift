/// The index of a keyring: from an image's host and path to the keys that match them.
///
/// Each canonical key is a `Key`; keys with the same host and port form a ``HostGroup``. A look-up finds groups, the one
/// with exactly the image's host by hash, those with wildcards by hash for each ``HostShape``; in each group it
/// finds keys by the hashes of those prefixes of the image's path that are as long as some key's path.
///
/// All records lie in flat arrays and refer to each other by position, -1 for none, so that a million entries are
/// a dozen allocations.
struct KeyringIndex: Sendable {
  /// One canonical registry key with the credentials filed under it.
  struct Key: Sendable {
    /// The canonical key in `bytes`.
    let text: Range<Int>
    /// The path that the image's must begin with, in `bytes`.
    let path: Range<Int>
    let group: Int32
    /// The next key with the same group and path, which is written in another way.
    let next: Int32
    var firstEntry: Int32 = -1
    var lastEntry: Int32 = -1
    /// All credentials that it had have been taken out.
    var wasEmptied = false
  }

  /// A length that the path of some key of a group has.
  struct PathLength: Sendable {
    let value: Int
    var next: Int32
  }

  /// The texts of all keys.
  var bytes: [UInt8] = []
  var keys: [Key] = []
  var groups: [HostGroup] = []
  var pathLengths: [PathLength] = []
  var entries: [Entry] = []
  var freeEntries: [Int32] = []
  /// How many keys had credentials and have none now.
  var emptyKeyCount = 0
  var shapes = HostShapes()
  var groupsByHost = SlotTable()
  var groupsByShape = SlotTable()
  var keysByPath = SlotTable()
  /// Keys by their whole text, where several are read back as the same group and path: escapes of
  /// percent signs can spell one path in any number of ways.
  var keysByText = SlotTable()
  /// The key `index.docker.io`, to which images of Docker Hub fall back.
  var hubKey: Int32 = -1
}

// MARK: - Adding

extension KeyringIndex {
  /// The position of the canonical key that `text` stands for, which is entered if it is new.
  ///
  /// Nil for a key that can never match, whether the kubelet skips it or files it under what it cannot read back.
  /// O(length of the key), amortised.
  mutating func key(for text: Span<UInt8>) -> Int? {
    guard let compiled = try? CompiledKey(registryKey: text), compiled.isMatchable else {
      return nil
    }
    let host = compiled.bytes(compiled.host, of: text)
    let port = compiled.bytes(compiled.port, of: text)
    let path = compiled.bytes(compiled.path, of: text)
    let hostHash = Self.hash(host: host, port: port)
    let knownGroup = group(host: host, port: port, hash: hostHash)
    let group = knownGroup ?? groups.count
    var hash = KeyedHash(origin: UInt64(group))
    hash.combine(path)
    let head = knownGroup == nil ? -1 : firstKey(of: group, path: path, hash: hash.state)
    if head >= 0, let key = key(written: compiled, text, head: head) { return key }

    let parts = store(compiled, of: text)
    if knownGroup == nil {
      let wildcards = wildcards(of: group, host: host, port: port)
      groups.append(HostGroup(host: parts.host, port: parts.port, wildcards: wildcards))
      groupsByHost.insert(group, for: hostHash)
    }
    let new = keys.count
    keys.append(Key(text: parts.text, path: parts.path, group: Int32(group), next: Int32(head)))
    file(new, after: head, hash: hash.state)
    if head >= 0 {
      if keys[head].next < 0 { enterText(of: head) }
      enterText(of: new)
    }
    if bytes.span.extracting(parts.text).hasSameBytes(as: DockerHubFallback.key.bytes) {
      hubKey = Int32(new)
    }
    return new
  }

  /// The key that is written as `compiled` is, nil if there is none; `head` is the first that is
  /// read back as the same group and path.
  private func key(written compiled: CompiledKey, _ text: Span<UInt8>, head: Int) -> Int? {
    let host = compiled.bytes(compiled.canonicalHost, of: text)
    let path = compiled.bytes(compiled.canonicalPath, of: text)
    if bytes.span.extracting(keys[head].text).isConcatenation(of: host, path) { return head }
    guard keys[head].next >= 0 else { return nil }
    var probe = keysByText.probe(Self.hash(host: host, path: path))
    while let key = keysByText.next(&probe) {
      if bytes.span.extracting(keys[key].text).isConcatenation(of: host, path) { return key }
    }
    return nil
  }

  /// Enters `key` in `keysByText`.
  private mutating func enterText(of key: Int) {
    let hash = textHash(of: key)
    keysByText.insert(key, for: hash)
  }

  /// The hash of a key's text, whose path begins with the first slash: no host holds one.
  private func textHash(of key: Int) -> UInt64 {
    let text = bytes.span.extracting(keys[key].text)
    let slash = text.firstOffset(of: UInt8(ascii: "/")) ?? text.count
    return Self.hash(
      host: text.extracting(first: slash), path: text.extracting(slash..<text.count))
  }

  /// Appends a key's text to `bytes`, and what is matched where that does not stand in the text: where decoding
  /// made the kubelet read another key the second time. Returns where the parts stand.
  private mutating func store(
    _ key: CompiledKey, of text: Span<UInt8>
  ) -> (text: Range<Int>, host: Range<Int>, port: Range<Int>, path: Range<Int>) {
    let start = bytes.count
    bytes.append(copying: key.bytes(key.canonicalHost, of: text))
    let hostEnd = bytes.count
    bytes.append(copying: key.bytes(key.canonicalPath, of: text))
    let end = bytes.count
    let host = place(key.host, of: key, text, within: key.canonicalHost, at: start)
    let port = place(key.port, of: key, text, within: key.canonicalHost, at: start)
    let path = place(key.path, of: key, text, within: key.canonicalPath, at: hostEnd)
    return (start..<end, host, port, path)
  }

  /// Where `range` of a key stands in `bytes`, given that `whole` begins at `start` there; appends it if it is no part
  /// of `whole`.
  private mutating func place(
    _ range: Range<Int>, of key: CompiledKey, _ text: Span<UInt8>, within whole: Range<Int>,
    at start: Int
  ) -> Range<Int> {
    if range.lowerBound >= whole.lowerBound, range.upperBound <= whole.upperBound {
      let offset = start - whole.lowerBound
      return range.lowerBound + offset..<range.upperBound + offset
    }
    let appended = bytes.count
    bytes.append(copying: key.bytes(range, of: text))
    return appended..<bytes.count
  }

  /// Makes the key `new` the first of those with its group and path; `head` was the first before.
  private mutating func file(_ new: Int, after head: Int, hash: UInt64) {
    let group = Int(keys[new].group)
    let length = keys[new].path.count
    if length == 0 {
      groups[group].firstKey = Int32(new)
    } else if head >= 0 {
      keysByPath.replace(head, with: new, for: hash)
    } else {
      keysByPath.insert(new, for: hash)
      enterLength(length, of: group)
    }
  }

  /// The first key with this group and path, -1 if there is none.
  func firstKey(of group: Int, path: Span<UInt8>, hash: UInt64) -> Int {
    guard !path.isEmpty else { return Int(groups[group].firstKey) }
    var probe = keysByPath.probe(hash)
    while let key = keysByPath.next(&probe) {
      if keys[key].group == group, bytes.span.extracting(keys[key].path).hasSameBytes(as: path) {
        return key
      }
    }
    return -1
  }

  /// Adds `length` to the group's lengths. Those before it are shorter than the key, so this is O(its length).
  private mutating func enterLength(_ length: Int, of group: Int) {
    var previous = Int32(-1)
    var current = groups[group].firstPathLength
    while current >= 0, pathLengths[Int(current)].value < length {
      previous = current
      current = pathLengths[Int(current)].next
    }
    if current >= 0, pathLengths[Int(current)].value == length { return }
    pathLengths.append(PathLength(value: length, next: current))
    if previous < 0 {
      groups[group].firstPathLength = Int32(pathLengths.count - 1)
    } else {
      pathLengths[Int(previous)].next = Int32(pathLengths.count - 1)
    }
  }

  /// The position of the group for this host and port, nil if there is none.
  @inline(__always)
  func group(host: Span<UInt8>, port: Span<UInt8>, hash: UInt64) -> Int? {
    var probe = groupsByHost.probe(hash)
    while let group = groupsByHost.next(&probe) {
      if bytes.span.extracting(groups[group].host).hasSameBytes(as: host),
        bytes.span.extracting(groups[group].port).hasSameBytes(as: port)
      {
        return group
      }
    }
    return nil
  }

  /// Makes the group `new` the first of its bucket, if its host has wildcards.
  private mutating func wildcards(
    of new: Int, host: Span<UInt8>, port: Span<UInt8>
  ) -> HostGroup.Wildcards? {
    guard let shape = HostShape(ofPattern: host) else { return nil }
    let number = shapes.number(of: shape)
    let dots = HostDots(in: host)
    // A pattern always fits its own shape, and the coarse one.
    guard let hash = hash(host: host, dots: dots, port: port, shape: number) else { return nil }
    var probe = groupsByShape.probe(hash)
    let first = groupsByShape.next(&probe)
    if let first {
      // What shares 32 bits of the hash by chance shares the bucket too; matching tells them apart.
      groupsByShape.replace(first, with: new, for: hash)
    } else {
      groupsByShape.insert(new, for: hash)
    }
    return HostGroup.Wildcards(
      isDecidedByLiterals: shapes.hasSingleStars(number, pattern: host, dots: dots),
      nextInBucket: Int32(first ?? -1))
  }

  /// The hash of what the shape `number` leaves literal of a host, and of the port; nil if the host does not fit it.
  func hash(host: Span<UInt8>, dots: HostDots, port: Span<UInt8>, shape number: Int) -> UInt64? {
    var hash = KeyedHash(origin: UInt64(number))
    if !port.isEmpty { hash.combine(port) }
    let fits = shapes.forEachLiteral(number, of: host, dots: dots) { part in
      hash.combine(part)
      return true
    }
    return fits ? hash.state : nil
  }

  private static func hash(host: Span<UInt8>, path: Span<UInt8>) -> UInt64 {
    var hash = KeyedHash()
    hash.combine(host)
    hash.combine(path)
    return hash.state
  }

  @inline(__always)
  static func hash(host: Span<UInt8>, port: Span<UInt8>) -> UInt64 {
    var hash = KeyedHash()
    hash.combine(host)
    if !port.isEmpty { hash.combine(port) }
    return hash.state
  }
}
