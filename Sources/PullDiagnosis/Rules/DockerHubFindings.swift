package import ImagePullCredentials

/// Docker Hub's many names, of which the kubelet knows two: `docker.io`, which images have, and
/// exactly `index.docker.io`, as a fall-back.
///
/// Source: `Lookup` and `isDefaultRegistryMatch`, pkg/credentialprovider/keyring.go.
enum DockerHubFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard context.image.isDockerHub else { return foreign(context) }
    return context.isCovered ? hidden(context) : aliases(context)
  }

  /// Whether `trial` has a key for Docker Hub that the kubelet does not take for one.
  static func isAlias(_ trial: KeyTrial) -> Bool {
    !trial.isTried && trial.pattern?.isDockerHubAlias == true
  }

  private static func aliases(_ context: ImageContext) -> [Finding] {
    context.trials.filter(isAlias).map { trial in
      context.finding(
        .hubAlias, context.severityOfAbsence,
        [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
        problem: "Key \(quoted(trial.displayName)) of \(context.title(ofSecret: trial.secretName)) "
          + "is not what the kubelet calls Docker Hub.",
        advice: "Use \"https://index.docker.io/v1/\", with the final slash, or \"docker.io\"."
          + context.makerNote(trial.secretName),
        command: context.replacement(trial))
    }
  }

  /// A key `docker.io` that matches keeps the fall-back from being tried.
  private static func hidden(_ context: ImageContext) -> [Finding] {
    guard let first = context.trials.first(where: \.isTried) else { return [] }
    return context.trials
      .filter { !$0.isTried && $0.pattern?.canonical == "\(DockerHubFallback.key)" }
      .map { trial in
        context.finding(
          .hubAlias, .worthKnowing,
          [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
          problem: "Key \(quoted(trial.displayName)) of "
            + "\(context.title(ofSecret: trial.secretName)) is not tried, because "
            + "\(quoted(first.displayName)) of \(context.title(ofSecret: first.secretName)) "
            + "matches.",
          advice: "Use one key for Docker Hub in all Secrets.")
      }
  }

  /// Keys for Docker Hub, and an image that is elsewhere: what `kubectl create secret` makes without
  /// `--docker-server`.
  private static func foreign(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered, let first = context.trials.first,
      context.trials.allSatisfy({ $0.pattern?.isDockerHub == true && !context.pod.isInUse($0) })
    else { return [] }
    return [
      context.finding(
        .hubKeyForOtherRegistry, context.severityOfAbsence,
        [.secret(context.namespace, first.secretName, key: first.entry.registryKey)],
        problem: "The only key, \(quoted(first.displayName)) of "
          + "\(context.title(ofSecret: first.secretName)), is for Docker Hub; the image is on "
          + "\(printable(context.registry)).",
        advice: "Make the Secret again with --docker-server=\(printable(context.registry))."
          + context.makerNote(first.secretName),
        command: context.replacement(first))
    ]
  }
}

extension RegistryPattern {
  /// Whether the host is one of Docker Hub's names that are no image's registry to the kubelet.
  package var isDockerHubAlias: Bool {
    [
      "index.docker.io", "registry-1.docker.io", "registry.docker.io", "auth.docker.io",
      "registry.hub.docker.com", "hub.docker.com", "www.docker.com", "docker.com",
    ].contains(host)
  }

  fileprivate var isDockerHub: Bool { ["index.docker.io", "docker.io"].contains(host) }
}
