public import ImagePullCredentials

/// A new Secret of type `kubernetes.io/dockerconfigjson`.
///
/// `kubectl create secret docker-registry` puts one registry into a Secret; this accepts any number:
///
/// ```swift
/// let config = DockerConfig([
///   DockerConfig.Entry(registryKey: "ghcr.io", username: "octocat", password: token),
///   DockerConfig.Entry(registryKey: "quay.io/team", username: "robot", password: other),
/// ])
/// let secret = try PullSecretManifest(name: "registries", namespace: "payments", config: config)
/// let manifest = secret.encodeJSON()      // for kubectl apply -f -
/// ```
///
/// A value is always valid: the API server accepts its names and its size, and a kubelet finds a credential in each
/// entry. Descriptions, dumps and mirrors show no data.
public struct PullSecretManifest: Sendable, Hashable {
  /// The Secret's name.
  public let name: String
  /// The Secret's namespace; nil leaves it to the client that applies the manifest.
  public let namespace: String?
  /// The registries and their credentials.
  public let config: DockerConfig
  /// The value of the key `.dockerconfigjson`.
  private let document: [UInt8]

  /// The maximum size of a Secret's data, all values together, before base64: 1 MiB.
  ///
  /// Source: `MaxSecretSize`, pkg/apis/core/types.go.
  public static let maximumByteCount = 1 << 20

  /// A Secret with `config`, encoded by ``DockerConfig/encodeDockerConfigJSON()``.
  ///
  /// - Parameters:
  ///   - name: the Secret's name.
  ///   - namespace: its namespace; nil leaves it to the client that applies the manifest.
  ///   - config: the registries and their credentials.
  /// - Throws: ``CreationError`` if the API server does not accept a name, if the data is too large, or if `config` has
  ///   no entry, or has an entry without a credential.
  public init(
    name: String, namespace: String? = nil, config: DockerConfig
  ) throws(CreationError) {
    try self.init(
      name: name, namespace: namespace, config: config, document: config.encodeDockerConfigJSON())
  }

  /// A Secret with the file `~/.docker/config.json` byte for byte, as from
  /// `kubectl create secret docker-registry --from-file`.
  ///
  /// Unlike kubectl, this validates the file.
  ///
  /// - Parameters:
  ///   - name: the Secret's name.
  ///   - namespace: its namespace; nil leaves it to the client that applies the manifest.
  ///   - dockerConfigJSON: the file's content.
  /// - Throws: ``CreationError`` as ``init(name:namespace:config:)`` does, and if a kubelet would find no credentials
  ///   in the file, or reject it: it does not decode, or a credential helper keeps its passwords.
  public init(
    name: String, namespace: String? = nil, dockerConfigJSON: [UInt8]
  ) throws(CreationError) {
    let config: DockerConfig
    do {
      config = try DockerConfig(dockerConfigJSON: dockerConfigJSON)
    } catch {
      throw CreationError(error)
    }
    guard config.hasAuths || config.usesHelpers else { throw .withoutAuths(dockerConfigJSON) }
    try self.init(name: name, namespace: namespace, config: config, document: dockerConfigJSON)
  }

  /// The same Secret in another namespace.
  ///
  /// - Parameter namespace: the namespace.
  /// - Returns: the Secret there.
  /// - Throws: ``CreationError`` if the API server does not accept the name.
  public func copy(in namespace: String) throws(CreationError) -> PullSecretManifest {
    do {
      try ObjectNameRule.namespace.check(namespace)
    } catch {
      throw CreationError(error)
    }
    return PullSecretManifest(
      checked: name, namespace: namespace, config: config, document: document)
  }

  private init(
    name: String, namespace: String?, config: DockerConfig, document: [UInt8]
  ) throws(CreationError) {
    do {
      try ObjectNameRule.secret.check(name)
      if let namespace { try ObjectNameRule.namespace.check(namespace) }
    } catch {
      throw CreationError(error)
    }
    if let problem = CreationError(credentialsOf: config) { throw problem }
    guard document.count <= Self.maximumByteCount else { throw .tooLarge(document.count) }
    self.init(checked: name, namespace: namespace, config: config, document: document)
  }

