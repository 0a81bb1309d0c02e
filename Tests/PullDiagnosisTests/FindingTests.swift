import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

/// What findings show, and do not show.
@Suite struct FindingTests {
  @Test func noFindingShowsASecret() throws {
    let secrets = [
      secret(user: "u", password: "hunter2\n"), secret(password: "hunter2 ${X}"),
      secret(keys: ["oci://me:hunter2@r.example"]), secret(keys: ["me:hunter2@r.example:1"]),
      secret(document: #"{"auths":{"r.example":{"auth":"hunter2"}}}"#),
      secret(document: #"{"auths":{"r.example":{"identitytoken":"hunter2"}}}"#),
      secret(document: #"{"r.example":{"username":"u","password":"hunter2"}}"#),
      secret(document: #"{"auths":{"r.example":{"username":"AWS","password":"hunter2"}}}"#),
    ]
    for text in secrets {
      for finding in try findings(pod(secrets: ["a"]), text) {
        #expect(!Self.texts(of: finding).contains("hunter2"), "\(finding.code)")
      }
    }
  }

  /// What interpolation and dump show of a finding.
  private static func texts(of finding: Finding) -> String {
    var dumped = ""
    dump(finding, to: &dumped)
    return "\(finding)\n\(dumped)"
  }

  @Test func controlCharactersAreEscaped() throws {
    let found = try findings(pod(secrets: ["a"]), secret(keys: ["r.example\u{1B}[2J\n"]))
    #expect(found.map(\.code) == [.unmatchableKey])
    #expect(found[0].problem.hasPrefix(#"Key "r.example\u{1B}[2J\n" of Secret shop/a "#))
  }

  @Test func longTextsAreCut() throws {
    let key = "r.example/" + String(repeating: "x", count: 1_000)
    let found = try findings(pod(secrets: ["a"]), secret(keys: [key]))
    #expect(found[0].problem.unicodeScalars.count < 500)
  }

  @Test(arguments: ["x; rm -rf 'y'", "--all", "X", "-f"])
  func noCommandHasANameThatIsNone(_ name: String) throws {
    let found = try findings(
      deployment(items: #"{"name":"\#(name)"}"#), secret(keys: ["q.example"]))
    #expect(found[0].code == .secretMissing)
    #expect(found[0].command == nil)
  }

  @Test func severitiesAreOrdered() {
    #expect(
      Finding.Severity.allCases.sorted().map(\.description) == [
        "worth knowing", "may fail", "will fail",
      ])
  }
}
