/// How each client reads one registry key. Keys are split and compared byte by byte, as in Go.
enum ClientRules {
  /// How Docker names the registry of an image; empty if the name has none.
  static func dockerServer(of image: ImageReference) -> String {
    image.isDockerHub ? DockerConfig.dockerHubKey : image.registry
  }
}

// MARK: - Docker's command line

extension ClientRules {
  /// The registry as a key, else any key with the registry for a host.
  ///
  /// Source: docker/cli, cli/command/registry.go, `RetrieveAuthTokenFromImage`, `getAuthConfigKey`;
  /// cli/config/credentials/file_store.go, `Get`.
  static func docker(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    guard !image.isDockerHub else { return dockerHub(key) }
    if key.hasSameBytes(as: image.registry) { return .registry }
    return hostname(ofKey: key.utf8.span).elementsEqual(image.registry.utf8)
      ? .host : miss(key, image)
  }

  /// No host contains a slash, so Docker's key for Docker Hub only matches exactly.
  private static func dockerHub(_ key: String) -> KeyUse.Rule {
    key.hasSameBytes(as: DockerConfig.dockerHubKey) ? .dockerHub : .dockerHubKeyOnly
  }

  /// Why a client that matches a key by its host, or exactly, does not use this one.
  private static func miss(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    if key.utf8.contains(UInt8(ascii: "*")), kubelet(key, image) == .pattern { return .noWildcards }
    return hostname(ofKey: key.utf8.span).elementsEqual(image.registry.utf8)
      ? .otherPath : .otherRegistry
  }

  /// The host of a key with its port: for a text with `://`, what Go's URL parser finds, if it finds a host; otherwise
  /// everything before the first slash.
  ///
  /// Source: docker/cli, cli/config/credentials/file_store.go, `ConvertToHostname`.
  private static func hostname(ofKey key: Span<UInt8>) -> [UInt8] {
    if let host = urlHost(of: key) { return host }
    let slash = key.firstOffset(of: UInt8(ascii: "/")) ?? key.count
    return Array(copying: key.extracting(first: slash))
  }

  /// The host, and the port if there is one after it, of a text with `://`; nil if Go finds no host or rejects the
  /// text. An IPv6 address without a port loses its brackets.
  ///
  /// Source: net/url, `getScheme`, `parse`, `URL.Hostname` and `URL.Port`; net, `JoinHostPort`.
  private static func urlHost(of text: Span<UInt8>) -> [UInt8]? {
    let scheme = text.end(from: 0) { $0.isAlphanumeric || "+-.".utf8.contains($0) }
    let hasScheme =
      text.byte(at: 0)?.isLetter == true && text.byte(at: scheme) == UInt8(ascii: ":")
    // Without a scheme, an authority may still begin the text; `://` then comes later.
    let start = hasScheme ? scheme + 1 : 0
    guard text.starts(with: "//", from: start),
      hasScheme || !text.starts(with: "///", from: 0) && text.containsSchemeEnd,
      let url = try? SchemelessURL(text, from: start + 2)
    else { return nil }
    return joined(url.host(in: text))
  }

  /// The host has been checked: a colon outside of brackets begins a port.
  private static func joined(_ host: Span<UInt8>) -> [UInt8]? {
    var end = host.count
    if let colon = host.lastOffset(of: UInt8(ascii: ":"), in: 0..<end),
      host.lastOffset(of: UInt8(ascii: "]"), in: colon..<end) == nil
    {
      guard colon + 1 == host.count else { return colon > 0 ? Array(copying: host) : nil }
      end = colon
    }
    guard end > 0 else { return nil }
    let isBracketed =
      host[0] == UInt8(ascii: "[") && host[end - 1] == UInt8(ascii: "]") && end > 2
    return Array(copying: isBracketed ? host.extracting(1..<end - 1) : host.extracting(0..<end))
  }
}

// MARK: - containers/image: podman, skopeo

