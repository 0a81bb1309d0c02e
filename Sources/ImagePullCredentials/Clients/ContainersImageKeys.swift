/// The rule of containers/image: the name and what it leads up to, from the longest on, as keys; else a key that names
/// the registry in another way.
///
/// Source: containers/image, pkg/docker/config/config.go, `findCredentialsInFile`, `authKeysForKey`,
/// `normalizeAuthFileKey`; containers-auth.json(5).
enum ContainersImageKeys {
  static func rule(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    let text = KeyText(key)
    if text == image.registry { return .registry }
    if text == image.name { return .repository }
    if text.isNamespace(of: image.name) { return .namespace }
    if normalize(registry(ofKey: text)) == normalize(KeyText(image.registry)) {
      return image.isDockerHub ? .dockerHubAlias : .host
    }
    return DockerKeys.miss(key, image)
  }

  /// The registry that a key names: its host, if it has a scheme, else all of it.
  private static func registry(ofKey key: KeyText) -> KeyText {
    let stripped = key.trimming(prefix: "http://").trimming(prefix: "https://")
    return stripped == key ? key : stripped.beforeSlash
  }

  private static func normalize(_ registry: KeyText) -> KeyText {
    ["registry-1.docker.io", "docker.io"].contains { registry == $0 }
      ? KeyText("index.docker.io") : registry
  }
}
