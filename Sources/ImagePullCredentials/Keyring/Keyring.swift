/// Registry keys with their credentials, looked up as the kubelet looks them up.
public struct Keyring: Sendable {
  var documents: [CredentialDocument] = []

  /// An empty keyring.
  public init() {}

  /// Adds all entries of a document.
  public mutating func add(_ config: DockerConfig, source: CredentialSource) {
    documents.append(CredentialDocument(config: config, source: source))
  }

  /// What the keyring has for an image name, in the kubelet's order.
  public func credentials(for imageName: String) -> Matches { Matches() }

  /// The credentials that match one image, in the order tried.
  public struct Matches: Sendable, Sequence {
    /// An iterator.
    public func makeIterator() -> IndexingIterator<[Credential]> { [].makeIterator() }
    /// How many there are.
    public var count: Int { 0 }
  }
}
