import ImagePullCredentials

/// Keys that differ from the image's registry in one thing only.
enum NearMissFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered, !context.trials.isEmpty,
      let name = try? RegistryPattern(matchImage: context.image.name)
    else { return [] }
    return context.findings(aboutKeys: { trial in
      guard case .mismatch(let comparison) = trial.outcome, let pattern = trial.pattern,
        !(context.image.isDockerHub && DockerHubFindings.isAlias(trial)),
        let miss = NearMiss(pattern, context.image, name, comparison),
        // A key for another registry that another image needs is no mistake.
        !miss.isAnotherHost || !context.pod.isInUse(trial),
        // A path that no image can have is said by FlawedKeyFindings.
        !miss.isPath || context.pod.repair(of: trial) == nil
      else { return nil }
      return context.finding(
        miss.code, context.severityOfAbsence,
        [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
        problem: "Key \(quoted(trial.displayName)) of "
          + "\(context.title(ofSecret: trial.secretName)) \(miss.difference).",
        advice: (context.pod.isInUse(trial)
          ? miss.advice(adding: "the key") : miss.advice(as: "the key"))
          + context.makerNote(trial.secretName),
        // A Secret for this host alone would not do for the others that the wildcard is for.
        command: miss.code == .globMisuse ? nil : context.replacement(trial))
    })
  }
}
