/// An open-addressing hash table from hashes of 32 bits to small numbers, for the keyring's index.
///
/// What a number stands for lies with the owner, who decides whether a number with the right hash is the one sought. At
/// most half of the slots are taken, so that a probe ends after a few of them. Nothing is ever taken out: the owner
/// builds a new table instead.
struct SlotTable: Sendable {
  /// The number plus one in the high half, the hash in the low half; 0 is a free slot.
  private var slots: [UInt64] = []
  private var count = 0

  /// A table with room for `capacity` numbers, a power of two, before it has to grow.
  init(capacity: Int = 0) {
    if capacity > 0 { slots = [UInt64](repeating: 0, count: capacity * 2) }
  }

  /// A walk over the numbers that were entered under one hash.
  struct Probe {
    fileprivate let hash: UInt32
    fileprivate var position: Int
  }

  /// A walk over what was entered for `hash`.
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

  /// Enters `number` for `hash`. Amortised constant time.
  mutating func insert(_ number: Int, for hash: UInt32) {
    if count * 2 >= slots.count { grow() }
    place(UInt64(number + 1) << 32 | UInt64(hash))
    count += 1
  }

  /// Puts `newNumber` in the place of `number`, which was entered for `hash`.
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
