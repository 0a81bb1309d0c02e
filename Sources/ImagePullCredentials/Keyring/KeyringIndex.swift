/// The index of a large keyring: a hash table from hosts, and from hosts with a path, to the entries with such a key.
///
/// It copies no text: a key is identified by an entry that has it. If that entry's document is removed from the
/// keyring, the document stays, reduced to its keys, until the index is rebuilt. All records are in flat arrays and
/// refer to each other by position, -1 for none.
struct KeyringIndex: Sendable {
  /// A host and port, alone or with a path, and the entries that have it.
  struct Key: Sendable {
    /// An entry that has it.
    let position: KeyringPosition
    /// Its host without a path; itself if it has none.
    let host: Int32
    /// The entries, in the order of their documents; -1 when all are removed.
    var first: Int32 = -1
    var last: Int32 = -1
    /// The entry that was added last.
    var latest: Int32 = -1
    /// For a host: the first in a list of the path lengths of its keys, ascending.
    var firstPathLength: Int32 = -1
    /// For a host with wildcards: its number in `wildcards`.
    var wildcards: Int32 = -1
  }

  /// A usable entry of a document. The entries of a document are consecutive.
  private struct Entry: Sendable {
    let position: KeyringPosition
    let key: Int32
    /// The neighbours with the same key.
    var previous: Int32 = -1
    var next: Int32 = -1
  }

  private struct PathLength: Sendable {
    let value: Int
    var next: Int32
  }

  private var keys: [Key] = []
  private var entries: [Entry] = []
  private var pathLengths: [PathLength] = []
  /// The first entry of each document.
  private var firstEntries: [Int32] = []
  /// Keys by their hash.
  private var table = SlotTable(capacity: KeyringIndex.initialCapacity)
  private var wildcards = WildcardHosts()
  /// Created when a source is first looked up: most keyrings only grow.
  private var placesBySource: [CredentialSource: [Int]]?
  /// The number of removed documents and entries.
  private var deadCount = 0

  /// Enough for a typical Pod's Secrets.
  private static let initialCapacity = 128

  init(of documents: [KeyringDocument]) {
    keys.reserveCapacity(Self.initialCapacity)
    entries.reserveCapacity(Self.initialCapacity)
    firstEntries.reserveCapacity(Self.initialCapacity / 4)
    for place in documents.indices { add(place, of: documents) }
  }

  var keyCount: Int { keys.count }
  var entryCount: Int { entries.count }

  /// Whether more was removed than is left. Then the index is rebuilt, at a cost that the removals amortise.
  var isMostlyDead: Bool { deadCount > (firstEntries.count + entries.count) / 2 + 64 }
}

// MARK: - Looking up

extension KeyringIndex {
  /// Finds the entries whose keys match `name`.
  ///
  /// The kubelet checks every key (pkg/credentialprovider/keyring.go, `Lookup`); this checks those that can match. See
  /// ``Keyring/credentials(for:)`` for the bound.
  @inline(__always)
  func collect(
    _ name: borrowing ImageName, of documents: Span<KeyringDocument>, into found: inout Positions
  ) {
    if let host = host(name.host, name.port, hash: name.hash, of: documents),
      keys[host].wildcards < 0
    {
      collect(host, path: name.path, of: documents, into: &found)
    }
    guard !wildcards.isEmpty else { return }
    wildcards.forEachCandidate(host: name.host, port: name.port) { host in
      let (pattern, text) = (pattern(of: host, documents), text(of: host, documents))
      if text.extracting(pattern.port.range).hasSameBytes(as: name.port),
        LabelGlob.matchesHost(pattern: text.extracting(pattern.host.range), name.host)
      {
        collect(host, path: name.path, of: documents, into: &found)
      }
    }
  }

  /// Finds the entries under exactly `index.docker.io`.
  func collectDockerHubFallback(of documents: Span<KeyringDocument>, into found: inout Positions) {
    let name = DockerHub.legacyRegistry.bytes
    let none = name.extracting(first: 0)
    guard let host = host(name, none, hash: HostHash.of(name, port: none), of: documents) else {
      return
    }
    var entry = keys[host].first
    while entry >= 0 {
      let position = entries[Int(entry)].position
      let pattern = documents[position.document].storage.records[position.record].pattern
      if pattern.isDockerHubFallback(in: documents[position.document].storage.text) {
        found.append(position)
      }
      entry = entries[Int(entry)].next
    }
  }

  /// Finds the entries of a host whose path is a prefix of `path`.
  private func collect(
    _ host: Int, path: Span<UInt8>, of documents: Span<KeyringDocument>,
    into found: inout Positions
  ) {
    append(host, to: &found)
    var length = keys[host].firstPathLength
    guard length >= 0 else { return }
    // The hash of the whole blocks before the current prefix; each length continues from the one before.
    var blocks = KeyedHash(origin: UInt64(host))
    var blockCount = 0
    while length >= 0 {
      let count = pathLengths[Int(length)].value
      guard count <= path.count else { return }
      blocks.combine(blocksOf: path, from: blockCount, to: count / 8)
      blockCount = count / 8
      var hash = blocks
      hash.combineTail(of: path, before: count)
      let key = key(host, path.extracting(first: count), hash: hash.folded, of: documents)
      if let key { append(key, to: &found) }
      length = pathLengths[Int(length)].next
    }
  }

