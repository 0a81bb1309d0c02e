/// A client that reads registry keys. Each has its own rules.
///
/// A key that works with one client may not work with another: kubelets know wildcards and Docker does not, Docker
/// looks only at hosts and podman also at paths, and each has its own name for Docker Hub.
///
/// More clients may be added. Each has its own rules, so an unknown name gives no client.
public struct RegistryClient: StableCode {
  fileprivate enum Kind: String, CaseIterable {
    case kubelet
    case docker
    case containersImage = "containers-image"
    case goContainerRegistry = "go-containerregistry"
    case kubernetesKeychain = "go-containerregistry-kubernetes"
    case oras
  }

  fileprivate let kind: Kind

  private init(_ kind: Kind) { self.kind = kind }

  /// The client of a stable name.
  ///
  /// - Parameter rawValue: the name, such as `containers-image`. Nil for one that is not known.
  public init?(rawValue: String) {
    guard let kind = Kind.allCases.first(where: { $0.rawValue.hasSameBytes(as: rawValue) })
    else { return nil }
    self.init(kind)
  }

  /// The stable name, such as `containers-image`.
  public var rawValue: String { kind.rawValue }

  /// The kubelet: ``Keyring``.
  public static let kubelet = Self(.kubelet)
  /// Docker's command line, with `~/.docker/config.json`.
  public static let docker = Self(.docker)
  /// podman, skopeo, buildah and CRI-O's own pulls, by the library containers/image.
  public static let containersImage = Self(.containersImage)
  /// crane, ko and others, by go-containerregistry's `authn.DefaultKeychain`.
  public static let goContainerRegistry = Self(.goContainerRegistry)
  /// Controllers in a cluster that read pull secrets, by go-containerregistry's `authn/kubernetes` (`k8schain`).
  public static let kubernetesKeychain = Self(.kubernetesKeychain)
  /// oras, helm and others, by the library oras-go.
  public static let oras = Self(.oras)

  /// All clients of this version.
  public static let allCases = Kind.allCases.map(Self.init(_:))

  /// The client's name, with well-known programs that use it.
  public var name: String {
    switch kind {
    case .kubelet: "kubelet"
    case .docker: "docker"
    case .containersImage: "podman, skopeo (containers/image)"
    case .goContainerRegistry: "crane, ko (go-containerregistry)"
    case .kubernetesKeychain: "k8schain (go-containerregistry)"
    case .oras: "oras, helm (oras-go)"
    }
  }

