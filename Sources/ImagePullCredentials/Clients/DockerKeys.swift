/// The rule of Docker's command line: the registry as a key, else any key with the registry for a host.
///
/// Source: docker/cli, cli/command/registry.go, `RetrieveAuthTokenFromImage`, `getAuthConfigKey`;
/// cli/config/credentials/file_store.go, `Get`.
enum DockerKeys {
  /// The only name of Docker Hub.
  ///
  /// Source: docker/cli, cli/command/registry.go, `authConfigKey`.
  static let dockerHubKey = PullSecretManifest.defaultRegistryKey

  static func rule(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    let text = KeyText(key)
    guard !image.isDockerHub else { return text == dockerHubKey ? .dockerHub : .dockerHubKeyOnly }
    if text == image.registry { return .registry }
    return hostname(ofKey: key) == image.registry ? .host : miss(key, image)
  }

  /// Why a client that takes a key by its host, or to the byte, does not take this one.
  static func miss(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    if KubeletKeys.rule(key, image) == .pattern, key.utf8.contains(UInt8(ascii: "*")) {
      return .noWildcards
    }
    return hostname(ofKey: key) == image.registry ? .otherPath : .otherRegistry
  }

  /// The host of a key, with its port.
  ///
  /// Source: docker/cli, cli/config/credentials/file_store.go, `ConvertToHostname`.
  private static func hostname(ofKey key: String) -> KeyText {
    GoURLHost(key).map { KeyText($0.text) } ?? KeyText(key).beforeSlash
  }
}
