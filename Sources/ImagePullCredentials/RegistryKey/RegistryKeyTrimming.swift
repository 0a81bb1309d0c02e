/// What the kubelet cuts off a registry key, so that the keys that Docker writes match image names:
/// `https://index.docker.io/v1/` is filed as `index.docker.io`.
///
/// The rules are those of pkg/credentialprovider/keyring.go, `Add`. They apply to the keys of docker
/// config entries alone, not to `matchImages`.
package enum RegistryKeyTrimming {
  /// Cut off when a key begins with one of them, in lower case.
  ///
  /// Any other scheme is taken for a host: `oci://example.com` names the host `oci`.
  private static let schemes: (StaticString, StaticString) = ("https://", "http://")

  /// The API versions that may begin a path.
  ///
  /// One is cut off with the slash before it, but only when a slash follows: `/v1` alone is a path
  /// like any other.
  private static let versions: (StaticString, StaticString) = ("/v1/", "/v2/")
  private static let versionLength = 3

  /// How many bytes of `key` are a scheme.
  package static func schemeLength(of key: Span<UInt8>) -> Int {
    if key.starts(with: schemes.0, from: 0) { return schemes.0.utf8CodeUnitCount }
    if key.starts(with: schemes.1, from: 0) { return schemes.1.utf8CodeUnitCount }
    return 0
  }

  /// What remains of the decoded path of a key: its end.
  ///
  /// A slash alone counts as no path, also when it is what remains.
  @_lifetime(copy path)
  static func effectivePath(of path: Span<UInt8>) -> Span<UInt8> {
    var path = path
    if path.starts(with: versions.0, from: 0) || path.starts(with: versions.1, from: 0) {
      path = path.extracting(versionLength..<path.count)
    }
    return path.count == 1 ? path.extracting(0..<0) : path
  }
}
