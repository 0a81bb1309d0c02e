/// A Secret of type `kubernetes.io/dockerconfigjson` that is to be created.
///
/// Where `kubectl create secret docker-registry` puts one registry into a Secret, this takes as many as there are:
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
/// A value is valid: its names are such as the API server takes, its data is no larger than it takes, and a kubelet
/// finds a credential in each entry. Descriptions, dumps and mirrors show no data.
public struct PullSecretManifest: Sendable, Hashable {
  /// The Secret's name.
  public let name: String
  /// The Secret's namespace; nil leaves the choice to whoever applies the manifest.
  public let namespace: String?
  /// The registries and their credentials.
  public let config: DockerConfig
  /// The value of the key `.dockerconfigjson`.
  private let document: [UInt8]

  /// The most data that a Secret holds, all values together, before they are encoded in base64: 1 MiB.
  ///
  /// Source: `MaxSecretSize`, pkg/apis/core/types.go.
  public static let maximumByteCount = 1 << 20

  /// The key that a credential has for Docker Hub where none is given, to kubectl and to Docker.
  public static let defaultRegistryKey = "https://index.docker.io/v1/"

  /// A Secret that holds `config`, as ``DockerConfig/encodeDockerConfigJSON()`` writes it.
  ///
  /// Throws ``CreationError`` if a name is none that the API server takes, if the data is too large, or if `config`
  /// has no entry, or one without a credential.
  public init(
    name: String, namespace: String? = nil, config: DockerConfig
  ) throws(CreationError) {
    try self.init(
      name: name, namespace: namespace, config: config, document: config.encodeDockerConfigJSON())
  }

  /// A Secret that holds the file `~/.docker/config.json` byte for byte, as `kubectl create secret docker-registry
  /// --from-file` makes it.
  ///
  /// Unlike kubectl this reads the file, and throws ``CreationError`` also where a kubelet would get nothing out of
  /// it, or refuse it: a file that does not decode, or one whose passwords are kept by a credential helper.
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

  /// The same Secret in another namespace. Throws ``CreationError`` if no namespace has that name.
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
  /// at its end. Contains every secret.
  public func encodeJSON() -> [UInt8] {
    var json = JSONWriter(.indented(4))
    json.write(self)
    return json.bytes + [UInt8(ascii: "\n")]
  }

  /// The manifests of several Secrets in one `List`, as ``encodeJSON()`` writes each. Contains every secret.
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
