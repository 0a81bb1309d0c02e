/// Keyrings that are asked one after the other: a Pod's first, then the node's.
///
/// All credentials of the first keyring that match come before those of the second, as in the kubelet
/// (`pkg/credentialprovider/keyring.go`, `UnionDockerKeyring`). The Docker Hub fall-back is each keyring's own.
///
/// ```swift
/// let stack = KeyringStack([podKeyring, nodeKeyring])
/// let first = stack.credentials(for: image).first
/// ```
public struct KeyringStack: Sendable {
  /// The keyrings in the order asked.
  public var keyrings: [Keyring]

  /// A stack of `keyrings`, the first asked first.
  public init(_ keyrings: [Keyring]) {
    self.keyrings = keyrings
  }

  /// The credentials for an image from every keyring, in the order tried. Allocates the array.
  public func credentials(for image: ImageReference) -> [Credential] {
    keyrings.flatMap { $0.credentials(for: image) }
  }

  /// The credentials for an image name from every keyring, in the order tried.
  ///
  /// The name is taken as ``Keyring/credentials(forNormalizedName:)-(String)`` takes it. Allocates the array.
  public func credentials(forNormalizedName name: String) -> [Credential] {
    keyrings.flatMap { $0.credentials(forNormalizedName: name) }
  }
}

extension KeyringStack: ExpressibleByArrayLiteral {
  /// A stack of keyrings, the first asked first.
  public init(arrayLiteral elements: Keyring...) {
    self.init(elements)
  }
}
