/// The rule of go-containerregistry with a docker config file: the repository as a key, else Docker's rule.
///
/// Source: google/go-containerregistry, pkg/authn/keychain.go, `Resolve`, which asks docker/cli for both.
enum GoContainerRegistryKeys {
  static func rule(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    KeyText(key) == image.goContainerRegistryName ? .repository : DockerKeys.rule(key, image)
  }
}

extension ImageReference {
  /// The name as go-containerregistry has it, to which Docker Hub is `index.docker.io`.
  ///
  /// Source: google/go-containerregistry, pkg/name/registry.go, `DefaultRegistry`.
  var goContainerRegistryName: String {
    isDockerHub ? "\(DockerHub.legacyRegistry)/\(repository)" : name
  }
}
