public import ImagePullCredentials

/// A Secret, with what a kubelet reads from it.
///
/// Of the data, only possible credential documents are kept: the values of ``credentialKeys``. Of all other values,
/// only the keys are kept. Descriptions, dumps and mirrors show no value. A copy costs one reference.
public struct Secret: Sendable {
  private var storage: Storage

  /// The shared storage of copies; never changed.
  private final class Storage: Sendable {
    let metadata: ObjectMetadata
    let type: String
    let keys: [String]
    let content: Content
    /// The values of the existing ``Secret/credentialKeys``.
    let values: [String: [UInt8]]
    let isImmutable: Bool

    init(
      metadata: ObjectMetadata, type: String, keys: [String], content: Content,
      values: [String: [UInt8]], isImmutable: Bool
    ) {
      self.metadata = metadata
      self.type = type
      self.keys = keys
      self.content = content
      self.values = values
      self.isImmutable = isImmutable
    }
  }

  /// The same Secret in another namespace.
  func moved(to namespace: String) -> Secret {
    var metadata = metadata
    metadata.namespace = namespace
    var secret = self
    secret.storage = Storage(
      metadata: metadata, type: type, keys: keys, content: content, values: storage.values,
      isImmutable: storage.isImmutable)
    return secret
  }

  /// Namespace, name, times and owners.
  public var metadata: ObjectMetadata { storage.metadata }
  /// The type. `Opaque` if none is given, as the API server sets it.
  public var type: String { storage.type }
  /// The keys of `data` and `stringData`, each once: those of `data` first, in the order written.
  public var keys: [String] { storage.keys }
  /// What the kubelet reads from the Secret when a Pod lists it.
  public var content: Content { storage.content }
  /// Whether the API server rejects changes of the data: `immutable` is true. The Secret can only be deleted and
  /// recreated.
  public var isImmutable: Bool { storage.isImmutable }

  /// The keys under which people store credential documents, rightly or by mistake.
  public static let credentialKeys = [".dockerconfigjson", ".dockercfg", "config.json"]

  /// The type of a Secret that was created without one.
  ///
  /// Source: `SetDefaults_Secret`, pkg/apis/core/v1/defaults.go.
  public static let defaultType = "Opaque"

  /// A Secret from a client's data.
  ///
  /// - Parameters:
  ///   - metadata: namespace, name and the rest.
  ///   - type: the type; empty is `Opaque`.
  ///   - data: the values, already decoded from base64. A credential document among them is decoded
  ///     here.
  public init(metadata: ObjectMetadata, type: String, data: [String: [UInt8]]) {
    self.init(
      metadata: metadata, type: type, keys: data.keys.sorted(),
      values: data.filter { Self.credentialKeys.contains($0.key) })
  }

  private init(
    metadata: ObjectMetadata, type: String, keys: [String], values: [String: [UInt8]],
    isMasked: Bool = false, isImmutable: Bool = false
  ) {
    let type = type.isEmpty ? Self.defaultType : type
    // The API server rejects a Secret of a credential type without its key.
    let content: Content =
      isMasked || keys.isEmpty && PullSecretFormat(type: type) != nil
      ? .ignored(.masked) : Content(type: type, values: values)
    storage = Storage(
      metadata: metadata, type: type, keys: keys, content: content, values: values,
      isImmutable: isImmutable)
  }

  /// The Secret's namespace.
  public var namespace: String { storage.metadata.namespace }
  /// The Secret's name.
  public var name: String { storage.metadata.name }

  /// The value of `key`. A secret.
  ///
  /// - Parameter key: one of ``credentialKeys``.
  /// - Returns: the value; nil if it does not exist, or the key is not one of these.
  public func revealValue(forKey key: String) -> [UInt8]? { storage.values[key] }
}

extension Secret: Hashable {
  /// Whether all parts are equal, including the kept values.
  public static func == (one: Secret, other: Secret) -> Bool {
    let (one, other) = (one.storage, other.storage)
    return one === other
      || one.metadata == other.metadata && one.type == other.type && one.keys == other.keys
        && one.content == other.content && one.values == other.values
        && one.isImmutable == other.isImmutable
  }