  private func append(_ key: Int, to found: inout Positions) {
    var entry = keys[key].first
    while entry >= 0 {
      found.append(entries[Int(entry)].position)
      entry = entries[Int(entry)].next
    }
  }

  /// The compiled key that identifies `key` in the index, and its text.
  @inline(__always)
  private func pattern(of key: Int, _ documents: Span<KeyringDocument>) -> CompiledKey {
    let position = keys[key].position
    return documents[position.document].storage.records[position.record].pattern
  }

  @inline(__always)
  @_lifetime(copy documents)
  private func text(of key: Int, _ documents: Span<KeyringDocument>) -> Span<UInt8> {
    let text = documents[keys[key].position.document].storage.text
    // Invariant: the text lives as long as its document, which `documents` keeps alive.
    return unsafe _overrideLifetime(text, copying: documents)
  }

  /// The key of a host and port without a path.
  @inline(__always)
  private func host(
    _ host: Span<UInt8>, _ port: Span<UInt8>, hash: UInt32, of documents: Span<KeyringDocument>
  ) -> Int? {
    var probe = table.probe(hash)
    while let key = table.next(&probe) {
      guard keys[key].host == key else { continue }
      let (pattern, text) = (pattern(of: key, documents), text(of: key, documents))
      if text.extracting(pattern.host.range).hasSameBytes(as: host),
        text.extracting(pattern.port.range).hasSameBytes(as: port)
      {
        return key
      }
    }
    return nil
  }

  /// The key of a host with a path.
  @inline(__always)
  private func key(
    _ host: Int, _ path: Span<UInt8>, hash: UInt32, of documents: Span<KeyringDocument>
  ) -> Int? {
    var probe = table.probe(hash)
    while let key = table.next(&probe) {
      guard keys[key].host == host, key != host else { continue }
      let part = pattern(of: key, documents).path.range
      if text(of: key, documents).extracting(part).hasSameBytes(as: path) { return key }
    }
    return nil
  }
}

// MARK: - Changing

extension KeyringIndex {
  /// Adds the usable entries of the last document, at `place`. Each comes after the entries of its key from documents
  /// of the same or an earlier order.
  mutating func add(_ place: Int, of documents: [KeyringDocument]) {
    let documents = documents.span
    firstEntries.append(Int32(entries.count))
    for record in 0..<documents[place].storage.recordCount {
      guard documents[place].storage.records[record].pattern.isMatchable else { continue }
      let position = KeyringPosition(place, record)
      insert(position, under: key(of: position, documents), documents)
    }
    placesBySource?[documents[place].origin.source, default: []].append(place)
  }

  /// Removes the entries of the document at `place`.
  mutating func remove(_ place: Int) {
    let first = Int(firstEntries[place])
    let end = place + 1 < firstEntries.count ? Int(firstEntries[place + 1]) : entries.count
    for entry in first..<end { unlink(entry) }
    deadCount += 1 + end - first
  }

  /// Removes and returns the places of the documents from `source`, the last one first.
  mutating func takePlaces(of source: CredentialSource, in documents: [KeyringDocument]) -> [Int] {
    if placesBySource == nil {
      var places: [CredentialSource: [Int]] = [:]
      for place in documents.indices where !documents[place].isReducedToKeys {
        places[documents[place].origin.source, default: []].append(place)
      }
      placesBySource = places
    }
    return placesBySource?.removeValue(forKey: source)?.reversed() ?? []
  }

  /// The key of the entry at `position`; a new key is added. O(length of the key), amortised.
  private mutating func key(of position: KeyringPosition, _ documents: Span<KeyringDocument>) -> Int
  {
    let pattern = documents[position.document].storage.records[position.record].pattern
    let text = documents[position.document].storage.text
    let (host, port) = (text.extracting(pattern.host.range), text.extracting(pattern.port.range))
    var hostKey: Int
    if let known = self.host(host, port, hash: pattern.hostHash, of: documents) {
      hostKey = known
    } else {
      hostKey = keys.count
      keys.append(Key(position: position, host: Int32(hostKey)))
      table.insert(hostKey, for: pattern.hostHash)
      if pattern.isWildcard {
        keys[hostKey].wildcards = Int32(wildcards.insert(hostKey, host: host, port: port))
      }
    }
    let path = text.extracting(pattern.path.range)
    guard !path.isEmpty else { return hostKey }
    var state = KeyedHash(origin: UInt64(hostKey))
    state.combine(path)
    let hash = state.folded
    if let known = key(hostKey, path, hash: hash, of: documents) { return known }
    keys.append(Key(position: position, host: Int32(hostKey)))
    table.insert(keys.count - 1, for: hash)
    enterLength(path.count, of: hostKey)
    return keys.count - 1
  }

