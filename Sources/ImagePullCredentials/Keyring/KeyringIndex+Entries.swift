// The credentials under a key: a doubly linked list, in the order tried.

extension KeyringIndex {
  /// One entry of a document, filed under its key.
  struct Entry: Sendable {
    let document: CredentialDocument
    /// The entry's place in the document.
    let index: Int32
    let key: Int32
    /// The neighbours under the same key, in the order tried.
    var previous: Int32 = -1
    var next: Int32 = -1
    /// The next entry of the same document.
    var nextOfDocument: Int32 = -1
  }

  /// Files all entries of `document`, each behind those of its key from documents of the same order or an earlier
  /// one. Returns the first, -1 if none can match anything.
  mutating func add(_ document: CredentialDocument) -> Int32 {
    let arena = document.config.storage.arena
    let records = document.config.storage.records
    if keys.isEmpty { reserveCapacity(records.count, byteCount: arena.count) }
    var first: Int32 = -1
    var last: Int32 = -1
    // By key, where the document's latest entry stands that is not the key's last one. The next one follows it, so
    // that a key's later entries are walked over once, however many of the document's keys come to the same.
    var places: [Int: Int32] = [:]
    for (index, record) in records.enumerated() {
      guard let key = key(for: arena.span.extracting(record.key)) else { continue }
      var predecessor = (places.isEmpty ? nil : places[key]) ?? keys[key].lastEntry
      while predecessor >= 0, entries[Int(predecessor)].document.order > document.order {
        predecessor = entries[Int(predecessor)].previous
      }
      let entry = insert(
        Entry(document: document, index: Int32(index), key: Int32(key)), after: predecessor)
      if keys[key].lastEntry != entry { places[key] = entry }
      if last < 0 { first = entry } else { entries[Int(last)].nextOfDocument = entry }
      last = entry
    }
    return first
  }

  /// The first entries of all documents.
  func firstEntriesOfDocuments() -> [Int32] {
    var isFirst = [Bool](repeating: true, count: entries.count)
    for position in freeEntries { isFirst[Int(position)] = false }
    for entry in entries where entry.nextOfDocument >= 0 {
      isFirst[Int(entry.nextOfDocument)] = false
    }
    return isFirst.indices.filter { isFirst[$0] }.map { Int32($0) }
  }

  /// Takes out the entry at `first` and the others of its document.
  mutating func removeDocument(startingAt first: Int32) {
    var entry = first
    while entry >= 0 {
      let next = entries[Int(entry)].nextOfDocument
      remove(entry)
      entry = next
    }
  }

  /// Makes room for the first document, so that a Pod's few Secrets take few allocations.
  private mutating func reserveCapacity(_ count: Int, byteCount: Int) {
    keys.reserveCapacity(count)
    groups.reserveCapacity(count)
    entries.reserveCapacity(count)
    bytes.reserveCapacity(byteCount)
  }

  /// Links `entry` in under its key, after `predecessor`, -1 for the beginning. Returns its position.
  private mutating func insert(_ entry: Entry, after predecessor: Int32) -> Int32 {
    var entry = entry
    let key = Int(entry.key)
    if keys[key].wasEmptied {
      keys[key].wasEmptied = false
      emptyKeyCount -= 1
    }
    entry.previous = predecessor
    entry.next = predecessor < 0 ? keys[key].firstEntry : entries[Int(predecessor)].next
    let position: Int32
    if let free = freeEntries.popLast() {
      position = free
      entries[Int(free)] = entry
    } else {
      position = Int32(entries.count)
      entries.append(entry)
    }
    link(entry.previous, to: position, under: key)
    linkBack(entry.next, to: position, under: key)
    return position
  }

  /// Takes out the entry at `position`. A key that is left without credentials stays, and matches nothing.
  private mutating func remove(_ position: Int32) {
    let entry = entries[Int(position)]
    let key = Int(entry.key)
    link(entry.previous, to: entry.next, under: key)
    linkBack(entry.next, to: entry.previous, under: key)
    entries[Int(position)] = Entry(document: .none, index: 0, key: -1)
    freeEntries.append(position)
    if keys[key].firstEntry < 0 {
      keys[key].wasEmptied = true
      emptyKeyCount += 1
    }
  }

  /// Makes `next` what follows `entry`, or the first of the key where `entry` is none.
  private mutating func link(_ entry: Int32, to next: Int32, under key: Int) {
    if entry < 0 { keys[key].firstEntry = next } else { entries[Int(entry)].next = next }
  }

  /// Makes `previous` what precedes `entry`, or the last of the key where `entry` is none.
  private mutating func linkBack(_ entry: Int32, to previous: Int32, under key: Int) {
    if entry < 0 { keys[key].lastEntry = previous } else { entries[Int(entry)].previous = previous }
  }
}
