import ImagePullCredentials
import Testing

@Suite("An entry of a docker config")
struct DockerConfigEntryTests {
  typealias Entry = DockerConfig.Entry

  @Test("made by hand has what it was made of")
  func byHand() {
    let entry = Entry(
      registryKey: "a.io", username: "u:ü", password: "p", email: "e", identityToken: "i",
      registryToken: "r")
    #expect(entry.registryKey == "a.io" && entry.username == "u:ü" && entry.email == "e")
    #expect(entry.revealPassword() == "p")
    #expect(entry.revealIdentityToken() == "i" && entry.revealRegistryToken() == "r")
    #expect(entry.hasPassword && entry.hasIdentityToken && entry.hasRegistryToken)
    #expect(!entry.hasAuthField && !entry.authOverridesFields && !entry.isAnonymous)
    #expect(entry.documentOffset == 0)
  }

  @Test(
    "is anonymous without username and password",
    arguments: [("", "", true), ("u", "", false), ("", "p", false), ("u", "p", false)])
  func anonymous(username: String, password: String, expected: Bool) {
    let entry = Entry(registryKey: "a", username: username, password: password, email: "e")
    #expect(entry.isAnonymous == expected)
    #expect(entry.hasPassword == !password.isEmpty)
  }

  /// Each moves a character across the boundary of two fields.
  @Test("is equal to another with the same fields, not with the same bytes in other fields")
  func equality() {
    let entries = [
      Entry(registryKey: "a", username: "b", password: "c", email: "d"),
      Entry(registryKey: "ab", username: "", password: "c", email: "d"),
      Entry(registryKey: "a", username: "b", password: "", email: "cd"),
      Entry(registryKey: "a", username: "b", password: "cd", email: ""),
      Entry(registryKey: "a", username: "b", password: "c", email: "", identityToken: "d"),
      Entry(registryKey: "a", username: "b", password: "c", email: "", registryToken: "d"),
      Entry(registryKey: "a", username: "b:", password: "c", email: "d"),
      Entry(registryKey: "a", username: "b", password: ":c", email: "d"),
      Entry(registryKey: "a:", username: "b", password: "c", email: "d"),
      Entry(registryKey: "A", username: "b", password: "c", email: "d"),
      Entry(registryKey: "a", username: "b", password: "c", email: "e"),
    ]
    for (place, entry) in entries.enumerated() {
      #expect(entries.firstIndex(of: entry) == place)
    }
    #expect(Set(entries).count == entries.count)
  }

  @Test("is equal however its credentials were written")
  func writtenAlike() throws {
    let json = #"{"a":{"auth":"dTpw"},"b":{},"c":{"username":"\u0075","password":"p"}}"#
    let config = try DockerConfig(dockercfg: json)
    let byHand = Entry(registryKey: "a", username: "u", password: "p")
    #expect(config.entries[0] == byHand)
    #expect(config.entries[0].hashValue == byHand.hashValue)
    #expect(config.entries[2] == Entry(registryKey: "c", username: "u", password: "p"))
    #expect(config.entries[2] != byHand)
  }

  @Test("shows key and username, and of the rest whether it is there")
  func description() {
    let entry = Entry(registryKey: "https://x:y@a.io/b", username: "u", password: "p", email: "e")
    #expect("\(entry)" == "https://***@a.io/b (username u, password redacted)")
    let children = Mirror(reflecting: entry).children.map { "\($0.label ?? "") \($0.value)" }
    #expect(
      children.sorted() == [
        "email e", "hasIdentityToken false", "hasRegistryToken false", "password redacted",
        "registryKey https://***@a.io/b", "username u",
      ])
  }
}
