// Rules about registry keys.

package import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Keys that can match no image, and are intended for this one.
  static let flawedKey = Rule.image([
    .unmatchableKey: "The key can match no image.",
    .globMisuse:
      """
    A wildcard is where none works, or matches another number of labels: one `*` is one \
    label of the host.
    """,
  ]) { context in
    context.flawedTrials(meant: true)
  }

  /// The same for keys that are intended for something else.
  static let strayKey = Rule.image([:]) { context in
    context.flawedTrials(meant: false)
  }

  /// Keys that differ from the image's registry in only one thing.
  static let nearMiss = Rule.image([
    .registryMismatch: "A key, or an entry of `matchImages`, nearly matches the image."
  ]) { context in
    guard !context.isCovered, !context.trials.isEmpty,
      // If there is no such host, the image is wrong, not the keys.
      !context.hasFailure(.unknownHost),
      let name = try? RegistryPattern(matchImage: context.image.name)
    else { return [] }
    return context.trials.lazy.compactMap { trial in
      guard case .mismatch(let comparison) = trial.outcome, let pattern = trial.pattern,
        let miss = NearMiss(pattern, context.image, name, comparison),
        // A key for another registry that another image needs is not a mistake.
        !miss.isAnotherHost || !context.pod.isInUse(keyAt: trial.position)
      else { return nil }
      // A token of ECR does not work for another account or region.
      var part: SafeText = "the key"
      if miss.isAnotherHost, case .ecr(let host) = CloudRegistry(context.image) {
        part += """
          , with a token of that registry (aws ecr get-login-password --region \(word: host.region))
          """
      }
      if miss.isAnotherHost, case .huawei(let region) = CloudRegistry(context.image) {
        part += ", with a user of that region (\(word: region)@ACCESS_KEY) and its password"
      }
      return .aboutKey(
        miss.code, .absence, trial, context, problem: "\(miss.difference).",
        advice: context.pod.isInUse(keyAt: trial.position)
          ? miss.advice(adding: "the key") : miss.advice(as: part),
        command: miss.isSameRegistry
          ? context.rekeying(trial, to: RegistryLogin.server(for: context.image)) : nil)
    }.first(Diagnosis.claimLimit)
  }
}

extension ImageContext {
  /// Keys that are wrong in themselves.
  ///
  /// - Parameter meant: true for the keys that are intended for the image, false for the others.
  /// - Returns: A claim about each, at most ``Diagnosis/claimLimit``.
  fileprivate func flawedTrials(meant: Bool) -> [Claim] {
    trials.lazy.filter { !$0.isTried }.compactMap { [self] trial -> Claim? in
      if let repair = pod.repair(ofKeyAt: trial.position) {
        let key = repair.key.flatMap { try? RegistryPattern(registryKey: $0) }
        // A placeholder key may be intended for any image.
        guard (key?.matches(image) ?? true) == meant else { return nil }
        return flawed(trial, repair, isForImage: meant)
      }
      guard case .invalidKey(let error) = trial.outcome else { return nil }
      // A key that contains the image's host is intended for it.
      guard trial.entry.registryKey.hasBytes(registry, ignoringASCIICase: true) == meant
      else { return nil }
      return unreadable(trial, error, isForImage: meant)
    }.first(Diagnosis.claimLimit)
  }

  private func flawed(_ trial: Trial, _ repair: KeyRepair, isForImage: Bool) -> Claim {
    let code: Finding.Code =
      switch repair.kind {
      case .wildcard: .globMisuse
      case .scheme where isForImage: .registryMismatch
      case .scheme, .other: .unmatchableKey
      }
    let use: SafeText? = repair.key.map {
      "Use \(quoted: RegistryPattern.displayKey(of: $0)) as the key."
    }
    return .aboutKey(
      code, isForImage ? .absence : .exactly(.worthKnowing), trial, self,
      problem: "matches no image: it \(repair.flaw).",
      advice: use ?? "Write the registry's host as the key.",
      command: isForImage ? repair.key.flatMap { rekeying(trial, to: $0) } : nil)
  }

  private func unreadable(
    _ trial: Trial, _ error: RegistryPattern.ParseError, isForImage: Bool
  ) -> Claim {
    .aboutKey(
      .unmatchableKey, isForImage ? .absence : .exactly(.worthKnowing), trial, self,
      problem: "matches no image, and the kubelet skips it: \(error).",
      advice: "Write the registry's host as the key, such as \(quoted: registry).",
      command: isForImage ? rekeying(trial, to: RegistryLogin.server(for: image)) : nil)
  }
}

extension Claim {
  /// A claim about a key of a Secret; `problem` follows the key's name. A remark leaves the key to
  /// other rules.
  static func aboutKey(
    _ code: Finding.Code, _ weight: Weight, _ trial: ImageContext.Trial, _ context: ImageContext,
    problem: SafeText, advice: SafeText, command: ShellCommand? = nil, isRemark: Bool = false
  ) -> Claim {
    let (name, key) = (trial.secretName, trial.entry.registryKey)
    return Claim(
      code, weight, about: isRemark ? nil : .key(secret: name, key: key),
      [.secret(context.pod.namespace, name, key: key)],
      problem: "Key \(quoted: trial.displayKey) of \(context.pod.title(ofSecret: name)) "
        + problem,
      advice: advice + context.pod.editNote(name), command: command)
  }
}

