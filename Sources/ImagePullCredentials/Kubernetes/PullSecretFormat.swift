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
