/// An open-addressing hash table from hashes to small numbers, for the keyring's index.
///
/// A slot holds 32 bits of the hash and a number; what the number stands for lies with the owner, who decides
/// whether a slot with the right bits is the one sought. At most half of the slots are taken, so that a probe
/// ends after a few of them. Nothing is ever taken out: the owner builds a new table instead.
struct SlotTable: Sendable {
  /// The number plus one in the high half, bits of the hash in the low half; 0 is a free slot.
  private var slots: [UInt64] = []
  private var count = 0

  /// A walk over the numbers that were entered under hashes with the same 32 bits.
  struct Probe {
    fileprivate let tag: UInt32
    fileprivate var position: Int
  }

  /// A walk over what was entered for `hash`, and rarely something else besides.
  func probe(_ hash: UInt64) -> Probe {
    let tag = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    return Probe(tag: tag, position: Int(truncatingIfNeeded: tag) & (slots.count - 1))
  }

  /// The next number of `probe`, nil at its end.
  func next(_ probe: inout Probe) -> Int? {
    guard !slots.isEmpty else { return nil }
    while true {
      let slot = slots[probe.position]
      guard slot != 0 else { return nil }
      probe.position = (probe.position + 1) & (slots.count - 1)
      if UInt32(truncatingIfNeeded: slot) == probe.tag { return Int(slot >> 32) - 1 }
    }
  }

  /// Enters `number` for `hash`. Amortised constant time.
  mutating func insert(_ number: Int, for hash: UInt64) {
    if count * 2 >= slots.count { grow() }
    place(UInt64(number + 1) << 32 | UInt64(probe(hash).tag))
    count += 1
  }

  /// Puts `newNumber` in the place of `number`, which was entered for `hash`.
  mutating func replace(_ number: Int, with newNumber: Int, for hash: UInt64) {
    let start = probe(hash)
    let tag = UInt64(start.tag)
    let sought = UInt64(number + 1) << 32 | tag
    var position = start.position
    while slots[position] != sought {
      guard slots[position] != 0 else { return }
      position = (position + 1) & (slots.count - 1)
    }
    slots[position] = UInt64(newNumber + 1) << 32 | tag
  }

  private mutating func place(_ slot: UInt64) {
    var position = Int(truncatingIfNeeded: slot) & (slots.count - 1)
    while slots[position] != 0 { position = (position + 1) & (slots.count - 1) }
    slots[position] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: max(8, old.count * 2))
    for slot in old where slot != 0 { place(slot) }
  }
}