// MARK: - Order

extension Rule {
  /// Several credentials for one image, and the order in which they are tried.
  static let matchOrder = Rule.image([
    .sameRegistryMany: "Several credentials are tried for one image.",
    .listOrderSurprise: "Credentials are tried in another order than their Secrets are listed.",
  ]) { context in
    // They are in the order of the lists.
    let listed = context.trials.filter(\.isTried)
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
      guard trial.isTried, let pattern = trial.pattern, !pattern.path.isEmpty,
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
  fileprivate static func sameRegistryMany(_ trials: [ImageContext.Trial], _ context: ImageContext)
    -> Claim
  {
    let names = trials.prefix(Diagnosis.claimLimit).map {
      "\(quoted: $0.displayKey) of Secret \(word: $0.secretName)" as SafeText
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

  /// Whether two keys of one Secret are the same for the kubelet, which keeps a Secret's entries in
  /// a Go map.
  private static func isRandom(_ trials: [ImageContext.Trial]) -> Bool {
    var seen: Set<[String]> = []
    return trials.contains { trial in
      guard let pattern = trial.pattern else { return false }
      return !seen.insert([trial.secretName, pattern.canonical]).inserted
    }
  }

  fileprivate static func listOrderSurprise(
    listed: ImageContext.Trial, tried: ImageContext.Trial, _ context: ImageContext
  ) -> Claim {
    Claim(
      .listOrderSurprise, .exactly(.worthKnowing), about: nil,
      [
        .secret(context.pod.namespace, tried.secretName, key: tried.entry.registryKey),
        .secret(context.pod.namespace, listed.secretName, key: listed.entry.registryKey),
      ],
      problem: """
        Secret \(word: listed.secretName) is listed before \(word: tried.secretName), but key \
        \(quoted: tried.displayKey) sorts before \(quoted: listed.displayKey), so it is tried \
        first.
        """,
      advice: "Keys are tried in descending order, the list decides only between equal ones.")
  }
}

// MARK: - Docker Hub

/// Docker Hub has many names, of which the kubelet knows two: `docker.io`, in image names, and
/// exactly `index.docker.io`, as a fallback.
///
/// Source: `Lookup` and `isDefaultRegistryMatch`, pkg/credentialprovider/keyring.go.
extension Rule {
  /// A key for Docker Hub that the kubelet does not recognise.
  static let dockerHubAlias = Rule.image([
    .hubAlias:
      "A key, or an entry of `matchImages`, names Docker Hub in a way that the kubelet does not know."
  ]) { context in
    guard context.image.isDockerHub, !context.isCovered else { return [] }
    return context.trials.lazy
      .filter { !$0.isTried && $0.pattern?.isDockerHubAlias == true }
      .map { trial in
        .aboutKey(
          .hubAlias, .absence, trial, context,
          problem: "is not what the kubelet calls Docker Hub.",
          advice: "Use \"https://index.docker.io/v1/\", with the final slash, or \"docker.io\".",
          command: context.rekeying(trial, to: "https://index.docker.io/v1/"))
      }.first(Diagnosis.claimLimit)
  }

  /// A matching key `docker.io` prevents the fallback.
  static let dockerHubFallback = Rule.image([:]) { context in
    guard context.image.isDockerHub, context.isCovered,
      let first = context.trials.first(where: \.isTried)
    else { return [] }
    return context.trials.lazy
      .filter {
        !$0.isTried && $0.pattern?.canonical == "\(DockerHub.legacyRegistry)"
      }
      .map { trial in
        .aboutKey(
          .hubAlias, .exactly(.worthKnowing), trial, context,
          problem: """
            is not tried, because \(quoted: first.displayKey) of \
            \(context.pod.title(ofSecret: first.secretName)) matches.
            """,
          advice: "Use one key for Docker Hub in all Secrets.")
      }.first(Diagnosis.claimLimit)
  }

  /// Keys for Docker Hub, but an image elsewhere: the result of `kubectl create secret` without
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
          The only key, \(quoted: key.displayKey) of \(context.pod.title(ofSecret: name)), \
          is for Docker Hub; the image is on \(word: context.registry).
          """,
        advice: "Recreate the Secret with --docker-server=\(word: context.registry)."
          + context.pod.editNote(name),
        command: context.rekeying(keyAt: 0, to: context.registry))
    ]
  }
}

extension PodContext {
  /// Whether all keys are for Docker Hub, and no image of the Pod uses one. A Secret that was
  /// created by mistake has few keys.
  fileprivate var hasOnlyUnusedDockerHubKeys: Bool {
    keys.count <= PodKeys.fewKeys
      && keys.indices.allSatisfy { position in
        guard let pattern = try? keys[position].pattern.get() else { return false }
        return pattern.isDockerHub && !isInUse(keyAt: position)
      }
  }
}

extension RegistryPattern {
  /// Whether the host is a name of Docker Hub that the kubelet does not use as an image's registry.
  package var isDockerHubAlias: Bool {
    [
      "index.docker.io", "registry-1.docker.io", "registry.docker.io", "auth.docker.io",
      "registry.hub.docker.com", "hub.docker.com", "www.docker.com", "docker.com",
    ].contains(host)
  }

  fileprivate var isDockerHub: Bool { ["index.docker.io", "docker.io"].contains(host) }
}
