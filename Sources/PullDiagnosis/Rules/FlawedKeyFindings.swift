import ImagePullCredentials

/// Keys that can match no image at all.
enum FlawedKeyFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    context.findings(aboutKeys: { trial in
      guard !trial.isTried, !(context.image.isDockerHub && DockerHubFindings.isAlias(trial))
      else { return nil }
      if let repair = context.pod.repair(of: trial) {
        return flawed(trial, repair, context)
      }
      guard case .skipped(let error) = trial.outcome else { return nil }
      return unreadable(trial, error, context)
    })
  }

  private static func flawed(
    _ trial: KeyTrial, _ repair: KeyRepair, _ context: ImageContext
  ) -> Finding {
    let meant = repair.key.flatMap { try? RegistryPattern(registryKey: $0) }
    // A key that nobody filled in may have been meant for any image.
    let isForImage = meant?.matches(context.image.name) ?? true
    let code: Finding.Code =
      switch repair.kind {
      case .wildcard: .globMisuse
      case .scheme where isForImage: .registryMismatch
      case .scheme, .other: .keyNoise
      }
    let use = meant.map { "Use \(quoted($0.displayName)) as the key." }
    return context.finding(
      code, isForImage ? context.severityOfAbsence : .worthKnowing,
      [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
      problem: "Key \(quoted(trial.displayName)) of \(context.title(ofSecret: trial.secretName)) "
        + "matches no image: it \(repair.flaw).",
      advice: (use ?? "Write the registry's host as the key.")
        + context.makerNote(trial.secretName),
      command: isForImage ? context.replacement(trial) : nil)
  }

  private static func unreadable(
    _ trial: KeyTrial, _ error: RegistryPattern.ParseError, _ context: ImageContext
  ) -> Finding {
    // A key that names the image's host somewhere was meant for it.
    let isForImage = trial.entry.registryKey.hasBytes(context.registry, ignoringASCIICase: true)
    return context.finding(
      .keyNoise, isForImage ? context.severityOfAbsence : .worthKnowing,
      [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
      problem: "Key \(quoted(trial.displayName)) of \(context.title(ofSecret: trial.secretName)) "
        + "matches no image, and the kubelet skips it: \(error).",
      advice: "Write the registry's host as the key, such as \(quoted(context.registry))."
        + context.makerNote(trial.secretName),
      command: isForImage ? context.replacement(trial) : nil)
  }
}
