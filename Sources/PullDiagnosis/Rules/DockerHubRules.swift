package import ImagePullCredentials
package import KubernetesPulls

/// Docker Hub's many names, of which the kubelet knows two: `docker.io`, which images have, and
/// exactly `index.docker.io`, as a fall-back.
///
/// Source: `Lookup` and `isDefaultRegistryMatch`, pkg/credentialprovider/keyring.go.
extension Rule {
  /// A key for Docker Hub that the kubelet does not take for one.
  static let dockerHubAlias = Rule.image([
    .hubAlias:
      "A key, or an entry of `matchImages`, names Docker Hub in a way that the kubelet does not know."
  ]) { context in
    guard context.image.isDockerHub, !context.isCovered else { return [] }
    return context.trials.lazy
      .filter { !$0.trial.isTried && $0.trial.pattern?.isDockerHubAlias == true }
      .map { trial in
        .aboutKey(
          .hubAlias, .absence, trial, context,
          problem: "is not what the kubelet calls Docker Hub.",
          advice: "Use \"https://index.docker.io/v1/\", with the final slash, or \"docker.io\".",
          command: context.rekeying(trial, to: "https://index.docker.io/v1/"))
      }.first(Diagnosis.claimLimit)
  }

  /// A key `docker.io` that matches keeps the fall-back from being tried.
  static let dockerHubFallback = Rule.image([:]) { context in
    guard context.image.isDockerHub, context.isCovered,
      let first = context.trials.first(where: \.trial.isTried)?.trial
    else { return [] }
    return context.trials.lazy
      .filter {
        !$0.trial.isTried && $0.trial.pattern?.canonical == "\(DockerHub.legacyRegistry)"
      }
      .map { trial in
        .aboutKey(
          .hubAlias, .exactly(.worthKnowing), trial, context,
          problem: """
            is not tried, because \(quoted: first.displayName) of \
            \(context.pod.title(ofSecret: first.secretName)) matches.
            """,
          advice: "Use one key for Docker Hub in all Secrets.")
      }.first(Diagnosis.claimLimit)
  }

  /// Keys for Docker Hub, and an image that is elsewhere: what `kubectl create secret` makes without
  /// `--docker-server`.
  static let dockerHubOnly = Rule.image([
    .hubKeyForOtherRegistry:
      """
    The only keys are for Docker Hub, which is where `kubectl create secret \
    docker-registry` puts a password unless it is given `--docker-server`; the image is \
    elsewhere.
    """
  ]) { context in
    guard !context.image.isDockerHub, !context.isCovered, context.pod.hasOnlyUnusedDockerHubKeys,
      let key = context.pod.keys.first
    else { return [] }
    let name = key.secretName
    return [
      Claim(
        .hubKeyForOtherRegistry, .absence,
        about: .key(secret: name, key: key.entry.registryKey),
        [.secret(context.pod.namespace, name, key: key.entry.registryKey)],
        problem:
          """
          The only key, \(quoted: key.displayName) of \(context.pod.title(ofSecret: name)), \
          is for Docker Hub; the image is on \(word: context.registry).
          """,
        advice: "Make the Secret again with --docker-server=\(word: context.registry)."
          + context.pod.makerNote(name),
        command: context.rekeying(keyAt: 0, to: context.registry))
    ]
  }
}

extension PodContext {
  /// Whether all keys are for Docker Hub, and no image of the Pod uses one. Who makes a Secret by
  /// mistake has few keys.
  fileprivate var hasOnlyUnusedDockerHubKeys: Bool {
    keys.count <= PodKeys.fewKeys
      && keys.indices.allSatisfy { position in
        guard let pattern = keys[position].pattern else { return false }
        return pattern.isDockerHub && !isInUse(keyAt: position)
      }
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
