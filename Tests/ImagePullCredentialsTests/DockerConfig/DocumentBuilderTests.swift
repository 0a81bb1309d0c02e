import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

/// Up to sixteen keys are found by a scan, more by a hash table.
@Suite("What builds a docker config")
struct DocumentBuilderTests {
  @Test(
    "keeps keys unique and in order, whatever their number",
    arguments: [1, 2, 15, 16, 17, 33, 500, 5_000])
  func uniqueKeys(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    var members: [(key: String, username: String)] = []
    for number in 0..<count * 3 {
      members.append(("r\(Int.random(in: 0..<count, using: &random)).io", "\(number)"))
    }
    let json = members.map { "\"\($0.key)\":{\"username\":\"\($0.username)\"}" }
    let config = try DockerConfig(dockercfg: "{\(json.joined(separator: ","))}")

    var order: [String] = []
    var last: [String: String] = [:]
    for member in members {
      if last.updateValue(member.username, forKey: member.key) == nil { order.append(member.key) }
    }
    #expect(config.entries.map(\.registryKey) == order)
    #expect(config.entries.map(\.username) == order.map { last[$0] })
  }

  @Test("forgets its keys at a null, with a table too", arguments: [1, 16, 17, 40])
  func removeAll(count: Int) throws {
    let many = (0..<count).map { "\"\($0)\":{}" }.joined(separator: ",")
    let json = "{\"auths\":{\(many)},\"auths\":null,\"auths\":{\"0\":{},\"x\":{},\"0\":{}}}"
    let config = try DockerConfig(dockerConfigJSON: json)
    #expect(config.entries.map(\.registryKey) == ["0", "x"])
  }

  @Test("tells keys apart that strings would not")
  func byBytes() throws {
    let config = try DockerConfig(dockercfg: "{\"\u{E9}\":{},\"e\u{301}\":{},\"E\":{},\"e\":{}}")
    #expect(config.entries.count == 4)
    let helpers = try DockerConfig(
      dockerConfigJSON: "{\"credHelpers\":{\"\u{E9}\":\"x\",\"e\u{301}\":\"y\"}}")
    #expect(helpers.credentialHelpers.map(\.helper) == ["x", "y"])
  }
}