  /// Feeds metadata, type and values into `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(storage.metadata)
    hasher.combine(storage.type)
    hasher.combine(storage.values)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Such as `Secret payments/ecr (kubernetes.io/dockerconfigjson)`.
  public var description: String { "Secret \(namespace)/\(name) (\(type))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Metadata, type, keys and the redacted content; no values.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: ["metadata": metadata, "type": type, "keys": keys, "content": content],
      displayStyle: .struct)
  }
}

// MARK: - Decoding

extension Secret {
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    var data = SecretData()
    try self.init(&reader, defaultNamespace: defaultNamespace, data: &data)
  }

  /// Reads the next Secret, and puts its values into `data`.
  init(
    _ reader: inout ManifestReader, defaultNamespace: String, data: inout SecretData
  ) throws(ManifestFailure) {
    var metadata = ObjectMetadata(namespace: defaultNamespace, name: "")
    var type = ""
    var isImmutable = false
    var stringData = data
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "metadata") {
        metadata = try ObjectMetadata(&reader, defaultNamespace: defaultNamespace)
      } else if reader.names(name, "type") {
        type = try reader.string() ?? ""
      } else if reader.names(name, "immutable") {
        isImmutable = try reader.bool()
      } else if reader.names(name, "data") {
        try data.read(&reader, isBase64: true)
      } else if reader.names(name, "stringData") {
        try stringData.read(&reader, isBase64: false)
      } else {
        try reader.skip()
      }
    }
    data.override(with: stringData)
    self.init(
      metadata: metadata, type: type, keys: data.keys,
      values: data.values.compactMapValues(\.bytes)
        .filter { Self.credentialKeys.contains($0.key) },
      isMasked: data.isMasked, isImmutable: isImmutable)
  }
}

/// The member `data` or `stringData` of a Secret: all keys in order, and the values of credential
/// keys, or of all.
struct SecretData {
  /// Whether the values of keys other than ``Secret/credentialKeys`` are also read.
  var keepsAllValues = false
  private(set) var keys: [String] = []
  private(set) var values: [String: Value] = [:]
  /// Whether there is a mask instead of a value.
  private(set) var isMasked = false

  /// A value, and where it is.
  struct Value {
    /// Where the value is in the text, quotes included.
    let text: Range<Int>
    /// Whether the value is base64, as in `data`, or the text itself, as in `stringData`.
    let isBase64: Bool
    /// The value; nil if it is masked or not kept.
    let bytes: [UInt8]?
  }

  /// Reads the next member. The last of several equal members counts, as in Go.
  mutating func read(_ reader: inout ManifestReader, isBase64: Bool) throws(ManifestFailure) {
    self = SecretData(keepsAllValues: keepsAllValues)
    try reader.readObject { name, reader throws(ManifestFailure) in
      let key = reader.text(name)
      _ = try reader.kind()
      let start = reader.offset
      var bytes: [UInt8]?
      if Secret.credentialKeys.contains(key) {
        bytes = isBase64 ? try reader.base64OrMask() : try reader.utf8()
        isMasked = isMasked || bytes == nil
      } else if keepsAllValues {
        bytes = isBase64 ? try reader.base64() : try reader.utf8()
      } else {
        _ = try reader.token()
      }
      insert(key, Value(text: start..<reader.offset, isBase64: isBase64, bytes: bytes))
    }
  }

  /// Overrides values with those of `other`: the API server overwrites `data` with `stringData`.
  ///
  /// Source: `Convert_v1_Secret_To_core_Secret`, pkg/apis/core/v1/conversion.go.
  mutating func override(with other: SecretData) {
    for key in other.keys { if let value = other.values[key] { insert(key, value) } }
    isMasked = isMasked || other.isMasked
  }

  private mutating func insert(_ key: String, _ value: Value) {
    if values.updateValue(value, forKey: key) == nil { keys.append(key) }
  }
}

// MARK: - Content

