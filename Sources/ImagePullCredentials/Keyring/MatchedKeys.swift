/// The positions of the keys that match one image. Up to eight need no allocation.
struct MatchedKeys: Sendable {
  private var inline = InlineArray<8, Int32>(repeating: -1)
  /// All of them, once there are more than eight. Nil, not empty: an empty array is counted by each copy.
  private var overflow: [Int32]?
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(position: Int) -> Int32 {
    overflow?[position] ?? inline[position]
  }

  mutating func append(_ key: Int32) {
    if overflow != nil {
      overflow?.append(key)
    } else if count < inline.count {
      inline[count] = key
    } else {
      overflow = inline.indices.map { inline[$0] } + [key]
    }
    count += 1
  }

  /// Puts what `transform` makes of each in its place.
  mutating func mapInPlace(_ transform: (Int32) -> Int32) {
    if let all = overflow {
      overflow = all.map(transform)
    } else {
      for position in 0..<count { inline[position] = transform(inline[position]) }
    }
  }

  /// Sorts by `precedes`, a strict weak ordering. O(n log n).
  mutating func sort(by precedes: (Int32, Int32) -> Bool) {
    guard overflow == nil else {
      overflow?.sort(by: precedes)
      return
    }
    for sorted in 1..<max(count, 1) {
      let key = inline[sorted]
      var position = sorted
      while position > 0, precedes(key, inline[position - 1]) {
        inline[position] = inline[position - 1]
        position -= 1
      }
      inline[position] = key
    }
  }
}
