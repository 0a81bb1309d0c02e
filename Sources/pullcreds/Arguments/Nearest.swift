import PullDiagnosis

/// The candidate that `word` was probably meant to be: one that it begins, or the one that is most
/// like it.
func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
  guard !word.isEmpty else { return nil }
  if word.utf8.count > 2, let longer = candidates.first(where: { $0.hasPrefix(word) }) {
    return longer
  }
  return NearestName.find(word, in: candidates)
}
