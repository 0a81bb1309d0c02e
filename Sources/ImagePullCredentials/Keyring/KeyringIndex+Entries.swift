// The credentials under a key: a doubly linked list, in the order tried.

extension KeyringIndex {
  /// Files `entry` under its key, after `predecessor`, -1 for the beginning. Returns its position.
  mutating func add(_ entry: Entry, after predecessor: Int32) -> Int32 {
    var entry = entry
    let key = Int(entry.key)
    if keys[key].firstEntry < 0, keys[key].wasEmptied {
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
  mutating func remove(_ position: Int32) {
    let entry = entries[Int(position)]
    let key = Int(entry.key)
    link(entry.previous, to: entry.next, under: key)
    linkBack(entry.next, to: entry.previous, under: key)
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
