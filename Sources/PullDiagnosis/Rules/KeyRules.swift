import ImagePullCredentials

extension Rule {
  /// Keys that can match no image at all, and that were meant for this one.
  static let flawedKey = Rule.image([
    .keyNoise: "The key can match no image at all.",
    .globMisuse:
      """
    A wildcard stands where none works, or for another number of labels: one `*` is one \
    label of the host.
    """,
  ]) { context in
    context.flawedTrials(meant: true)
  }

  /// The same for keys that were meant for something else.
  static let strayKey = Rule.image([:]) { context in
    context.flawedTrials(meant: false)
  }

  /// Keys that differ from the image's registry in one thing only.
  static let nearMiss = Rule.image([
    .registryMismatch: "A key, or an entry of `matchImages`, nearly matches the image."
  ]) { context in
    guard !context.isCovered, !context.trials.isEmpty,
      // Where there is no such host, the image is wrong, not the keys.
      !context.hasFailure(.unknownHost),
      let name = try? RegistryPattern(matchImage: context.image.name)
    else { return [] }
    return context.trials.lazy.compactMap { trial in
      guard case .mismatch(let comparison) = trial.trial.outcome, let pattern = trial.trial.pattern,
        let miss = NearMiss(pattern, context.image, name, comparison),
        // A key for another registry that another image needs is no mistake.
        !miss.isAnotherHost || !context.pod.isInUse(keyAt: trial.position)
      else { return nil }
      return .aboutKey(
        miss.code, .absence, trial, context, problem: "\(miss.difference).",
        advice: context.pod.isInUse(keyAt: trial.position)
          ? miss.advice(adding: "the key") : miss.advice(as: "the key"),
        command: miss.isSameRegistry
          ? context.rekeying(trial, to: RegistryLogin.server(for: context.image)) : nil)
    }.first(Diagnosis.claimLimit)
  }
}

extension ImageContext {
  /// Keys that are wrong in themselves.
  ///
  /// - Parameter meant: whether those that were meant for the image are asked for, or the others.
  /// - Returns: A claim about each, ``Diagnosis/claimLimit`` at most.
  fileprivate func flawedTrials(meant: Bool) -> [Claim] {
    trials.lazy.filter { !$0.trial.isTried }.compactMap { trial -> Claim? in
      if let repair = pod.repair(ofKeyAt: trial.position) {
        let key = repair.key.flatMap { try? RegistryPattern(registryKey: $0) }
        // A key that nobody filled in may have been meant for any image.
        guard (key?.matches(image) ?? true) == meant else { return nil }
        return flawed(trial, repair, isForImage: meant)
      }
      guard case .skipped(let error) = trial.trial.outcome else { return nil }
      // A key that names the image's host somewhere was meant for it.
      guard trial.trial.entry.registryKey.hasBytes(registry, ignoringASCIICase: true) == meant
      else { return nil }
      return unreadable(trial, error, isForImage: meant)
    }.first(Diagnosis.claimLimit)
  }

  private func flawed(_ trial: Trial, _ repair: KeyRepair, isForImage: Bool) -> Claim {
    let code: Finding.Code =
      switch repair.kind {
      case .wildcard: .globMisuse
      case .scheme where isForImage: .registryMismatch
      case .scheme, .other: .keyNoise
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
      .keyNoise, isForImage ? .absence : .exactly(.worthKnowing), trial, self,
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
    let (name, key) = (trial.trial.secretName, trial.trial.entry.registryKey)
    return Claim(
      code, weight, about: isRemark ? nil : .key(secret: name, key: key),
      [.secret(context.pod.namespace, name, key: key)],
      problem: "Key \(quoted: trial.trial.displayName) of \(context.pod.title(ofSecret: name)) "
        + problem,
      advice: advice + context.pod.makerNote(name), command: command)
  }
}