  private init(
    checked name: String, namespace: String?, config: DockerConfig, document: [UInt8]
  ) {
    self.name = name
    self.namespace = namespace
    self.config = config
    self.document = document
  }
}

// MARK: - Writing

extension PullSecretManifest {
  /// The manifest as `kubectl create secret docker-registry … --dry-run=client -o json` prints it, with the line break
  /// at its end.
  ///
  /// - Returns: JSON text in UTF-8. Contains every secret.
  public func encodeJSON() -> [UInt8] {
    var json = JSONWriter(.indented(4))
    json.write(self)
    return json.bytes + [UInt8(ascii: "\n")]
  }

  /// The manifests of several Secrets in one `List`, as ``encodeJSON()`` writes each.
  ///
  /// - Parameter secrets: the Secrets, in order.
  /// - Returns: JSON text in UTF-8. Contains every secret.
  public static func encodeList(_ secrets: some Sequence<PullSecretManifest>) -> [UInt8] {
    var json = JSONWriter(.indented(4))
    json.beginObject()
    json.member("kind", "List")
    json.member("apiVersion", "v1")
    json.name("metadata")
    json.beginObject()
    json.endObject()
    json.name("items")
    json.beginArray()
    for secret in secrets { json.write(secret) }
    json.endArray()
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  fileprivate func writeData(to json: inout JSONWriter) {
    let value = Base64.encode(document.span)
    json.beginObject()
    json.name(PullSecretFormat.dockerConfigJSON.key)
    json.string(value.span)
    json.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ secret: PullSecretManifest) {
    beginObject()
    writeHeader(kind: "Secret", name: secret.name, namespace: secret.namespace)
    name("data")
    secret.writeData(to: &self)
    member("type", PullSecretFormat.dockerConfigJSON.type)
    endObject()
  }
}

extension PullSecretManifest: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Such as `PullSecretManifest payments/registries`.
  public var description: String {
    "PullSecretManifest \(namespace.map { "\($0)/" } ?? "")\(name)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Name, namespace and the redacted credentials; no data.
  public var customMirror: Mirror {
    Mirror(
      self, children: ["name": name, "namespace": namespace as Any, "config": config],
      displayStyle: .struct)
  }
}

// MARK: - Errors

extension PullSecretManifest {
  /// Why a Secret cannot be created, or would be useless.
  ///
  /// The text names keys and helpers, never a value. Compare ``code`` for the kind of error; two errors are equal if
  /// all their parts are equal.
  public struct CreationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let code: Code
    /// The byte offset in a name, or in the document; 0 if there is no single place.
    public let offset: Int
    /// What is wrong, where, and what is expected.
    public let description: String

    /// An error, for tests.
    ///
    /// - Parameters:
    ///   - code: what is wrong.
    ///   - offset: the byte offset in a name or in the document; 0 if there is no single place.
    ///   - description: what is wrong and what is expected. It is shown, so it must not contain a secret.
    public init(_ code: Code, at offset: Int, description: String) {
      self.code = code
      self.offset = offset
      self.description = description
    }
  }
}

extension PullSecretManifest.CreationError {
  /// A kind of problem. More may be added; compare with the constants and have a default for the rest.
  public struct Code: StableCode {
    /// The stable name, such as `credentials-in-helper`.
    public let rawValue: String