extension Secret {
  /// What the kubelet reads from a Secret that a Pod lists.
  ///
  /// A Secret counts if its type is one of two, the type's key exists, and the value is not empty; all others are
  /// skipped without an error or an event. If a value cannot be decoded, every pull of the Pod fails. Complete: there
  /// is no fourth outcome.
  ///
  /// Source: `secretsToTrackedDockerConfigs`, pkg/credentialprovider/secrets/secrets.go.
  public enum Content: Sendable, Hashable {
    /// A credential document.
    case config(DockerConfig)
    /// A document that the kubelet's decoder rejects.
    case malformed(DockerConfig.DecodingError)
    /// A Secret that the kubelet ignores.
    case ignored(IgnoredReason)
  }

  /// Why the kubelet skips a Secret. Complete: the kubelet checks only type, key and value.
  public enum IgnoredReason: Sendable, Hashable {
    /// Secrets of this type have no credentials, whatever the data.
    ///
    /// - Parameters:
    ///   - type: the type, `Opaque` if none is given.
    ///   - credentialKey: the first of ``Secret/credentialKeys`` that still exists.
    case wrongType(String, credentialKey: String?)
    /// The type is for credentials, but they are under another key.
    ///
    /// - Parameters:
    ///   - expected: the type's key.
    ///   - credentialKey: the first of ``Secret/credentialKeys`` that exists instead.
    case missingKey(String, credentialKey: String?)
    /// The value is not in the input: it is missing, or masked, for example as `**REDACTED**`. What a kubelet reads
    /// from it is not known.
    case masked
    /// The value of the right key is empty.
    case emptyValue(key: String)
  }
}

extension Secret.Content {
  init(type: String, values: [String: [UInt8]]) {
    let credentialKey = Secret.credentialKeys.first { values[$0] != nil }
    guard let format = PullSecretFormat(type: type) else {
      self = .ignored(.wrongType(type, credentialKey: credentialKey))
      return
    }
    guard let value = values[format.key] else {
      self = .ignored(.missingKey(format.key, credentialKey: credentialKey))
      return
    }
    guard !value.isEmpty else {
      self = .ignored(.emptyValue(key: format.key))
      return
    }
    do {
      self = .config(try format.decode(value))
    } catch {
      self = .malformed(error)
    }
  }
}

extension Secret.IgnoredReason: CustomStringConvertible, SafelyDescribed {
  /// The reason in words.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    switch self {
    case .wrongType(let type, _): "the kubelet does not read Secrets of its type, \(word: type)"
    case .missingKey(let key, _): "it has no key \(word: key), which its type needs"
    case .masked: "its data is not in the input"
    case .emptyValue(let key): "its key \(word: key) is empty"
    }
  }
}

/// The types of Secrets with credentials, and the key of each.
///
/// Source: `SecretTypeDockerConfigJson` and `SecretTypeDockercfg`, staging/src/k8s.io/api/core/v1/types.go.
package enum PullSecretFormat: Sendable {
  case dockerConfigJSON
  case dockercfg

  package init?(type: String) {
    switch type {
    case Self.dockerConfigJSON.type: self = .dockerConfigJSON
    case Self.dockercfg.type: self = .dockercfg
    default: return nil
    }
  }

  package var type: String {
    switch self {
    case .dockerConfigJSON: "kubernetes.io/dockerconfigjson"
    case .dockercfg: "kubernetes.io/dockercfg"
    }
  }

  package var key: String {
    switch self {
    case .dockerConfigJSON: ".dockerconfigjson"
    case .dockercfg: ".dockercfg"
    }
  }

  func decode(_ value: [UInt8]) throws(DockerConfig.DecodingError) -> DockerConfig {
    switch self {
    case .dockerConfigJSON: try DockerConfig(dockerConfigJSON: value)
    case .dockercfg: try DockerConfig(dockercfg: value)
    }
  }

  func encode(_ config: DockerConfig) -> [UInt8] {
    switch self {
    case .dockerConfigJSON: config.encodeDockerConfigJSON()
    case .dockercfg: config.encodeDockercfg()
    }
  }
}
