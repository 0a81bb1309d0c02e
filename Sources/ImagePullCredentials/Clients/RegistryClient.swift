/// A client that reads registry keys, each by rules of its own.
///
/// A key that works with one does not have to work with the next: kubelets know wildcards and Docker does not, Docker
/// looks at hosts only and podman at paths too, and Docker Hub has a name of its own with each.
public enum RegistryClient: String, Sendable, Hashable, CaseIterable {
  /// The kubelet: ``Keyring``.
  case kubelet
  /// Docker's command line, with `~/.docker/config.json`.
  case docker
  /// podman, skopeo, buildah and CRI-O's own pulls, by the library containers/image.
  case containersImage = "containers-image"
  /// crane, ko and others, by go-containerregistry's `authn.DefaultKeychain`.
  case goContainerRegistry = "go-containerregistry"
  /// Controllers in a cluster that read pull secrets, by go-containerregistry's `authn/kubernetes` (`k8schain`).
  case kubernetesKeychain = "go-containerregistry-kubernetes"
  /// oras, helm and others, by the library oras-go.
  case oras

  /// What the client is called, with programs that people know it by.
  public var name: String {
    switch self {
    case .kubelet: "kubelet"
    case .docker: "docker"
    case .containersImage: "podman, skopeo (containers/image)"
    case .goContainerRegistry: "crane, ko (go-containerregistry)"
    case .kubernetesKeychain: "k8schain (go-containerregistry)"
    case .oras: "oras, helm (oras-go)"
    }
  }

  /// The upstream file that has the rule.
  public var source: String {
    switch self {
    case .kubelet: "kubernetes/kubernetes pkg/credentialprovider/keyring.go"
    case .docker: "docker/cli cli/command/registry.go, cli/config/credentials/file_store.go"
    case .containersImage: "containers/image pkg/docker/config/config.go"
    case .goContainerRegistry: "google/go-containerregistry pkg/authn/keychain.go"
    case .kubernetesKeychain: "google/go-containerregistry pkg/authn/kubernetes/keychain.go"
    case .oras: "oras-project/oras-go registry/remote/credentials"
    }
  }

  /// Whether the client would use a credential under a key for an image, and by which rule.
  ///
  /// The key is looked at as if it were the only one in the file: another one may be preferred to it, as
  /// ``DockerConfig/entry(for:by:)`` tells. The rules are
  /// those of 2025; older releases of containers/image and of Docker took more keys for hosts.
  ///
  /// - Parameters:
  ///   - key: a registry key as written in `auths`.
  ///   - image: the image that is pulled. oras, which knows no Docker Hub defaults, is asked for its full name.
  /// - Returns: The rule. Linear in the lengths of key and image, but for wildcards.
  public func use(ofKey key: String, for image: ImageReference) -> KeyUse {
    let rule =
      switch self {
      case .kubelet: ClientRules.kubelet(key, image)
      case .docker: ClientRules.docker(key, image)
      case .containersImage: ClientRules.containersImage(key, image)
      case .goContainerRegistry: ClientRules.goContainerRegistry(key, image)
      case .kubernetesKeychain: ClientRules.kubernetesKeychain(key, image)
      case .oras: ClientRules.oras(key, image)
      }
    return KeyUse(client: self, rule: rule)
  }

  /// What every client makes of a key, in the order of ``allCases``.
  public static func uses(ofKey key: String, for image: ImageReference) -> [KeyUse] {
    allCases.map { $0.use(ofKey: key, for: image) }
  }
}
