import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Several credentials for one image, and the order in which they are tried.
  static let matchOrder = Rule.image([
    .sameRegistryMany: "Several credentials are tried for one image.",
    .listOrderSurprise: "Credentials are tried in another order than their Secrets are listed.",
  ]) { context in
    // They come in the order of the lists.
    let listed = context.trials.map(\.trial).filter(\.isTried)
    guard listed.count > 1 else { return [] }
    let tried = listed.sorted { ($0.place ?? 0) < ($1.place ?? 0) }
    var claims = [Claim.sameRegistryMany(tried, context)]
    if let surprise = zip(listed, tried).first(where: { $0.secretName != $1.secretName }) {
      claims.append(.listOrderSurprise(listed: surprise.0, tried: surprise.1, context))
    }
    return claims
  }

  /// Keys whose path ends inside a component of the image's: `HasPrefix` knows no components.
  ///
  /// Source: `URLsMatch`, pkg/credentialprovider/keyring.go.
  static let prefixBoundary = Rule.image([
    .prefixNoBoundary:
      """
    A key's path ends inside a component of the image's: it matches repositories whose \
    names only begin like it.
    """
  ]) { context in
    let path = Array("/\(context.image.repository)".utf8)
    return context.trials.lazy.compactMap { trial in
      guard trial.trial.isTried, let pattern = trial.trial.pattern, !pattern.path.isEmpty,
        pattern.path.utf8.last != UInt8(ascii: "/"), path.starts(with: pattern.path.utf8),
        let next = path.dropFirst(pattern.path.utf8.count).first, next != UInt8(ascii: "/")
      else { return nil }
      return .aboutKey(
        .prefixNoBoundary, .exactly(.worthKnowing), trial, context,
        problem: """
          matches \(quoted: context.image.repository), because its path need not end at a \
          slash; the credential is sent for this image too.
          """,
        advice:
          """
          If that is not meant, end the key with a slash; the repository of exactly that name \
          then no longer matches.
          """, isRemark: true)
    }.first(Diagnosis.claimLimit)
  }
}

extension Claim {
  fileprivate static func sameRegistryMany(_ trials: [KeyTrial], _ context: ImageContext) -> Claim {
    let names = trials.prefix(Diagnosis.claimLimit).map {
      "\(quoted: $0.displayName) of Secret \(word: $0.secretName)" as SafeText
    }
    let random: SafeText =
      isRandom(trials)
      ? """
      \u{20}Two of them are the same key to the kubelet, so that their order changes from start to \
      start.
      """ : ""
    return Claim(
      .sameRegistryMany, .exactly(.worthKnowing), about: nil,
      trials.prefix(Diagnosis.claimLimit).map {
        .secret(context.pod.namespace, $0.secretName, key: $0.entry.registryKey)
      },
      problem:
        "\(trials.count) credentials match, tried in this order: \(listed(names, count: trials.count))."
        + random,
      advice: """
        Nothing has to be done for the kubelet; tools that take only the first take \
        \(names.first ?? "").
        """)
  }

  /// Whether two keys of one Secret are one to the kubelet, which keeps a Secret's entries in a Go
  /// map.
  private static func isRandom(_ trials: [KeyTrial]) -> Bool {
    var seen: Set<[String]> = []
    return trials.contains { trial in
      guard let pattern = trial.pattern else { return false }
      return !seen.insert([trial.secretName, pattern.canonical]).inserted
    }
  }

  fileprivate static func listOrderSurprise(
    listed: KeyTrial, tried: KeyTrial, _ context: ImageContext
  ) -> Claim {
    Claim(
      .listOrderSurprise, .exactly(.worthKnowing), about: nil,
      [
        .secret(context.pod.namespace, tried.secretName, key: tried.entry.registryKey),
        .secret(context.pod.namespace, listed.secretName, key: listed.entry.registryKey),
      ],
      problem: """
        Secret \(word: listed.secretName) is listed before \(word: tried.secretName), but key \
        \(quoted: tried.displayName) sorts before \(quoted: listed.displayName), so it is tried \
        first.
        """,
      advice: "Keys are tried in descending order, the list decides only between equal ones.")
  }
}
