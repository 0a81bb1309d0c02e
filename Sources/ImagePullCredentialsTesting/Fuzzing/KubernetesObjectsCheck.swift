import ImagePullCredentials

/// What is promised about the output of kubectl.
enum KubernetesObjectsCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let objects: KubernetesObjects
    do {
      objects = try KubernetesObjects(json: input)
    } catch {
      return try DockerConfigCheck.checkPosition(
        offset: error.offset, line: error.line, column: error.column, in: input)
    }
    for secret in objects.secrets where !secret.name.isEmpty {
      try requireEqual(
        objects.secret(namespace: secret.namespace, name: secret.name), secret, "look-up")
      try require(objects.secrets(named: secret.name).contains(secret), "look-up by name")
    }
    for merge in PullResolution.Merge.allCases {
      for pod in objects.pods { try check(objects.resolve(pod, merging: merge)) }
      for workload in objects.workloads { try check(objects.resolve(workload, merging: merge)) }
    }
  }

  /// The keyring holds what the steps say was read, and nothing else.
  private static func check(_ resolution: PullResolution) throws(BrokenInvariant) {
    var model = KubeletModel()
    var entries: [DockerConfig.Entry] = []
    for reference in resolution.references {
      switch reference.outcome {
      case .read(let config) where resolution.refusal == nil:
        for entry in config.entries { model.add(entry.registryKey) }
        entries += config.entries
      case .malformed(let error):
        try requireEqual(resolution.refusal?.error, error, "refusal")
      default: break
      }
    }
    for container in resolution.images {
      guard let image = try? ImageReference(container.image) else { continue }
      let found = resolution.credentials(for: image).map(\.entry)
      try requireEqual(found, model.lookup(image.name).map { entries[$0] }, "credentials")
    }
  }
}
