/// Keys that differ from the image's registry in one thing only.
enum RegistryMismatchFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    guard !context.isCovered, !context.trials.isEmpty,
      // What a keyring matches is a host, a port and a path like any other.
      let image = try? RegistryPattern(matchImage: context.image.name)
    else { return [] }
    return context.trials.compactMap { trial in
      guard case .mismatch(let comparison) = trial.outcome, let pattern = trial.pattern,
        !(context.image.isDockerHub && DockerHubFindings.isAlias(trial)),
        let miss = NearMiss(pattern, image, comparison),
        // A key for another registry that another image needs is no mistake.
        miss.isOnOneHost || !context.pod.isInUse(trial),
        // A path that no image can have is said by FlawedKeyFindings.
        miss != .path || KeyRepair(of: trial.entry.registryKey) == nil
      else { return nil }
      return make(trial, pattern, image, miss, context)
    }
  }

  private static func make(
    _ trial: KeyTrial, _ pattern: RegistryPattern, _ image: RegistryPattern, _ miss: NearMiss,
    _ context: ImageContext
  ) -> Finding {
    let registry = printable(context.registry)
    let difference: String
    switch miss {
    case .port:
      let port = pattern.port.map { "is for port \(printable($0))" } ?? "has no port"
      difference =
        "\(port), the image is on \(registry)\(image.port == nil ? " without a port" : ""); "
        + "the ports must be equal"
    case .path:
      difference =
        "is for paths that begin with \(quoted(pattern.path)), the image's is "
        + quoted(image.path)
    case .label(let one, let other):
      difference =
        "is for another host, the image is on \(registry): \(quoted(one)) is not \(quoted(other))"
    case .labelCount:
      difference = "is for another host, the image is on \(registry)"
    }
    let key = quoted(context.registry)
    return context.finding(
      .registryMismatch, context.severityOfAbsence,
      [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
      problem: "Key \(quoted(trial.displayName)) of \(context.title(ofSecret: trial.secretName)) "
        + "\(difference).",
      advice: (context.pod.isInUse(trial)
        ? "Keep it for the images that need it, and add the key \(key)."
        : miss == .path
          ? "Use \(key), which is for every path, or a path that the image's begins with."
          : "Use exactly \(key) as the key.") + context.makerNote(trial.secretName),
      command: context.replacement(trial))
  }
}

/// The one thing in which a key differs from an image.
private enum NearMiss: Equatable {
  case port
  case path
  /// One label of the host.
  case label(String, String)
  /// One of the hosts has a first label more.
  case labelCount

  /// Whether key and image name the same host.
  var isOnOneHost: Bool { self == .port || self == .path }

  /// The difference; nil if there is more than one, or what is left is too little to be meant.
  init?(
    _ pattern: RegistryPattern, _ image: RegistryPattern,
    _ comparison: RegistryPattern.Comparison
  ) {
    let keyLabels = pattern.host.split(separator: ".", omittingEmptySubsequences: false)
    let imageLabels = image.host.split(separator: ".", omittingEmptySubsequences: false)
    guard comparison.patternLabelCount == comparison.imageLabelCount else {
      let (longer, shorter) =
        keyLabels.count > imageLabels.count ? (keyLabels, imageLabels) : (imageLabels, keyLabels)
      guard comparison.hasEqualPort, comparison.hasPathPrefix, !pattern.isWildcard,
        shorter.count >= 2, longer.dropFirst() == shorter[...]
      else { return nil }
      self = .labelCount
      return
    }
    switch (comparison.firstMismatchedLabel, comparison.hasEqualPort, comparison.hasPathPrefix) {
    case (nil, false, true): self = .port
    case (nil, true, false): self = .path
    case (let index?, true, true):
      guard keyLabels.count >= 3, index < keyLabels.count, index < imageLabels.count,
        keyLabels[(index + 1)...] == imageLabels[(index + 1)...],
        // Case is another matter.
        keyLabels[index].lowercased() != imageLabels[index].lowercased()
      else { return nil }
      self = .label(String(keyLabels[index]), String(imageLabels[index]))
    default: return nil
    }
  }
}
