/// The kubelet's way from an image of Docker Hub to credentials that no key matched.
package enum DockerHubFallback {
  /// The canonical form of `https://index.docker.io/v1/`, which `docker login` writes (`defaultRegistryKey`).
  package static let key = DockerHub.legacyRegistry

  /// Whether the kubelet takes an image name for one of Docker Hub.
  ///
  /// By the text before the first slash alone: it has no dot and no colon, or names Docker Hub. So `localhost/app`
  /// counts, and so does any name without a slash (pkg/credentialprovider/keyring.go, `isDefaultRegistryMatch`).
  static func applies(toName name: Span<UInt8>) -> Bool {
    let slash = name.firstOffset(of: UInt8(ascii: "/"))
    let first = name.extracting(0..<(slash ?? name.count))
    guard slash != nil else { return !first.isEmpty }
    return applies(toRegistry: first)
  }

  /// The same for a name whose part before the first slash is `registry`.
  static func applies(toRegistry registry: Span<UInt8>) -> Bool {
    if registry.isEmpty { return false }
    if registry.hasSameBytes(as: DockerHub.registry.bytes) || registry.hasSameBytes(as: key.bytes) {
      return true
    }
    return registry.firstOffset(of: UInt8(ascii: ".")) == nil
      && registry.firstOffset(of: UInt8(ascii: ":")) == nil
  }
}
