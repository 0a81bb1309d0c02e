/// The name of an image, split as the kubelet compares it with registry keys.
struct ImageName: ~Escapable {
  let host: Span<UInt8>
  let port: Span<UInt8>
  /// Empty, or begins with a slash.
  let path: Span<UInt8>
  /// ``HostHash`` of host and port.
  let hash: UInt32
  /// The text before the first slash, or the whole name, which decides whether the image is on Docker Hub.
  private let first: Span<UInt8>
  private let hasSlash: Bool

  /// Whether the kubelet treats an image of this name as one on Docker Hub.
  var isOnDockerHub: Bool {
    hasSlash ? DockerHub.isDefaultRegistry(first) : DockerHub.isDefaultName(first)
  }

  /// The name of a reference: the text before its first slash, and the rest with the slash.
  ///
  /// Not for an address in brackets: there the grammar of URLs, which is narrower, has to check the address.
  @inline(__always)
  @_lifetime(copy registry, copy path)
  init(registry: Span<UInt8>, path: Span<UInt8>) {
    let split = HostPort(splittingRegistry: registry)
    self.init(
      host: registry.extracting(split.host), port: registry.extracting(split.port), path: path,
      first: registry, hasSlash: true)
  }

  /// The host and path of `url`, in any text that the kubelet can read as `https://text`.
  @_lifetime(borrow url, copy text)
  init(_ url: borrowing SchemelessURL, in text: Span<UInt8>) {
    let host = url.host(in: text)
    let split = HostPort(splitting: host, 0..<host.count)
    self.init(
      host: host.extracting(split.host), port: host.extracting(split.port),
      path: url.path(in: text), first: text, hasSlash: false)
  }

  @inline(__always)
  @_lifetime(copy host, copy port, copy path, copy first)
  private init(
    host: Span<UInt8>, port: Span<UInt8>, path: Span<UInt8>, first: Span<UInt8>, hasSlash: Bool
  ) {
    self.host = host
    self.port = port
    self.path = path
    hash = HostHash.of(host, port: port)
    self.first = first
    self.hasSlash = hasSlash
  }
}

extension DockerHub {
  /// Whether the kubelet treats an image name as one on Docker Hub.
  ///
  /// Only the text before the first slash decides: it has no dot and no colon, or names Docker Hub. So
  /// `localhost/app` counts, and any name without a slash (pkg/credentialprovider/keyring.go,
  /// `isDefaultRegistryMatch`).
  static func isDefaultName(_ name: Span<UInt8>) -> Bool {
    guard let slash = name.firstOffset(of: UInt8(ascii: "/")) else { return !name.isEmpty }
    return isDefaultRegistry(name.extracting(first: slash))
  }

  /// The same for a name whose part before the first slash is `registry`.
  @inline(__always)
  static func isDefaultRegistry(_ registry: Span<UInt8>) -> Bool {
    if registry.isEmpty { return false }
    guard registry.firstOffset(of: UInt8(ascii: ".")) != nil else {
      return registry.firstOffset(of: UInt8(ascii: ":")) == nil
    }
    return registry.hasSameBytes(as: DockerHub.registry.bytes)
      || registry.hasSameBytes(as: DockerHub.legacyRegistry.bytes)
  }
}

extension CompiledKey {
  /// Whether the key is filed under `index.docker.io`, the canonical form of what `docker login` writes. The kubelet
  /// tries its credential for Docker Hub images that no key matches (`defaultRegistryKey` in its keyring.go).
  func isDockerHubFallback(in text: Span<UInt8>) -> Bool {
    isMatchable && canonicalPath.isEmpty
      && text.extracting(canonicalHost.range).hasSameBytes(as: DockerHub.legacyRegistry.bytes)
  }
}
