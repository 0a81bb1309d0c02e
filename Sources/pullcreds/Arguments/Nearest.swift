/// The candidate that `word` was probably meant to be: one that it begins, or the one with the
/// fewest letters inserted, left out, changed or swapped, if those are at most a third of the word.
func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
  let letters = Array(word.utf8)
  guard !letters.isEmpty, letters.count <= 253 else { return nil }
  let limit = max(1, letters.count / 3)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    if letters.count > 2, candidate.hasPrefix(word) { return candidate }
    guard abs(candidate.utf8.count - letters.count) <= limit else { continue }
    let distance = editDistance(letters, Array(candidate.utf8))
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.candidate
}

/// The distance of Damerau and Levenshtein, where swapping two neighbours counts as one change.
private func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...other.count)
  for row in one.indices {
    var current = [row + 1]
    for column in other.indices {
      let isEqual = one[row] == other[column]
      var cost = min(
        last[column + 1] + 1, current[column] + 1, last[column] + (isEqual ? 0 : 1))
      if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[other.count]
}
