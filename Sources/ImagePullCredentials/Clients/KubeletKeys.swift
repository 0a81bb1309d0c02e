/// The kubelet's rule: ``Keyring``, which is asked.
enum KubeletKeys {
  static func rule(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    let pattern: RegistryPattern
    do {
      pattern = try RegistryPattern(registryKey: key)
    } catch {
      return .notAURL
    }
    if pattern.matches(image.name) { return .pattern }
    var keyring = Keyring()
    keyring.add(DockerConfig([.init(registryKey: key)]), source: .file(path: ""))
    guard keyring.credentials(for: image).isEmpty else { return .dockerHubFallback }
    return pattern.miss(of: image.name)
  }
}

/// go-containerregistry's rule for pull secrets: the kubelet's, without its fallback, and with another name for
/// Docker Hub.
///
/// Source: google/go-containerregistry, pkg/authn/kubernetes/keychain.go, `NewFromPullSecrets`, `urlsMatch`; the name of
/// Docker Hub is `DefaultRegistry` in pkg/name/registry.go. Where the kubelet skips a key that is no URL, every look-up
/// fails.
enum KubernetesKeychainKeys {
  static func rule(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    let pattern: RegistryPattern
    do {
      pattern = try RegistryPattern(registryKey: key)
    } catch {
      return .notAURL
    }
    let name = image.goContainerRegistryName
    if pattern.matches(name) { return .pattern }
    return pattern.matches(image.name) ? .otherDockerHubName : pattern.miss(of: name)
  }
}

extension RegistryPattern {
  /// Why the pattern does not match `imageName`.
  fileprivate func miss(of imageName: String) -> KeyUse.Rule {
    comparison(with: imageName)?.firstFailure == .path ? .otherPath : .otherRegistry
  }
}
