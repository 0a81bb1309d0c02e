/// What a reference leaves out, and when: Docker Hub's defaults, apart from the syntax.
///
/// (distribution/reference: normalize.go, `splitDockerDomain`, `familiarizeName`.)
package enum DockerHub {
  /// The registry of a reference that names none.
  static let registry: StaticString = "docker.io"

  /// The registry's name in the first protocol, which still stands in files and manifests.
  package static let legacyRegistry: StaticString = "index.docker.io"

  /// The namespace of a Docker Hub repository that names none.
  static let officialPrefix: StaticString = "library/"

  /// A registry even without a dot or a port.
  static let localhost: StaticString = "localhost"

  /// Whether the first part of a name with a "/" is a registry rather than a namespace of Docker
  /// Hub.
  ///
  /// It is when it is `localhost`, or has a dot, a colon, or a letter that a namespace, being in
  /// lower case, could not have.
  @inline(__always)
  static func isRegistry(_ part: Span<UInt8>, _ traits: PartTraits) -> Bool {
    !traits.isDisjoint(with: [.period, .colon, .capital])
      || part.hasSameBytes(as: localhost.bytes)
  }
}
