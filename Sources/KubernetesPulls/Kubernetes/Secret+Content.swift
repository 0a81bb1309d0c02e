public import ImagePullCredentials

extension Secret {
  /// What the kubelet reads from a Secret that a Pod lists.
  ///
  /// A Secret counts when its type is one of two, the key that belongs to the type is there, and
  /// the value is not empty; every other one is passed over without an error or an event. A value
  /// that cannot be decoded stops every pull of the Pod.
  ///
  /// Source: `secretsToTrackedDockerConfigs`, pkg/credentialprovider/secrets/secrets.go.
  public enum Content: Sendable, Hashable {
    /// A credential document.
    case config(DockerConfig)
    /// A document that the kubelet's decoder refuses.
    case malformed(DockerConfig.DecodingError)
    /// Nothing that the kubelet looks at.
    case ignored(IgnoredReason)
  }

  /// Why the kubelet passes over a Secret.
  public enum IgnoredReason: Sendable, Hashable {
    /// The type is none that holds credentials, whatever the data.
    ///
    /// - Parameters:
    ///   - type: the type, `Opaque` where none was given.
    ///   - credentialKey: the first of ``Secret/credentialKeys`` that is there all the same.
    case wrongType(String, credentialKey: String?)
    /// The type holds credentials, but under another key.
    ///
    /// - Parameters:
    ///   - expected: the key that belongs to the type.
    ///   - credentialKey: the first of ``Secret/credentialKeys`` that is there instead.
    case missingKey(String, credentialKey: String?)
    /// The value is not in the input: somebody left it out, or put something like `**REDACTED**` in its place. What a
    /// kubelet makes of it is not known.
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
    case .wrongType(let type, _): "its type \(word: type) is none that holds credentials"
    case .missingKey(let key, _): "it has no key \(word: key), which its type needs"
    case .masked: "its data is not in the input"
    case .emptyValue(let key): "its key \(word: key) is empty"
    }
  }
}

/// The types of Secrets that hold credentials and the key that belongs to each.
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
