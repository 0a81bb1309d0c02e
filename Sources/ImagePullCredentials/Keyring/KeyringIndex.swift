/// The index of a keyring: from an image's host and path to the keys that match them.
///
/// Each canonical key is a `Key`; keys with the same host and port form a `Group`. A look-up finds groups, the one
/// with exactly the image's host by hash, those with wildcards by hash for each ``HostShape``; in each group it
/// finds keys by the hashes of those prefixes of the image's path that are as long as some key's path.
///
/// All records lie in flat arrays and refer to each other by position, -1 for none, so that a million entries are
/// a dozen allocations and a copy of the keyring copies arrays.
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

  /// The keys with the same host and port.
  struct Group: Sendable {
    /// In `bytes`.
    let host: Range<Int>
    /// In `bytes`; empty for none.
    let port: Range<Int>
    let isLiteral: Bool
    /// The next group of the same shape with the same literal parts.
    let nextInBucket: Int32
    /// The first of the keys without a path.
    var firstKey: Int32 = -1
    /// The lengths of the other keys' paths, ascending: the first of a list in `lengths`.
    var firstLength: Int32 = -1
  }

  /// A length that the path of some key of a group has.
  struct Length: Sendable {
    let value: Int
    var next: Int32
  }

  /// One entry of a document, filed under its key.
  struct Entry: Sendable {
    let document: Int32
    let index: Int32
    let key: Int32
    /// The neighbours under the same key, in the order tried.
    var previous: Int32 = -1
    var next: Int32 = -1
    /// The next entry of the same document.
    var nextOfDocument: Int32 = -1
  }

  /// The texts of all keys.
  var bytes: [UInt8] = []
  var keys: [Key] = []
  var groups: [Group] = []
  var lengths: [Length] = []
  var entries: [Entry] = []
  var freeEntries: [Int32] = []
  /// How many keys had credentials and have none now.
  var emptyKeyCount = 0
  var shapes: [HostShape] = []
  /// The positions in `shapes` of the shapes for a number of labels; a shape's label count is the index.
  var shapesByLabelCount: [[Int32]] = []

  var groupsByHost = SlotTable()
  var groupsByShape = SlotTable()
  var keysByPath = SlotTable()
  /// The key `index.docker.io`, to which images of Docker Hub fall back.
  var hubKey: Int32 = -1

  /// How many shapes of one label count are kept apart. Patterns of any further shape are of the coarse one, so
  /// that a look-up cuts a host at most this many times, plus one.
  static let maximumShapeCount = 64
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
    let canonicalHost = compiled.bytes(compiled.canonicalHost, of: text)
    let canonicalPath = compiled.bytes(compiled.canonicalPath, of: text)
    let host = compiled.bytes(compiled.host, of: text)
    let port = compiled.bytes(compiled.port, of: text)
    let path = compiled.bytes(compiled.path, of: text)

    let group = self.group(host: host, port: port)
    var hash = KeyedHash(origin: UInt64(group))
    hash.combine(path)
    let head = firstKey(of: group, path: path, hash: hash.state)
    var key = head
    while key >= 0 {
      let known = bytes.span.extracting(keys[key].text)
      if known.isConcatenation(of: canonicalHost, canonicalPath) { return key }
      key = Int(keys[key].next)
    }

    let start = bytes.count
    bytes.append(copying: canonicalHost)
    let pathStart = bytes.count
    bytes.append(copying: canonicalPath)
    let end = bytes.count
    // The two differ where a key was decoded and reads otherwise a second time.
    let isReadBackAlike = canonicalPath.hasSameBytes(as: path)
    if !isReadBackAlike { bytes.append(copying: path) }
    let new = keys.count
    keys.append(
      Key(
        text: start..<end, path: isReadBackAlike ? pathStart..<end : end..<bytes.count,
        group: Int32(group), next: Int32(head)))
    file(new, after: head, hash: hash.state)
    if bytes.span.extracting(start..<end).hasSameBytes(as: DockerHubFallback.key.bytes) {
      hubKey = Int32(new)
    }
    return new
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
    var current = groups[group].firstLength
    while current >= 0, lengths[Int(current)].value < length {
      previous = current
      current = lengths[Int(current)].next
    }
    if current >= 0, lengths[Int(current)].value == length { return }
    lengths.append(Length(value: length, next: current))
    if previous < 0 {
      groups[group].firstLength = Int32(lengths.count - 1)
    } else {
      lengths[Int(previous)].next = Int32(lengths.count - 1)
    }
  }

  /// The position of the group for this host and port, which is entered if it is new.
  private mutating func group(host: Span<UInt8>, port: Span<UInt8>) -> Int {
    let hash = Self.hash(host: host, port: port)
    var probe = groupsByHost.probe(hash)
    while let group = groupsByHost.next(&probe) {
      if bytes.span.extracting(groups[group].host).hasSameBytes(as: host),
        bytes.span.extracting(groups[group].port).hasSameBytes(as: port)
      {
        return group
      }
    }
    let start = bytes.count
    bytes.append(copying: host)
    let hostEnd = bytes.count
    bytes.append(copying: port)
    let new = groups.count
    groupsByHost.insert(new, for: hash)
    var nextInBucket = -1
    let shape = HostShape(ofPattern: host)
    if let shape { nextInBucket = enter(new, of: shape, host: host, port: port) }
    groups.append(
      Group(
        host: start..<hostEnd, port: hostEnd..<bytes.count, isLiteral: shape == nil,
        nextInBucket: Int32(nextInBucket)))
    return new
  }

  /// Makes the group `new` the first of its bucket and returns which was the first before, -1 for none.
  private mutating func enter(
    _ new: Int, of shape: HostShape, host: Span<UInt8>, port: Span<UInt8>
  ) -> Int {
    let (number, shape) = position(of: shape)
    var hash = KeyedHash(origin: UInt64(number))
    hash.combine(port)
    _ = shape.combine(host, dots: HostDots(in: host), into: &hash)
    var probe = groupsByShape.probe(hash.state)
    if let first = groupsByShape.next(&probe) {
      // What shares 32 bits of the hash by chance shares the bucket too; matching tells them apart.
      groupsByShape.replace(first, with: new, for: hash.state)
      return first
    }
    groupsByShape.insert(new, for: hash.state)
    return -1
  }

  /// Where `shape` stands in `shapes`, where it is entered if it is new: itself, or the coarse shape once there are
  /// too many others for its label count.
  private mutating func position(of shape: HostShape) -> (Int, HostShape) {
    while shapesByLabelCount.count <= shape.labelCount { shapesByLabelCount.append([]) }
    for number in shapesByLabelCount[shape.labelCount] where shapes[Int(number)] == shape {
      return (Int(number), shape)
    }
    let isFull = shapesByLabelCount[shape.labelCount].count >= Self.maximumShapeCount
    if isFull, !shape.gaps.isEmpty {
      return position(of: .coarse(labelCount: shape.labelCount))
    }
    shapes.append(shape)
    shapesByLabelCount[shape.labelCount].append(Int32(shapes.count - 1))
    return (shapes.count - 1, shape)
  }

  static func hash(host: Span<UInt8>, port: Span<UInt8>) -> UInt64 {
    var hash = KeyedHash()
    hash.combine(host)
    if !port.isEmpty { hash.combine(port) }
    return hash.state
  }
}
