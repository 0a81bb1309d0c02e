import ImagePullCredentials
import Testing

/// What the kubelet decodes from each recorded document.
@Suite struct ConfigConformanceTests {
  struct Case: Decodable, Sendable {
    struct Entry: Decodable, Sendable, Equatable {
      var username: String
      var password: String
      var email: String
    }

    var format: String
    var json: String
    var ok: Bool
    var entries: [String: Entry]?
  }

  @Test func recordedDocuments() throws {
    try Vectors.replay("config", as: Case.self) { vector in
      let decoded = try? decode(vector)
      let expected = vector.ok ? vector.entries ?? [:] : nil
      return decoded == expected ? nil : "\(vector.json.debugDescription) decodes otherwise"
    }
  }

  private func decode(_ vector: Case) throws -> [String: Case.Entry] {
    let config =
      vector.format == "dockercfg"
      ? try DockerConfig(dockercfg: vector.json) : try DockerConfig(dockerConfigJSON: vector.json)
    return Dictionary(
      uniqueKeysWithValues: config.entries.map {
        let entry = Case.Entry(
          username: $0.username, password: $0.revealPassword(), email: $0.email)
        return ($0.registryKey, entry)
      })
  }
}
