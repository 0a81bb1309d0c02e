import ImagePullCredentials

/// Keys whose path ends inside a component of the image's: `HasPrefix` knows no components.
///
/// Source: `URLsMatch`, pkg/credentialprovider/keyring.go.
enum PrefixFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    let path = Array("/\(context.image.repository)".utf8)
    return context.findings(aboutKeys: { trial in
      guard trial.isTried, let pattern = trial.pattern, !pattern.path.isEmpty,
        pattern.path.utf8.last != UInt8(ascii: "/"), path.starts(with: pattern.path.utf8),
        let next = path.dropFirst(pattern.path.utf8.count).first, next != UInt8(ascii: "/")
      else { return nil }
      return context.finding(
        .prefixNoBoundary, .worthKnowing,
        [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
        problem: "Key \(quoted(trial.displayName)) of \(context.title(ofSecret: trial.secretName)) "
          + "matches \(quoted(context.image.repository)), because its path need not end at a "
          + "slash; the credential is sent for this image too.",
        advice: "If that is not meant, end the key with a slash; the repository of exactly that "
          + "name then no longer matches.")
    })
  }
}
