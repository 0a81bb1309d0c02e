/// The rule of oras-go: the registry as a key, else any key with the registry for a host.
///
/// Source: oras-project/oras-go, registry/remote/credentials/registry.go, `ServerAddressFromHostname`, and
/// registry/remote/credentials/internal/config/config.go, `GetCredential`, `ToHostname`.
enum ORASKeys {
  static func rule(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    let text = KeyText(key)
    guard !image.isDockerHub else {
      return text == DockerKeys.dockerHubKey ? .dockerHub : .dockerHubKeyOnly
    }
    if text == image.registry { return .registry }
    let host = text.trimming(prefix: "http://").trimming(prefix: "https://").beforeSlash
    return host == image.registry ? .host : DockerKeys.miss(key, image)
  }
}
