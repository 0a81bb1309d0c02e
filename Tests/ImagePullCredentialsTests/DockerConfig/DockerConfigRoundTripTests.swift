import ImagePullCredentials
import ImagePullCredentialsTesting
import Testing

/// Random documents, written, read and written again.
@Suite struct DockerConfigRoundTripTests {
  @Test func decodingWhatWasEncodedGivesAnEqualDocument() throws {
    for seed in 0..<3_000 {
      var documents = DocumentGenerator(seed: UInt64(seed))
      let document = documents.document()
      let config = try DockerConfig(dockerConfigJSON: document)
      let encoded = config.encodeDockerConfigJSON()
      let decoded = try DockerConfig(dockerConfigJSON: encoded)
      #expect(decoded == config, "seed \(seed): \(document)")
      #expect(decoded.entries.elementsEqual(config.entries), "seed \(seed): \(document)")
      #expect(decoded.httpHeaderNames == config.httpHeaderNames, "seed \(seed)")
      #expect(decoded.credentialsStore == config.credentialsStore, "seed \(seed)")
      #expect(decoded.credentialHelpers == config.credentialHelpers, "seed \(seed)")
      #expect(decoded.hasAuths == config.hasAuths, "seed \(seed): \(document)")
      #expect(decoded.encodeDockerConfigJSON() == encoded, "seed \(seed): \(document)")
      for member in documents.unknownMembers {
        #expect(String(decoding: encoded, as: UTF8.self).contains(member), "seed \(seed)")
      }
    }
  }

  @Test func entriesMadeByHandAreReadBackEqual() throws {
    for seed in 0..<3_000 {
      var documents = DocumentGenerator(seed: UInt64(seed))
      let entries = documents.entries()
      let config = DockerConfig(entries)
      #expect(try DockerConfig(dockerConfigJSON: config.encodeDockerConfigJSON()) == config)
      #expect(try DockerConfig(dockercfg: config.encodeDockercfg()) == config, "seed \(seed)")
    }
  }
}

/// Makes documents that decode, with every kind of member and much that needs escapes.
private struct DocumentGenerator {
  private var random: SeededGenerator
  /// The unknown members written so far that no repeated key can have replaced.
  private(set) var unknownMembers: [String] = []
  private var memberCount = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func document() -> String {
    var members: [String] = []
    if !random.once(in: 8) { members.append(#""auths":\#(auths())"#) }
    if random.once(in: 2) { members.append(#""HttpHeaders":{\#(string()):\#(string())}"#) }
    if random.once(in: 3) { members.append(#""credsStore":\#(string())"#) }
    if random.once(in: 3) { members.append(#""credHelpers":{\#(string()):\#(string())}"#) }
    for _ in 0..<random.pick([0, 0, 1, 3]) { members.append(unknown(isKept: true)) }
    members.shuffle(using: &random)
    return "{\(space())\(members.joined(separator: ","))}\(space())"
  }

  /// Keys are unlike one another, usernames have no colon.
  mutating func entries() -> [DockerConfig.Entry] {
    (0..<random.pick([0, 1, 2, 12])).map { index in
      DockerConfig.Entry(
        registryKey: "\(index)\(text())", username: text().filter { $0 != ":" }, password: text(),
        email: text(), identityToken: text(), registryToken: text())
    }
  }

  private mutating func auths() -> String {
    let count = random.pick([0, 1, 2, 12])
    let entries = (0..<count).map { _ in
      "\(random.pick([#""ghcr.io""#, string(), string()])):\(space())\(entry())"
    }
    return "{\(entries.joined(separator: ",\(space())"))}"
  }

  private mutating func entry() -> String {
    if random.once(in: 12) { return "null" }
    var members: [String] = []
    for field in ["username", "password", "email", "identitytoken", "registrytoken"]
    where random.once(in: 2) {
      members.append(#""\#(field)":\#(space())\#(string())"#)
    }
    if random.once(in: 2) {
      let auth = random.pick(["dTpw", "dTo", "OnA=", "Og==", "dTpwOnA=", "w7w6w7w=", ""])
      members.append(#""Auth":"\#(auth)""#)
    }
    for _ in 0..<random.pick([0, 0, 1, 2]) { members.append(unknown(isKept: false)) }
    members.shuffle(using: &random)
    return "{\(members.joined(separator: ","))}"
  }

  private mutating func unknown(isKept: Bool) -> String {
    memberCount += 1
    let name = #""x\#(memberCount)""#
    let value = value(depth: 0)
    if isKept { unknownMembers.append("\(name):\(value)") }
    return "\(space())\(name)\(space()):\(space())\(value)\(space())"
  }

  /// A value without white space outside of strings.
  private mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth < 3 ? 7 : 5), using: &random) {
    case 0: return "null"
    case 1: return random.pick(["true", "false"])
    case 2: return random.pick(["0", "-1.5e3", "12345678901234567890"])
    case 3, 4: return string()
    case 5: return "[\((0..<2).map { _ in value(depth: depth + 1) }.joined(separator: ","))]"
    default: return "{\(string()):\(value(depth: depth + 1))}"
    }
  }

  private mutating func space() -> String { random.pick(["", "", "", " ", "\n\t", "\r\n  "]) }

  /// A string of JSON, some of it escaped.
  private mutating func string() -> String {
    let pieces = [
      "a", "u:v", "=", " ", "<&>", "ü", "😀", "\u{2028}", "\u{7F}", #"\""#, #"\\"#, #"\/"#, #"\n"#,
      #"\u0000"#, #"\ud83d\ude00"#, #"\ud800"#, #"\u003C"#, "{", "}", "ghcr.io", ",", ":",
    ]
    let length = Int.random(in: 0..<5, using: &random)
    return "\"\((0..<length).map { _ in random.pick(pieces) }.joined())\""
  }

  private mutating func text() -> String {
    let pieces = ["a", "u:v", "=", " ", "<&>", "ü", "😀", "\u{2028}", "\"", "\\", "\n", "\0", "/"]
    let length = Int.random(in: 0..<5, using: &random)
    return (0..<length).map { _ in random.pick(pieces) }.joined()
  }
}