  /// The upstream file with the rule.
  public var source: String {
    switch kind {
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
  /// The key is treated as the only one in the file. The client may prefer another one: see
  /// ``DockerConfig/entry(for:by:)``. The rules are those of 2025; older releases of containers/image and Docker read
  /// more keys as hosts.
  ///
  /// - Parameters:
  ///   - key: a registry key as written in `auths`.
  ///   - image: the image that is pulled. For oras, which has no Docker Hub defaults, its full name is used.
  /// - Returns: The rule. Linear in the lengths of key and image, except for wildcards.
  public func use(ofKey key: String, for image: ImageReference) -> KeyUse {
    let rule =
      switch kind {
      case .kubelet: ClientRules.kubelet(key, image)
      case .docker: ClientRules.docker(key, image)
      case .containersImage: ClientRules.containersImage(key, image)
      case .goContainerRegistry: ClientRules.goContainerRegistry(key, image)
      case .kubernetesKeychain: ClientRules.kubernetesKeychain(key, image)
      case .oras: ClientRules.oras(key, image)
      }
    return KeyUse(client: self, rule: rule)
  }

  /// How every client uses a key, in the order of ``allCases``.
  ///
  /// - Parameters:
  ///   - key: a registry key, as its author wrote it.
  ///   - image: the image that is pulled.
  /// - Returns: how each client uses it.
  public static func uses(ofKey key: String, for image: ImageReference) -> [KeyUse] {
    allCases.map { $0.use(ofKey: key, for: image) }
  }
}

extension DockerConfig {
  /// The entry whose credential a client uses for an image; nil if it uses none.
  ///
  /// ```swift
  /// if let entry = config.entry(for: image, by: .docker) {
  ///   login(entry.username, entry.revealPassword())
  /// }
  /// ```
  ///
  /// If several keys match, each client has its own preference. Among keys that the client ranks the same, this is the
  /// first in the document; the client uses any. A kubelet tries all matching entries, in the order of a ``Keyring``;
  /// this is the first.
  ///
  /// Clients other than the kubelet read the file only if no helper is configured: see ``credentialHelper(for:)``.
  ///
  /// - Parameters:
  ///   - image: the image that is pulled.
  ///   - client: the client whose rules apply.
  /// - Returns: The entry; its `reveal…` methods return its password and tokens.
  /// - Complexity: O(length of all keys); the kubelet's rules build a keyring of the document.
  public func entry(for image: ImageReference, by client: RegistryClient) -> Entry? {
    switch client.kind {
    case .kubelet:
      return keyring.credentials(for: image).first?.entry
    case .kubernetesKeychain:
      let patterns = entries.map { try? $0.pattern }
      guard !patterns.contains(where: { $0 == nil }) else { return nil }
      let name = image.goContainerRegistryName
      let first = keyring.credentials(forNormalizedName: name).first
      // This client does not have the keyring's fallback for Docker Hub.
      return first.flatMap {
        patterns[$0.index]?.matches(normalizedName: name) == true ? $0.entry : nil
      }
    case .docker, .containersImage, .goContainerRegistry, .oras:
      return preferredEntry(for: image, by: client)
    }
  }

  private var keyring: Keyring {
    var keyring = Keyring()
    keyring.add(self, source: .literal)
    return keyring
  }

  private func preferredEntry(for image: ImageReference, by client: RegistryClient) -> Entry? {
    var best: (entry: Entry, preference: (Int, Int))?
    for entry in entries {
      let key = entry.registryKey
      let rule = client.use(ofKey: key, for: image).rule
      // go-containerregistry continues after a repository without credentials.
      guard rule.isUsed, client != .goContainerRegistry || !entry.isEmpty else { continue }
      // Only namespaces can match with several lengths.
      let preference = (rule.preference, rule == .namespace ? key.utf8.count : 0)
      if best.map({ $0.preference < preference }) ?? true { best = (entry, preference) }
    }
    return best?.entry
  }

  /// The credential helper for an image, in clients that support helpers, without the prefix `docker-credential-`; nil
  /// if they read the file.
  ///
  /// The registry's entry in `credHelpers`, else `credsStore`; Docker Hub is `https://index.docker.io/v1/` there. With
  /// an empty name, the client reads the file. The kubelet uses no helpers. (docker/cli:
  /// cli/config/configfile/file.go, `getConfiguredCredentialStore`.)
  ///
  /// - Parameter image: an image.
  /// - Returns: the helper's name; nil if the client reads the file.
  public func credentialHelper(for image: ImageReference) -> String? {
    let server = ClientRules.dockerServer(of: image)
    let own = credentialHelpers.last { $0.registry.hasSameBytes(as: server) }
    let helper = own?.helper ?? credentialsStore
    return helper.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension DockerConfig.Entry {
  /// Whether the entry has nothing but a key.
  fileprivate var isEmpty: Bool {
    isAnonymous && email.isEmpty && !hasIdentityToken && !hasRegistryToken
  }
}

extension ImageReference {
  /// The registry key under which every ``RegistryClient`` uses a credential for this image, and which helpers are
  /// called with: the registry, or `https://index.docker.io/v1/` for Docker Hub. Nil for a name whose first part only
  /// looks like a registry.
  public var portableRegistryKey: String? {
    let server = ClientRules.dockerServer(of: self)
    return server.isEmpty ? nil : server
  }
}

extension Credential {
  /// The credential, tokens included, under a key that you choose, to write it to a file.
  ///
  /// A key such as `*.example.com` works only with the kubelet; with ``ImageReference/portableRegistryKey`` other
  /// clients can try the same credential.
  ///
  /// - Parameter registryKey: the key that the entry gets.
  /// - Returns: the entry.
  public func entry(registryKey: String) -> DockerConfig.Entry {
    DockerConfig.Entry(
      registryKey: registryKey, username: username, password: revealPassword(), email: email,
      identityToken: entry.revealIdentityToken(), registryToken: entry.revealRegistryToken())
  }
}
