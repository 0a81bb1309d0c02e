public import ImagePullCredentials

extension CredentialProviderConfig {
  /// What is likely to be a mistake in a configuration with which a kubelet starts, in its order.
  public var findings: [NodeFinding] {
    providers.flatMap { provider in
      [provider.kindFinding].compactMap { $0 }
        + provider.matchImages.enumerated().compactMap { index, pattern in
          pattern.misuse(at: provider.place(ofMatchImage: index))
        }
    }
  }

  /// Why no provider is asked for an image, where a pattern almost matches it; empty if one is asked.
  public func findings(for image: ImageReference) -> [NodeFinding] {
    guard !providers.contains(where: { $0.matches(image.name) }) else { return [] }
    return providers.flatMap { provider in
      provider.matchImages.enumerated().compactMap { index, pattern in
        pattern.nearMiss(of: image, at: provider.place(ofMatchImage: index))
      }
    }
  }
}

extension CredentialProviderConfig.Provider {
  fileprivate func place(ofMatchImage index: Int) -> String {
    place("\(origin.path).matchImages[\(index)]")
  }

  private func place(_ path: String) -> String {
    origin.file.map { "\($0): \(path)" } ?? path
  }

  /// A helper and a provider speak different protocols (awslabs/amazon-ecr-credential-helper#616).
  fileprivate var kindFinding: NodeFinding? {
    guard name.hasPrefix(DockerCredentialHelper.prefix) else { return nil }
    return NodeFinding(
      code: .wrongPluginKind,
      sentence: "\(name) is a Docker credential helper, which does not understand the kubelet.",
      fix: "Install and name the kubelet's credential provider for the registry, such as "
        + "ecr-credential-provider.",
      place: place("\(origin.path).name"))
  }
}

extension RegistryPattern {
  /// Names by which people know Docker Hub, and under which no image is looked up.
  private static let hubAliases = [
    "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com",
  ]

  /// Why this entry of `matchImages` matches less than its author meant, whatever the image is.
  fileprivate func misuse(at place: String) -> NodeFinding? {
    if ["https://", "http://"].contains(where: asWritten.hasPrefix) {
      return NodeFinding(
        code: .registryMismatch,
        sentence: "\(displayName) matches no image: unlike the key of a pull secret, an entry of "
          + "matchImages has no scheme.",
        fix: "Write the host without a scheme.", place: place)
    }
    if Self.hubAliases.contains(host) {
      return NodeFinding(
        code: .registryMismatch,
        sentence: "\(host) matches no image: those of Docker Hub are looked up under docker.io.",
        fix: "Write docker.io.", place: place)
    }
    if path.contains(where: "*[".contains) || asWritten.contains("?") {
      return NodeFinding(
        code: .globMisuse,
        sentence: "\(displayName) has a wildcard outside its host, where it has no effect.",
        fix: "Drop it: a bare host matches every path, and a path every longer one.", place: place)
    }
    if host == "*" {
      return NodeFinding(
        code: .globMisuse,
        sentence: "\(displayName) matches only hosts of one label, since one * is one label.",
        fix: "Write as many labels as the registries have, as in *.example.com.", place: place)
    }
    return nil
  }

  /// The finding for an image that this pattern would match if one thing about its host were different.
  fileprivate func nearMiss(of image: ImageReference, at place: String) -> NodeFinding? {
    let registry = image.registry
    let imagePort = registry.split(separator: ":").dropFirst().first.map(String.init)
    if imagePort != port, relaxed(host, port: imagePort, matches: image) {
      return NodeFinding(
        code: .registryMismatch,
        sentence: "\(displayName) does not match \(registry): the ports must be equal.",
        fix: "Write \(registry).", place: place)
    }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let isLonger = relaxed("*.\(host)", port: port, matches: image)
    let shorter = labels.dropFirst().joined(separator: ".")
    if isWildcard, isLonger || relaxed(shorter, port: port, matches: image) {
      return NodeFinding(
        code: .globMisuse,
        sentence: "\(displayName) does not match \(registry): one * is exactly one label.",
        fix: isLonger ? "Add *.\(displayName)." : "Add \(shorter).", place: place)
    }
    // With two labels only, all registries of a top-level domain would be near.
    if labels.count > 2, relaxed("*.\(shorter)", port: port, matches: image) {
      return NodeFinding(
        code: .registryMismatch,
        sentence: "\(displayName) does not match \(registry): the first labels differ.",
        fix: "Add \(registry), or a wildcard in the place of the first label.", place: place)
    }
    return nil
  }

  /// Whether this pattern, with another host and port, matches an image.
  private func relaxed(_ host: String, port: String?, matches image: ImageReference) -> Bool {
    let entry = host + (port.map { ":\($0)" } ?? "") + path
    return (try? RegistryPattern(matchImage: entry))?.matches(image.name) ?? false
  }
}
