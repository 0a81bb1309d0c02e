import ImagePullCredentials

/// Several credentials for one image, and the order in which they are tried.
enum MatchOrderFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    let tried = context.trials.compactMap { trial -> (place: Int, trial: KeyTrial)? in
      switch trial.outcome {
      case .tried(let place), .triedForDockerHub(let place): (place, trial)
      case .mismatch, .skipped, .unmatchable: nil
      }
    }
    guard tried.count > 1 else { return [] }
    let ordered = tried.sorted { $0.place < $1.place }.map(\.trial)
    var findings = [many(ordered, context)]
    // The trials came in the order of the lists.
    if let surprise = zip(tried, ordered).first(where: { $0.trial.listing != $1.listing }) {
      findings.append(
        surprised(listed: surprise.0.trial, tried: surprise.1, context))
    }
    return findings
  }

  private static func many(_ trials: [KeyTrial], _ context: ImageContext) -> Finding {
    let names = trials.map { "\(quoted($0.displayName)) of Secret \(printable($0.secretName))" }
    let random =
      isRandom(trials)
      ? " Two of them are the same key to the kubelet, so that their order changes from start to "
        + "start." : ""
    return context.finding(
      .sameRegistryMany, .worthKnowing,
      trials.map { .secret(context.namespace, $0.secretName, key: $0.entry.registryKey) },
      problem: "\(trials.count) credentials match, tried in this order: \(listed(names)).\(random)",
      advice: "Nothing has to be done for the kubelet; tools that take only the first take "
        + "\(names.first ?? "").")
  }

  /// Whether two keys of one Secret are one to the kubelet, which keeps a Secret's entries in a Go
  /// map.
  private static func isRandom(_ trials: [KeyTrial]) -> Bool {
    var seen: Set<Place> = []
    return trials.contains { trial in
      guard let pattern = trial.pattern else { return false }
      return !seen.insert(Place(listing: trial.listing, canonical: pattern.canonical)).inserted
    }
  }

  private struct Place: Hashable {
    let listing: CredentialSource.Listing
    let canonical: String
  }

  private static func surprised(
    listed: KeyTrial, tried: KeyTrial, _ context: ImageContext
  ) -> Finding {
    context.finding(
      .listOrderSurprise, .worthKnowing,
      [
        .secret(context.namespace, tried.secretName, key: tried.entry.registryKey),
        .secret(context.namespace, listed.secretName, key: listed.entry.registryKey),
      ],
      problem: "Secret \(printable(listed.secretName)) is listed before "
        + "\(printable(tried.secretName)), but key \(quoted(tried.displayName)) sorts before "
        + "\(quoted(listed.displayName)), so it is tried first.",
      advice: "Keys are tried in descending order, the list decides only between equal ones.")
  }
}
