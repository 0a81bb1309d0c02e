extension PullSecretManifest {
  /// Why a Secret is not worth creating, or cannot be.
  ///
  /// Two errors are equal when their codes are. The text names keys and helpers, never a value.
  public struct CreationError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// Where: the byte of a name, or of the document; 0 where no single place is wrong.
    public let offset: Int
    /// What is wrong, where, and what would be right.
    public let description: String
  }
}

extension PullSecretManifest.CreationError {
  /// A kind of problem. More may be added; compare with the constants and handle the rest alike.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The stable name, such as `credentials-in-helper`.
    public let description: String

    /// The name of the Secret or of the namespace is none that the API server takes.
    public static let invalidName = Code(description: "invalid-name")
    /// The data is larger than ``PullSecretManifest/maximumByteCount``.
    public static let tooLarge = Code(description: "too-large")
    /// The document does not decode.
    public static let malformed = Code(description: "malformed")
    /// The document has no member `auths`.
    public static let withoutAuths = Code(description: "without-auths")
    /// There is no entry.
    public static let withoutCredentials = Code(description: "without-credentials")
    /// An entry has neither username nor password: a credential helper keeps them.
    public static let credentialsInHelper = Code(description: "credentials-in-helper")
    /// An entry has an identity token in the place of a password, which the kubelet ignores.
    public static let identityToken = Code(description: "identity-token")
  }

  init(_ error: ObjectNameError) {
    self.init(code: .invalidName, offset: error.offset, description: error.description)
  }

  init(_ error: DockerConfig.DecodingError) {
    self.init(
      code: .malformed, offset: error.offset,
      description: "\(error); the kubelet would refuse every pull of a Pod that lists this Secret")
  }

  static func tooLarge(_ count: Int) -> Self {
    let maximum = PullSecretManifest.maximumByteCount
    return Self(
      code: .tooLarge, offset: maximum,
      description: "\(count) bytes of data; a Secret holds at most \(maximum), all values together")
  }

  static func withoutAuths(_ document: [UInt8]) -> Self {
    let legacy = try? DockerConfig(dockercfg: document)
    return Self(
      code: .withoutAuths, offset: 0,
      description: legacy?.entries.isEmpty == false
        ? "this is a legacy .dockercfg, not a config.json; wrap it: {\"auths\": …}"
        : "there is no member auths, so this is not a docker config file")
  }

  /// What keeps a kubelet from getting credentials out of `config`; nil if nothing does.
  init?(credentialsOf config: DockerConfig) {
    if let entry = config.entries.first(where: { !$0.hasPassword && $0.hasIdentityToken }) {
      let key = RegistryPattern.displayName(ofKey: entry.registryKey)
      self.init(
        code: .identityToken, offset: entry.documentOffset,
        description: "\(key) has an identity token, which the kubelet ignores, and no password; "
          + "give a password or an access token")
    } else if let entry = config.entries.first(where: { $0.isAnonymous && !$0.hasRegistryToken }) {
      let key = RegistryPattern.displayName(ofKey: entry.registryKey)
      self.init(
        code: .credentialsInHelper, offset: entry.documentOffset,
        description: "\(key) has no password here: "
          + Self.whereabouts(config.helper(forKey: entry.registryKey)))
    } else if config.entries.isEmpty, config.usesHelpers {
      self.init(
        code: .credentialsInHelper, offset: 0,
        description: "there is no password here: "
          + Self.whereabouts(config.credentialsStore ?? config.credentialHelpers.first?.helper))
    } else if config.entries.isEmpty {
      self.init(
        code: .withoutCredentials, offset: 0,
        description: "auths is empty; a Secret needs at least one registry with its credentials")
    } else {
      return nil
    }
  }

  private static func whereabouts(_ helper: String?) -> String {
    let keeper = helper.map { "the credential helper docker-credential-\($0) keeps it" }
    return (keeper ?? "a credential helper keeps it, or it was never given")
      + ", where no kubelet looks; give username and password instead of the file"
  }
}

extension PullSecretManifest.CreationError: Hashable {
  /// Whether both are of the same kind, wherever they happened.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension DockerConfig {
  /// Whether Docker asks a credential helper for some registry. A kubelet never does.
  package var usesHelpers: Bool { credentialsStore != nil || !credentialHelpers.isEmpty }

  /// The helper that Docker asks for a registry: its own, or the one for all.
  ///
  /// Source: docker/cli, cli/config/configfile/file.go, `getConfiguredCredentialStore`.
  fileprivate func helper(forKey key: String) -> String? {
    credentialHelpers.last { $0.registry == key }?.helper ?? credentialsStore
  }
}
