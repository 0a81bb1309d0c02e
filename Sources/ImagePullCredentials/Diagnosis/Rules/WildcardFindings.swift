/// Wildcards for another number of labels: one `*` is one label.
///
/// Source: `URLsMatch`, pkg/credentialprovider/keyring.go.
enum WildcardFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered else { return [] }
    return context.trials.compactMap { trial in
      guard case .mismatch(let comparison) = trial.outcome, let pattern = trial.pattern,
        comparison.patternLabelCount != comparison.imageLabelCount,
        let better = widened(pattern, to: comparison.imageLabelCount, context.image)
      else { return nil }
      let count = comparison.patternLabelCount
      return context.finding(
        .globMisuse, context.severityOfAbsence,
        [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
        problem: "Key \(quoted(trial.displayName)) of \(context.title(ofSecret: trial.secretName)) "
          + "is for hosts of \(count) label\(count == 1 ? "" : "s"), "
          + "\(printable(context.registry)) has \(comparison.imageLabelCount): one * is one label.",
        advice: (context.pod.isInUse(trial)
          ? "Keep it for the images that need it, and add the key "
            + "\(alternatives(better, context.registry))."
          : "Use \(alternatives(better, context.registry)) as the key.")
          + context.makerNote(trial.secretName))
    }
  }

  private static func alternatives(_ key: String, _ registry: String) -> String {
    key == registry ? quoted(key) : "\(quoted(key)) or \(quoted(registry))"
  }

  /// The host of `pattern` with as many `*` in front as make it match; nil if none do.
  private static func widened(
    _ pattern: RegistryPattern, to count: Int, _ image: ImageReference
  ) -> String? {
    let labels = pattern.host.split(separator: ".", omittingEmptySubsequences: false)
    let fixed = labels.drop { $0 == "*" }
    // No host has more labels than its name bytes; the limit is for names that are none.
    guard fixed.count < labels.count, !fixed.isEmpty, fixed.count <= count, count <= 128
    else { return nil }
    let wildcards = Array(repeating: Substring("*"), count: count - fixed.count)
    let host = (wildcards + fixed).joined(separator: ".")
    let key = host + (pattern.port.map { ":\($0)" } ?? "") + pattern.path
    guard let widened = try? RegistryPattern(registryKey: key), widened.matches(image.name)
    else { return nil }
    return key
  }
}