extension ClientRules {
  /// The name and its parents, the longest first, as keys; else a key that names the registry in another way.
  ///
  /// Source: containers/image, pkg/docker/config/config.go, `findCredentialsInFile`, `authKeysForKey`,
  /// `normalizeAuthFileKey`; containers-auth.json(5).
  static func containersImage(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    if key.hasSameBytes(as: image.registry) { return .registry }
    let name = image.name
    if key.hasSameBytes(as: name) { return .repository }
    if name.utf8.starts(with: key.utf8),
      name.utf8.dropFirst(key.utf8.count).first == UInt8(ascii: "/")
    {
      return .namespace
    }
    // The registry that a key names: its host, if it has a scheme, else all of it.
    let stripped = key.utf8.withoutSchemes
    let isStripped = stripped.count < key.utf8.count
    if normalized(isStripped ? stripped.beforeSlash : stripped)
      .elementsEqual(normalized(image.registry.utf8[...]))
    {
      return image.isDockerHub ? .dockerHubAlias : .host
    }
    return miss(key, image)
  }

  private static func normalized(_ registry: Substring.UTF8View) -> Substring.UTF8View {
    ["registry-1.docker.io", "docker.io"].contains { registry.elementsEqual($0.utf8) }
      ? "\(DockerHub.legacyRegistry)".utf8[...] : registry
  }
}

// MARK: - go-containerregistry: crane, ko

extension ClientRules {
  /// With a docker config file: the repository as a key, else Docker's rule.
  ///
  /// Source: google/go-containerregistry, pkg/authn/keychain.go, `Resolve`, which calls docker/cli for both.
  static func goContainerRegistry(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    key.hasSameBytes(as: image.goContainerRegistryName) ? .repository : docker(key, image)
  }

  /// With pull secrets: the kubelet's rule, without its fallback, and with another name for Docker Hub.
  ///
  /// Source: google/go-containerregistry, pkg/authn/kubernetes/keychain.go, `NewFromPullSecrets`, `urlsMatch`; the name
  /// of Docker Hub is `DefaultRegistry` in pkg/name/registry.go. If a key is not a URL, every look-up fails; the
  /// kubelet skips the key.
  static func kubernetesKeychain(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    guard let pattern = try? RegistryPattern(registryKey: key) else { return .notAURL }
    let name = image.goContainerRegistryName
    if pattern.matches(normalizedName: name) { return .pattern }
    return pattern.matches(image) ? .otherDockerHubName : pattern.miss(of: name)
  }
}

extension ImageReference {
  /// The name in go-containerregistry, which calls Docker Hub `index.docker.io`.
  ///
  /// Source: google/go-containerregistry, pkg/name/registry.go, `DefaultRegistry`.
  var goContainerRegistryName: String {
    isDockerHub ? "\(DockerHub.legacyRegistry)/\(repository)" : name
  }
}

// MARK: - oras, helm

extension ClientRules {
  /// The registry as a key, else any key with the registry for a host.
  ///
  /// Source: oras-project/oras-go, registry/remote/credentials/registry.go, `ServerAddressFromHostname`, and
  /// registry/remote/credentials/internal/config/config.go, `GetCredential`, `ToHostname`.
  static func oras(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    guard !image.isDockerHub else { return dockerHub(key) }
    if key.hasSameBytes(as: image.registry) { return .registry }
    return key.utf8.withoutSchemes.beforeSlash.elementsEqual(image.registry.utf8)
      ? .host : miss(key, image)
  }
}

// MARK: - The kubelet

extension ClientRules {
  /// The rule of ``Keyring``.
  static func kubelet(_ key: String, _ image: ImageReference) -> KeyUse.Rule {
    guard let pattern = try? RegistryPattern(registryKey: key) else { return .notAURL }
    if pattern.matches(image) { return .pattern }
    let config = DockerConfig([.init(registryKey: key)])
    guard config.entry(for: image, by: .kubelet) == nil else { return .dockerHubFallback }
    return pattern.miss(of: image.name)
  }
}

