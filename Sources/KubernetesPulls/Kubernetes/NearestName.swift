/// Finds the intended name: the only similarity measure in this package.
package struct NearestName {
  private let name: [UInt8]
  // Three rows of the distance table, reused for all candidates.
  private var beforeLast: [Int]
  private var last: [Int]
  private var current: [Int]

  /// The candidate with the fewest changes from `name`; nil if each needs more than `limit`, by
  /// default a third of the name's length. The first of equals.
  ///
  /// Names longer than 253 bytes match none: no name of a Kubernetes object is longer. O(length of
  /// the candidates × limit).
  package static func find(
    _ name: String, in candidates: some Sequence<String>, limit: Int? = nil
  ) -> String? {
    guard name.utf8.count <= maximumLength else { return nil }
    var limit = limit ?? max(1, name.utf8.count / 3)
    var search = NearestName(name, limit: limit)
    var nearest: String?
    for candidate in candidates {
      guard let distance = search.distance(to: candidate, atMost: limit) else { continue }
      nearest = candidate
      guard distance > 0 else { break }
      limit = distance - 1
    }
    return nearest
  }

  private static let maximumLength = 253

  private init(_ name: String, limit: Int) {
    self.name = Array(name.utf8)
    // Longer candidates are skipped.
    let row = [Int](repeating: 0, count: self.name.count + limit + 1)
    (beforeLast, last, current) = (row, row, row)
  }

  /// The number of inserted, removed, changed or swapped bytes; nil if more than `limit`.
  private mutating func distance(to candidate: String, atMost limit: Int) -> Int? {
    let other = candidate.utf8.span
    guard other.count <= Self.maximumLength, abs(other.count - name.count) <= limit else {
      return nil
    }
    // Only cells near the diagonal can be within the limit; others count as too far.
    let tooFar = limit + 1
    for column in 0...other.count { last[column] = min(column, tooFar) }
    for row in name.indices {
      let columns = max(0, row - limit)..<min(other.count, row + limit + 1)
      current[columns.lowerBound] = columns.lowerBound == 0 ? row + 1 : tooFar
      var least = current[columns.lowerBound]
      for column in columns {
        var cost = min(last[column] + (name[row] == other[column] ? 0 : 1), current[column] + 1)
        if column < row + limit { cost = min(cost, last[column + 1] + 1) }
        if row > 0, column > 0, name[row] == other[column - 1], name[row - 1] == other[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current[column + 1] = min(cost, tooFar)
        least = min(least, cost)
      }
      guard least <= limit else { return nil }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    let distance = last[other.count]
    return distance <= limit ? distance : nil
  }
}
