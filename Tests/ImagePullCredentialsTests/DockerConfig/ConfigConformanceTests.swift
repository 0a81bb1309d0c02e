import TestSupport
import ImagePullCredentials
import Testing

/// What the kubelet decodes from each recorded document.
@Suite struct ConfigConformanceTests {
  struct Case: Decodable, Sendable {
    struct Entry: Decodable, Sendable {
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
      let decoded = (try? decode(vector)).map { config in
        bytes(config.entries.map { ($0.registryKey, $0.username, $0.revealPassword(), $0.email) })
      }
      let recorded = vector.entries ?? [:]
      let expected = bytes(recorded.map { ($0, $1.username, $1.password, $1.email) })
      return decoded == (vector.ok ? expected : nil)
        ? nil : "\(vector.json.debugDescription) decodes otherwise"
    }
  }

  private func decode(_ vector: Case) throws -> DockerConfig {
    vector.format == "dockercfg"
      ? try DockerConfig(dockercfg: vector.json) : try DockerConfig(dockerConfigJSON: vector.json)
  }

  /// The entries' fields byte for byte, whatever their order: `String` compares by canonical equivalence.
  private func bytes(_ entries: [(String, String, String, String)]) -> Set<[[UInt8]]> {
    Set(entries.map { [Array($0.utf8), Array($1.utf8), Array($2.utf8), Array($3.utf8)] })
  }
}