    /// The code of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The API server does not accept the name of the Secret or of the namespace.
    public static let invalidName = Code(rawValue: "invalid-name")
    /// The data is larger than ``PullSecretManifest/maximumByteCount``.
    public static let tooLarge = Code(rawValue: "too-large")
    /// The document does not decode.
    public static let malformed = Code(rawValue: "malformed")
    /// The document has no member `auths`.
    public static let withoutAuths = Code(rawValue: "without-auths")
    /// There is no entry.
    public static let withoutCredentials = Code(rawValue: "without-credentials")
    /// An entry has neither username nor password: a credential helper keeps them.
    public static let credentialsInHelper = Code(rawValue: "credentials-in-helper")
    /// An entry has an identity token instead of a password, which the kubelet ignores.
    public static let identityToken = Code(rawValue: "identity-token")

    /// All codes of this version.
    public static let allCases = [
      invalidName, tooLarge, malformed, withoutAuths, withoutCredentials, credentialsInHelper,
      identityToken,
    ]
  }

  init(_ error: ObjectNameError) {
    self.init(.invalidName, at: error.offset, description: error.description)
  }

  init(_ error: DockerConfig.DecodingError) {
    self.init(
      .malformed, at: error.offset,
      description: "\(error); the kubelet would refuse every pull of a Pod that lists this Secret")
  }

  static func tooLarge(_ count: Int) -> Self {
    let maximum = PullSecretManifest.maximumByteCount
    return Self(
      .tooLarge, at: maximum,
      description: "\(count) bytes of data; a Secret holds at most \(maximum), all values together")
  }

  static func withoutAuths(_ document: [UInt8]) -> Self {
    let legacy = try? DockerConfig(dockercfg: document)
    return Self(
      .withoutAuths, at: 0,
      description: legacy?.entries.isEmpty == false
        ? "this is a legacy .dockercfg, not a config.json; wrap it: {\"auths\": …}"
        : "there is no member auths, so this is not a docker config file")
  }

  /// Why a kubelet finds no credentials in `config`; nil if it does.
  init?(credentialsOf config: DockerConfig) {
    if let entry = config.entries.first(where: { !$0.hasPassword && $0.hasIdentityToken }) {
      let key = RegistryPattern.displayKey(of: entry.registryKey)
      self.init(
        .identityToken, at: entry.documentOffset,
        description: "\(key) has an identity token, which the kubelet ignores, and no password; "
          + "give a password or an access token")
    } else if let entry = config.entries.first(where: { $0.isAnonymous && !$0.hasRegistryToken }) {
      let key = RegistryPattern.displayKey(of: entry.registryKey)
      self.init(
        .credentialsInHelper, at: entry.documentOffset,
        description: "\(key) has no password here: "
          + Self.whereabouts(config.helper(forKey: entry.registryKey)))
    } else if config.entries.isEmpty, config.usesHelpers {
      self.init(
        .credentialsInHelper, at: 0,
        description: "there is no password here: "
          + Self.whereabouts(config.credentialsStore ?? config.credentialHelpers.first?.helper))
    } else if config.entries.isEmpty {
      self.init(
        .withoutCredentials, at: 0,
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

extension DockerConfig {
  /// Whether Docker uses a credential helper for some registry. A kubelet never does.
  package var usesHelpers: Bool { credentialsStore != nil || !credentialHelpers.isEmpty }

  /// The helper that Docker uses for a registry: its own, or the one for all.
  ///
  /// Source: docker/cli, cli/config/configfile/file.go, `getConfiguredCredentialStore`.
  fileprivate func helper(forKey key: String) -> String? {
    credentialHelpers.last { $0.registry.hasSameBytes(as: key) }?.helper ?? credentialsStore
  }
}

extension JSONWriter {
  /// Writes the first members of an object, in kubectl's order for a new one.
  mutating func writeHeader(kind: String, name: String, namespace: String?) {
    member("kind", kind)
    member("apiVersion", "v1")
    self.name("metadata")
    beginObject()
    member("name", name)
    if let namespace { member("namespace", namespace) }
    self.name("creationTimestamp")
    null()
    endObject()
  }

  /// Writes a member that is a string.
  mutating func member(_ name: String, _ value: String) {
    self.name(name)
    string(value)
  }
}
