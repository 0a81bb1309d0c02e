import TestSupport
import ImagePullCredentials
import Testing

/// What kubectl writes for one registry, byte for byte.
@Suite struct KubectlCreateConformanceTests {
  struct Case: Decodable, Sendable {
    var name: String
    var namespace: String?
    var server: String?
    var username: String
    var password: String
    var email: String?
    var dockerconfigjson: String
    var type: String
  }

  @Test func recordedSecrets() throws {
    try Vectors.replay("kubectl-create", as: Case.self) { vector in
      let entry = DockerConfig.Entry(
        registryKey: vector.server ?? "https://index.docker.io/v1/", username: vector.username,
        password: vector.password, email: vector.email ?? "")
      let encoded = DockerConfig([entry]).encodeDockerConfigJSON()
      let text = String(decoding: encoded, as: UTF8.self)
      return text == vector.dockerconfigjson ? nil : "written as \(text)"
    }
  }
}