extension RegistryPattern {
  /// Why the pattern does not match `imageName`.
  fileprivate func miss(of imageName: String) -> KeyUse.Rule {
    comparison(withNormalizedName: imageName)?.firstFailure == .path ? .otherPath : .otherRegistry
  }
}

// MARK: - Bytes

extension String.UTF8View {
  /// The text without `http://`, and then without `https://`: each is removed once, in this order.
  fileprivate var withoutSchemes: Substring.UTF8View {
    var rest = self[...]
    for scheme in ["http://", "https://"] where rest.starts(with: scheme.utf8) {
      rest = rest.dropFirst(scheme.utf8.count)
    }
    return rest
  }
}

extension Substring.UTF8View {
  fileprivate var beforeSlash: Substring.UTF8View { prefix { $0 != UInt8(ascii: "/") } }
}

extension Span<UInt8> {
  fileprivate var containsSchemeEnd: Bool {
    indices.contains { starts(with: "://", from: $0) }
  }
}

/// How a client uses a registry key for an image.
public struct KeyUse: Sendable, Hashable {
  /// The client.
  public let client: RegistryClient
  /// The rule that decides.
  public let rule: Rule

  /// Whether the client uses the key's credential for the image.
  public var isUsed: Bool { rule.isUsed }

  /// Why a client uses a key for an image, or does not.
  ///
  /// More may be added; compare with the constants and have a default for the rest.
  public struct Rule: StableCode {
    /// The stable name, such as `docker-hub-alias`.
    public let rawValue: String

    /// The rule of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The key is the image's registry, byte for byte.
    public static let registry = Self(rawValue: "registry")
    /// The key is the image's repository, byte for byte.
    public static let repository = Self(rawValue: "repository")
    /// The key is a part of the image's name that ends before a slash.
    public static let namespace = Self(rawValue: "namespace")
    /// The host in the key is the image's registry; the rest of the key is ignored.
    public static let host = Self(rawValue: "host")
    /// The key is the one that Docker writes for Docker Hub, `https://index.docker.io/v1/`.
    public static let dockerHub = Self(rawValue: "docker-hub")
    /// The key has another name of Docker Hub that the client knows.
    public static let dockerHubAlias = Self(rawValue: "docker-hub-alias")
    /// Host, port and path agree as the kubelet compares them: wildcards, and the path as a prefix.
    public static let pattern = Self(rawValue: "pattern")
    /// No key matches, and the image is on Docker Hub, for which the kubelet then tries `index.docker.io`.
    public static let dockerHubFallback = Self(rawValue: "docker-hub-fallback")

    /// The key is not a URL.
    public static let notAURL = Self(rawValue: "not-a-url")
    /// The key has another host or port.
    public static let otherRegistry = Self(rawValue: "other-registry")
    /// The key's host is the image's registry, but the rest of the key prevents its use.
    public static let otherPath = Self(rawValue: "other-path")
    /// The key has wildcards, which the client reads as plain characters.
    public static let noWildcards = Self(rawValue: "no-wildcards")
    /// For a Docker Hub image, the client only uses `https://index.docker.io/v1/`.
    public static let dockerHubKeyOnly = Self(rawValue: "docker-hub-key-only")
    /// The client calls Docker Hub `index.docker.io`, and the key does not.
    public static let otherDockerHubName = Self(rawValue: "other-docker-hub-name")

    /// All rules of this version.
    public static let allCases =
      using + [
        notAURL, otherRegistry, otherPath, noWildcards, dockerHubKeyOnly, otherDockerHubName,
      ]

    private static let using = [
      registry, repository, namespace, host, dockerHub, dockerHubAlias, pattern, dockerHubFallback,
    ]

    /// Whether it is a reason to use the key.
    public var isUsed: Bool { Self.using.contains(self) }

    /// The rule in words.
    public var explanation: String {
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
      default: rawValue
      }
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
