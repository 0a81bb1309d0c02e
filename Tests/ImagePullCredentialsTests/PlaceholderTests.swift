import Foundation
import Testing
@testable import ImagePullCredentials
struct Row: Decodable {
  struct E: Decodable, Equatable { var username, password: String; var email: String }
  var format, json: String; var ok: Bool; var entries: [String: E]?
}
@Test func quick() throws {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors/config.jsonl")
  let data = try Data(contentsOf: url)
  var bad = 0, n = 0
  for line in data.split(separator: 10) {
    n += 1
    let row = try JSONDecoder().decode(Row.self, from: line)
    var got: [String: Row.E]? = nil
    var err = ""
    do {
      let c =
        try row.format == "dockercfg"
        ? DockerConfig(dockercfg: row.json) : DockerConfig(dockerConfigJSON: row.json)
      got = Dictionary(
        uniqueKeysWithValues: c.entries.map {
          (
            $0.registryKey,
            Row.E(username: $0.username, password: $0.revealPassword(), email: $0.email)
          )
        })
    } catch { err = "\(error)" }
    if row.ok ? got != (row.entries ?? [:]) : got != nil {
      bad += 1; if bad < 10 { print(row, got as Any, err) }
    } else if !row.ok, n % 40 == 0 {
      print(err)
    }
  }
  print("config", n, bad)
}
