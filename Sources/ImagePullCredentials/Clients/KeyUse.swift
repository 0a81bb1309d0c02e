/// What a client makes of a registry key for an image.
public struct KeyUse: Sendable, Hashable {
  /// The client.
  public let client: RegistryClient
  /// The rule that decides.
  public let rule: Rule

  /// Whether the client uses the key's credential for the image.
  public var isUsed: Bool { rule.isUsed }

  /// Why a client uses a key for an image, or does not.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// The key is the image's registry, to the byte.
    case registry
    /// The key is the image's repository, to the byte.
    case repository
    /// The key is a part of the image's name that ends before a slash.
    case namespace
    /// The host in the key is the image's registry; what else is in the key counts for nothing.
    case host
    /// The key is the one that Docker writes for Docker Hub, `https://index.docker.io/v1/`.
    case dockerHub = "docker-hub"
    /// The key has another name of Docker Hub that the client knows.
    case dockerHubAlias = "docker-hub-alias"
    /// Host, port and path agree as the kubelet compares them: wildcards, and the path as a prefix.
    case pattern
    /// No key matches, and the image is on Docker Hub, for which the kubelet then takes `index.docker.io`.
    case dockerHubFallback = "docker-hub-fallback"

    /// The key is no URL.
    case notAURL = "not-a-url"
    /// The key's host is another one, or its port.
    case otherRegistry = "other-registry"
    /// The key's host is the image's registry, but what else is in the key keeps it from being used.
    case otherPath = "other-path"
    /// The key has wildcards, which the client takes for plain characters.
    case noWildcards = "no-wildcards"
    /// For an image of Docker Hub the client knows only `https://index.docker.io/v1/`.
    case dockerHubKeyOnly = "docker-hub-key-only"
    /// The client calls Docker Hub `index.docker.io`, and the key does not.
    case otherDockerHubName = "other-docker-hub-name"

    /// Whether it is a reason to use the key.
    public var isUsed: Bool {
      switch self {
      case .registry, .repository, .namespace, .host, .dockerHub, .dockerHubAlias, .pattern,
        .dockerHubFallback:
        true
      case .notAURL, .otherRegistry, .otherPath, .noWildcards, .dockerHubKeyOnly,
        .otherDockerHubName:
        false
      }
    }
  }
}

extension KeyUse.Rule: CustomStringConvertible {
  /// The rule in words.
  public var description: String {
    switch self {
    case .registry: "the key is the image's registry"
    case .repository: "the key is the image's repository"
    case .namespace: "the key is a leading part of the image's name"
    case .host: "the key's host is the image's registry; the rest of the key is not looked at"
    case .dockerHub: "the key is Docker's for Docker Hub"
    case .dockerHubAlias: "the key names Docker Hub"
    case .pattern: "host, port and path prefix match"
    case .dockerHubFallback: "nothing matches, so index.docker.io counts for Docker Hub"
    case .notAURL: "the key is not a URL"
    case .otherRegistry: "the key is for another registry"
    case .otherPath: "the host is right, but the rest of the key is not"
    case .noWildcards: "wildcards are plain characters to this client"
    case .dockerHubKeyOnly: "for Docker Hub only https://index.docker.io/v1/ is used"
    case .otherDockerHubName: "Docker Hub is index.docker.io to this client"
    }
  }
}

extension KeyUse.Rule {
  /// Which of several keys a client prefers: the repository, the longest namespace, the registry, any other.
  var preference: Int {
    switch self {
    case .repository: 3
    case .namespace: 2
    case .registry, .dockerHub: 1
    default: 0
    }
  }
}
