import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import NodeCredentials

@Suite struct DockerCredentialHelperTests {
  typealias Script = HelperDirectory.Script

  /// A helper that does as `script` says.
  static func helper(
    _ script: Script, limits: ExecutionLimits = ExecutionLimits()
  ) throws -> (helper: DockerCredentialHelper, directory: HelperDirectory) {
    let directory = try HelperDirectory(["test": script])
    let helper = try DockerCredentialHelper(
      name: "test", environment: directory.environment, limits: limits)
    return (helper, directory)
  }

  static func error(
    _ script: Script, limits: ExecutionLimits = ExecutionLimits()
  ) async throws -> DockerCredentialHelperError? {
    let (helper, _) = try helper(script, limits: limits)
    return await #expect(throws: DockerCredentialHelperError.self) {
      try await helper.get(serverURL: "a.io")
    }
  }

  @Test func gets() async throws {
    let (helper, directory) = try Self.helper(
      Script(output: #"{"ServerURL":"x","username":"u","Secret":"fake","Extra":[1]} and more"#))
    let credentials = try #require(try await helper.get(serverURL: "https://a.io/v1/"))
    #expect(credentials.serverURL == "https://a.io/v1/")
    #expect(credentials.username == "u")
    #expect(credentials.revealSecret() == "fake")
    #expect(!credentials.isIdentityToken)
    #expect(directory.calls == "test get https://a.io/v1/\n")
  }

  @Test func lists() async throws {
    let (helper, directory) = try Self.helper(
      Script(output: #"{"https://a.io":"u","b.io":"<token>","c.io":null}"#))
    #expect(
      try await helper.list().map { [$0.serverURL, $0.username] } == [
        ["https://a.io", "u"], ["b.io", "<token>"], ["c.io", ""],
      ])
    #expect(directory.calls == "test list unused\n")
    let (empty, _) = try Self.helper(Script(output: "null"))
    #expect(try await empty.list().isEmpty)
  }

  @Test func knowsIdentityTokens() async throws {
    let (helper, _) = try Self.helper(
      Script(output: #"{"Username":"<token>","Secret":"fake"}"#))
    let credentials = try #require(try await helper.get(serverURL: "a.io"))
    #expect(credentials.isIdentityToken)
    #expect(credentials.entry.username == "")
    #expect(!credentials.entry.hasPassword)
    #expect(credentials.entry.revealIdentityToken() == "fake")
  }

  @Test(arguments: [
    Script(output: "credentials not found in native keychain\n", status: "1"),
    Script(output: " credentials not found in native keychain\r\n", status: "1"),
    Script(output: #"{"ServerURL":"a.io","Username":"","Secret":""}"#),
    // Go leaves a value as it was for null.
    Script(output: "null"), Script(output: #"{"ServerURL":null,"Username":null,"Secret":null}"#),
    Script(output: "{}"),
  ])
  func getsNothing(_ script: Script) async throws {
    let (helper, _) = try Self.helper(script)
    #expect(try await helper.get(serverURL: "a.io") == nil)
  }

  @Test(arguments: [
    (Script(output: "no credentials server URL\n", status: "1"), "no-server-url"),
    (Script(output: "no credentials username\n", status: "1"), "no-username"),
    (Script(output: "credentials not found in native keychain!\n", status: "1"), "failed"),
    (Script(errorOutput: "credentials not found in native keychain", status: "1"), "failed"),
    (Script(output: "credentials not found in native keychain"), "invalid-output"),
    (Script(output: "fake-secret", status: "7"), "failed"),
    (Script(status: "-9"), "crashed"),
    (Script(output: "[]"), "invalid-output"),
    (Script(output: #"{"Username":1}"#), "invalid-output"),
    (Script(output: #"{"ServerURL":1,"Username":"u","Secret":"fake"}"#), "invalid-output"),
    (Script(output: "nul"), "invalid-output"), (Script(), "invalid-output"),
  ])
  func tellsErrorsApart(_ script: Script, _ code: String) async throws {
    #expect(try await Self.error(script)?.code.description == code)
  }

  @Test func isStopped() async throws {
    let brief = ExecutionLimits(timeLimit: .milliseconds(200), killDelay: .milliseconds(20))
    #expect(try await Self.error(Script(status: "hanging"), limits: brief)?.code == .timedOut)
    let small = ExecutionLimits(outputLimit: 10)
    #expect(
      try await Self.error(Script(output: "12345678901"), limits: small)?.code == .tooMuchOutput)
    #expect(
      try await Self.error(Script(output: "1234567890"), limits: small)?.code == .invalidOutput)
  }

  @Test func showsNothingThatTheHelperWrote() async throws {
    for script in [
      Script(output: "fake-secret", status: "1"), Script(errorOutput: "fake-secret", status: "1"),
      Script(output: "fake-secret"),
    ] {
      let error = try #require(try await Self.error(script))
      var shown = "\(error) \(String(reflecting: error))"
      dump(error, to: &shown)
      #expect(!shown.contains("fake-secret"))
      #expect(error.revealOutput().contains("fake-secret"))
    }
    let (helper, _) = try Self.helper(
      Script(output: #"{"Username":"u","Secret":"fake-secret"}"#))
    let credentials = try await helper.get(serverURL: "https://me:fake-secret@a.io")
    var shown = "\(credentials as Any) \(String(reflecting: credentials))"
    dump(credentials, to: &shown)
    #expect(!shown.contains("fake-secret"))
  }

  @Test(arguments: [
    ("", "invalid-name"), ("../sh", "invalid-name"), ("a/b", "invalid-name"),
    ("absent", "not-found"),
  ])
  func refusesNames(_ name: String, _ code: String) {
    let error = #expect(throws: DockerCredentialHelperError.self) {
      try DockerCredentialHelper(name: name, environment: ["PATH": "/usr/bin:/bin"])
    }
    #expect(error?.code.description == code)
  }
}
