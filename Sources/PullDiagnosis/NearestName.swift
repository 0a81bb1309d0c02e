import ImagePullCredentials

/// Finds the name that somebody may have meant.
enum NearestName {
  /// The candidate that takes the fewest changes of one character to become `name`; nil if each
  /// takes more than a third of the name's length. The first of equals.
  static func find(_ name: String, in candidates: some Sequence<String>) -> String? {
    var nearest: String?
    var limit = max(1, min(name.utf8.count, maximumLength) / 3)
    for candidate in candidates {
      guard let distance = distance(name, candidate, atMost: limit) else { continue }
      nearest = candidate
      guard distance > 0 else { break }
      limit = distance - 1
    }
    return nearest
  }

  /// Longer names are like no other: no name of a Kubernetes object is longer.
  private static let maximumLength = 253

  /// The Levenshtein distance in bytes; nil if it is more than `limit`.
  private static func distance(_ one: String, _ other: String, atMost limit: Int) -> Int? {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard max(one.count, other.count) <= maximumLength, abs(one.count - other.count) <= limit
    else { return nil }
    var row = Array(0...other.count)
    for (line, byte) in one.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, otherByte) in other.enumerated() {
        let replaced = diagonal + (byte == otherByte ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, min(row[column], diagonal) + 1)
      }
    }
    let distance = row[other.count]
    return distance <= limit ? distance : nil
  }
}