  /// Links the entry at `position` into the list of `key`.
  private mutating func insert(
    _ position: KeyringPosition, under key: Int, _ documents: Span<KeyringDocument>
  ) {
    let new = Int32(entries.count)
    // The entries of a document are consecutive, so the later ones are traversed once, however many of the document's
    // keys are equal.
    var previous = keys[key].latest
    if previous < 0 || entries[Int(previous)].position.document != position.document {
      previous = keys[key].last
      let order = documents[position.document].origin.order
      while previous >= 0, documents[entries[Int(previous)].position.document].origin.order > order
      {
        previous = entries[Int(previous)].previous
      }
    }
    let next = previous < 0 ? keys[key].first : entries[Int(previous)].next
    entries.append(Entry(position: position, key: Int32(key), previous: previous, next: next))
    keys[key].latest = new
    link(previous, to: new, under: key)
    linkBack(next, to: new, under: key)
  }

  private mutating func unlink(_ position: Int) {
    let entry = entries[position]
    let key = Int(entry.key)
    if keys[key].latest == position { keys[key].latest = -1 }
    link(entry.previous, to: entry.next, under: key)
    linkBack(entry.next, to: entry.previous, under: key)
  }

  /// Makes `next` the successor of `entry`, or the first entry of the key if `entry` is -1.
  private mutating func link(_ entry: Int32, to next: Int32, under key: Int) {
    if entry < 0 { keys[key].first = next } else { entries[Int(entry)].next = next }
  }

  /// Makes `previous` the predecessor of `entry`, or the last entry of the key if `entry` is -1.
  private mutating func linkBack(_ entry: Int32, to previous: Int32, under key: Int) {
    if entry < 0 { keys[key].last = previous } else { entries[Int(entry)].previous = previous }
  }

  /// Adds `length` to the host's lengths. Those before it are shorter than the key, so this is O(its length).
  private mutating func enterLength(_ length: Int, of host: Int) {
    var previous = Int32(-1)
    var current = keys[host].firstPathLength
    while current >= 0, pathLengths[Int(current)].value < length {
      previous = current
      current = pathLengths[Int(current)].next
    }
    if current >= 0, pathLengths[Int(current)].value == length { return }
    pathLengths.append(PathLength(value: length, next: current))
    if previous < 0 {
      keys[host].firstPathLength = Int32(pathLengths.count - 1)
    } else {
      pathLengths[Int(previous)].next = Int32(pathLengths.count - 1)
    }
  }
}

/// An open-addressing hash table from hashes of 32 bits to small numbers, for the keyring's index.
///
/// The owner knows what a number means, and decides whether a number with the right hash is the one it looks for. At
/// most half of the slots are used, so a probe is short. Nothing is removed: the owner builds a new table instead.
struct SlotTable: Sendable {
  /// The number plus one in the high half, the hash in the low half; 0 is a free slot.
  private var slots: [UInt64] = []
  private var count = 0

  /// A table with room for `capacity` numbers, a power of two, before it has to grow.
  init(capacity: Int = 0) {
    if capacity > 0 { slots = [UInt64](repeating: 0, count: capacity * 2) }
  }

  /// An iteration over the numbers with one hash.
  struct Probe {
    fileprivate let hash: UInt32
    fileprivate var position: Int
  }

  /// An iteration over the numbers with `hash`.
  @inline(__always)
  func probe(_ hash: UInt32) -> Probe {
    Probe(hash: hash, position: Int(truncatingIfNeeded: hash) & (slots.count - 1))
  }

  /// The next number of `probe`, nil at its end.
  @inline(__always)
  func next(_ probe: inout Probe) -> Int? {
    guard !slots.isEmpty else { return nil }
    while true {
      let slot = slots[probe.position]
      guard slot != 0 else { return nil }
      probe.position = (probe.position + 1) & (slots.count - 1)
      if UInt32(truncatingIfNeeded: slot) == probe.hash { return Int(slot >> 32) - 1 }
    }
  }

  /// Inserts `number` for `hash`. Amortised constant time.
  mutating func insert(_ number: Int, for hash: UInt32) {
    if count * 2 >= slots.count { grow() }
    place(UInt64(number + 1) << 32 | UInt64(hash))
    count += 1
  }

  /// Replaces `number`, which was inserted for `hash`, with `newNumber`.
  mutating func replace(_ number: Int, with newNumber: Int, for hash: UInt32) {
    let sought = UInt64(number + 1) << 32 | UInt64(hash)
    var position = probe(hash).position
    while slots[position] != sought {
      guard slots[position] != 0 else { return }
      position = (position + 1) & (slots.count - 1)
    }
    slots[position] = UInt64(newNumber + 1) << 32 | UInt64(hash)
  }

  private mutating func place(_ slot: UInt64) {
    var position = Int(truncatingIfNeeded: slot) & (slots.count - 1)
    while slots[position] != 0 { position = (position + 1) & (slots.count - 1) }
    slots[position] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: max(32, old.count * 2))
    for slot in old where slot != 0 { place(slot) }
  }
}
