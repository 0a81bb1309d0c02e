/// A document in a keyring, with where it came from.
final class CredentialDocument: Sendable {
  let config: DockerConfig
  let source: CredentialSource
  /// Ascends with every document added to a keyring; a replacement takes over that of the document it replaces.
  let order: Int

  init(config: DockerConfig, source: CredentialSource, order: Int) {
    self.config = config
    self.source = source
    self.order = order
  }

  /// What stands in the place of one that was taken out.
  static let none = CredentialDocument(config: DockerConfig(), source: .literal, order: -1)
}
