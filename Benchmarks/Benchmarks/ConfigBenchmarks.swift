import Foundation
import ImagePullCredentials

/// `config/decode/…`, and the same documents through Foundation's `JSONDecoder`, which leaves `auth` undecoded.
enum ConfigBenchmarks {
  private struct Document: Decodable {
    struct Entry: Decodable {
      let username: String
      let password: String
      let auth: String
    }
    let auths: [String: Entry]
  }

  static func run(_ suite: inout Suite) throws {
    for count in [1, 10, 1_000] {
      let json = ConfigFixture.dockerConfigJSON(entries: count)
      let data = Data(json)
      let config = try DockerConfig(dockerConfigJSON: json)
      try require(config.entries.count == count, "\(config.entries.count) entries, not \(count)")
      let last = config.entries[count - 1]
      try require(last.hasAuthField && !last.authOverridesFields, "auth and fields differ")
      suite.run("config/decode/\(count)", operations: 1, bytes: json.count) {
        (try? DockerConfig(dockerConfigJSON: json))?.entries.count ?? 0
      }
      suite.run("foundation/decode/\(count)", operations: 1, bytes: json.count) {
        (try? JSONDecoder().decode(Document.self, from: data))?.auths.count ?? 0
      }
    }
  }
}
