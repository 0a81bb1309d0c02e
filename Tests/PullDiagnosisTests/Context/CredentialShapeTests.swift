import Testing

@testable import ImagePullCredentials
@testable import PullDiagnosis

@Suite("Shapes of usernames and passwords")
struct CredentialShapeTests {
  @Test(arguments: [
    ("hunter2\n", "ends with a newline"), ("hunter2\r", "ends with a carriage return"),
    (" hunter2", "begins with a space"), ("hunter2\t", "ends with a tab"),
    ("hunter2\u{0}", "ends with a NUL byte"), ("hunter 2", nil), ("", nil),
  ])
  func margin(text: String, expected: String?) {
    #expect(CredentialShape.margin(of: text) == expected)
  }

  @Test(arguments: ["${X}", "a${X}b", "$(cat x)", "$GHCR_TOKEN", "$X1", "%TOKEN%"])
  func variable(text: String) { #expect(CredentialShape.isVariable(text)) }

  @Test(arguments: ["$", "$1", "pa$$word", "$ecret", "100%", "a$GHCR_TOKEN", "${", "%%", "$12", ""])
  func noVariable(text: String) { #expect(!CredentialShape.isVariable(text)) }

  @Test(arguments: [
    "<token>", "{{ .Values.token }}", "<path:secret/data/x#y>", "changeme", "PASSWORD", "USER",
    "null", "undefined", "<nil>",
    "Your-Password", "your-personal-access-token", "xxx", "token-goes-here", "XXXXXXXX", "********",
    "...",
  ])
  func placeholder(text: String) { #expect(CredentialShape.isPlaceholder(text)) }

  @Test(arguments: [
    "<>", "user", "token", "<token", "changeme2", "AWS", "hunter2", "", "xx", "xxxy", "yours",
    "none", "nullable", "nil",
  ])
  func noPlaceholder(text: String) { #expect(!CredentialShape.isPlaceholder(text)) }

  @Test(arguments: [
    ("{{ .Values.token }}", true), ("ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]", true),
    ("ref+vault://kv/ghcr#token", true), ("op://vault/item/field", true), ("#{TOKEN}#", true),
    ("<path:kv/ghcr#token>", true), ("__GHCR_TOKEN__", true),
    ("____", false),
    ("vault:secret/data/ghcr#token", true),
    ("<token>", false), ("ENC[x", false), ("ref+x", false), ("hunter2", false), ("vault:x", false),
  ])
  func reference(text: String, expected: Bool) {
    #expect(CredentialShape.isReference(text) == expected)
  }

  @Test(arguments: [
    ("\"a\"", true), ("'a'", true), ("\"a'", false), ("\"\"", false), ("a\"", false),
  ])
  func quoted(text: String, expected: Bool) { #expect(CredentialShape.isQuoted(text) == expected) }

  @Test(arguments: [
    ("aHVudGVyMi1odW50ZXI=", true), ("aHVudGVyMi1odW50ZXIK", true), ("aHVudGVyMg==", false),
    ("hunter2hunter2hunter", false), ("ABCDEFGHIJKLMNOPQRST", false),
    ("aHVudGVyMi1odW50ZXI", false),
  ])
  func base64(text: String, expected: Bool) {
    #expect(CredentialShape.isBase64OfText(text) == expected)
  }

  @Test(arguments: [
    ("robot", true), ("robot+puller", true), ("robot$puller", false), ("robots", false),
  ])
  func lostDollar(username: String, expected: Bool) {
    #expect(CredentialShape.hasLostDollar(username: username) == expected)
  }

  @Test(arguments: [
    ("gitlab-ci-token", "x", true), ("octocat", "ghs_0000000000000000", true),
    ("ghs_0000000000000000", "x", true), ("octocat", "ghp_0000000000000000", false),
    ("octocat", "ghs_", false), ("gitlab-ci-token2", "x", false),
  ])
  func job(username: String, password: String, expected: Bool) {
    #expect(CredentialShape.isOfJob(username: username, password: password) == expected)
  }

  @Test(arguments: [
    ("ghp_0000000000000000", true), ("ghp_000000000000000", false), ("glpat-00000000000000", true),
    ("dckr_pat_00000000000", true), ("eyJ0000000.0000000.00", true),
    ("eyJ0000000.00000000000", false),
    ("nvapi-00000000000000", true), ("nvapi-0000000000000", false),
    ("octocat-of-the-company", false), ("11111111-2222-3333-4444-555555555555", false),
  ])
  func token(text: String, expected: Bool) { #expect(TokenShape.isToken(text) == expected) }

  @Test func usernameThatIsThePasswordIsSecret() {
    #expect(TokenShape.isSecret(username: "same", password: "same"))
    #expect(TokenShape.username("same", shows: ["", "same"]))
    #expect(!TokenShape.username("same", shows: ["", "Same"]))
    #expect(TokenShape.username("robot:hunter22", shows: ["hunter22"]))
    #expect(!TokenShape.username("robot:hunter2", shows: ["hunter2"]))
    #expect(!TokenShape.username("", shows: [""]))
    let long = String(repeating: "a", count: 1_024)
    #expect(!TokenShape.username(long, shows: ["hunter22"]))
    #expect(TokenShape.username(long + "a", shows: ["hunter22"]))
    #expect(!TokenShape.isSecret(username: "same", password: "Same"))
    #expect(!TokenShape.isSecret(username: "", password: ""))
    // Equal bytes count, not what Unicode calls equivalent.
    #expect(!TokenShape.isSecret(username: "\u{E9}", password: "e\u{301}"))
  }
}
