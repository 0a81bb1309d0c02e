/// The first entries of the keys that match one image. Up to eight need no allocation.
struct MatchedKeys: Sendable {
  private var inline = InlineArray<8, Int32>(repeating: -1)
  /// All of them, once there are more than eight. Nil, not empty: an empty array is counted by each copy.
  private var overflow: [Int32]?
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(position: Int) -> Int32 {
    overflow?[position] ?? inline[position]
  }

  mutating func append(_ entry: Int32) {
    if overflow != nil {
      overflow?.append(entry)
    } else if count < inline.count {
      inline[count] = entry
    } else {
      overflow = inline.indices.map { inline[$0] } + [entry]
    }
    count += 1
  }

  /// Sorts by `precedes`, a strict weak ordering. O(n log n).
  mutating func sort(by precedes: (Int32, Int32) -> Bool) {
    guard overflow == nil else {
      overflow?.sort(by: precedes)
      return
    }
    for sorted in 1..<max(count, 1) {
      let entry = inline[sorted]
      var position = sorted
      while position > 0, precedes(entry, inline[position - 1]) {
        inline[position] = inline[position - 1]
        position -= 1
      }
      inline[position] = entry
    }
  }
}
