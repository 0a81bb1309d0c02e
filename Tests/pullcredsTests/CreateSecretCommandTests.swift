import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

@Suite struct CreateSecretCommandTests {
  private static let flags = [
    "create-secret", "ghcr", "--docker-server", "ghcr.io", "--docker-username", "octocat",
  ]

  private func secret(_ text: String) throws -> Secret {
    try #require(try KubernetesObjects(json: text).secrets.first)
  }

  @Test func printsTheManifest() throws {
    let result = try Tool.run(
      Self.flags + ["--password-stdin", "-n", "shop"], input: Data("fake\n".utf8))
    let entry = DockerConfig.Entry(registryKey: "ghcr.io", username: "octocat", password: "fake")
    let manifest = try PullSecretManifest(
      name: "ghcr", namespace: "shop", config: DockerConfig([entry]))
    #expect(
      result
        == Tool.Result(
          status: 0, output: String(decoding: manifest.encodeJSON(), as: UTF8.self), errors: ""))
  }

  struct Recorded: Decodable {
    let server: String?
    let username: String
    let password: String
    let email: String?
    let dockerconfigjson: String
  }

  /// Of the recorded outputs of kubectl, one of each registry key.
  @Test func printsWhatKubectlRecorded() throws {
    let file = Tool.repository.appending(path: "Tests/Vectors/kubectl-create.jsonl")
    let rows = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Recorded.self, from: Data($0))
    }
    for (_, rows) in Dictionary(grouping: rows, by: \.server) {
      let row = rows[0]
      var arguments = ["create-secret", "a", "--password-stdin", "--docker-username", row.username]
      if let server = row.server { arguments += ["--docker-server", server] }
      if let email = row.email, !email.isEmpty { arguments += ["--docker-email", email] }
      let result = try Tool.run(arguments, input: Data("\(row.password)\n".utf8))
      // kubectl makes Secrets that no image can be pulled with, too.
      guard result.status == 0 else {
        #expect(result.errors.contains("matches no image"))
        continue
      }
      #expect(result.errors == "")
      let value = try secret(result.output).revealValue(forKey: ".dockerconfigjson") ?? []
      #expect(String(decoding: value, as: UTF8.self) == row.dockerconfigjson)
    }
  }

  @Test(arguments: [
    ("fake", "fake"), ("fake\n", "fake"), ("fake\r\n", "fake"), ("a\nb\n\n", "a\nb\n"),
  ])
  func takesOneLineBreakOff(input: String, password: String) throws {
    let result = try Tool.run(Self.flags + ["--password-stdin"], input: Data(input.utf8))
    guard case .config(let config) = try secret(result.output).content else {
      Issue.record("no credentials")
      return
    }
    #expect(config.entries.map { $0.revealPassword() } == [password])
  }

  @Test func takesThePasswordFromAVariable() throws {
    let command = Self.flags.joined(separator: " ").replacing("create", with: "pullcreds create")
    let output = try Tool.shell("export TOKEN=fake; \(command) --password-env TOKEN")
    let stdin = try Tool.run(Self.flags + ["--password-stdin"], input: Data("fake".utf8))
    #expect(output == stdin.output)
  }

  @Test func sameSecretInSeveralNamespaces() throws {
    let result = try Tool.run(
      Self.flags + ["--password-stdin", "-n", "a", "-n", "b"], input: Data("fake".utf8))
    let objects = try KubernetesObjects(json: result.output)
    #expect(objects.secrets.map(\.namespace) == ["a", "b"])
  }

  @Test func takesAFile() throws {
    let file = #"{ "auths": {"ghcr.io": {"auth": "dTpw"}} }"#
    let result = try Tool.run(
      "create-secret", "a", "--from-file", "-", input: file)
    #expect(try secret(result.output).revealValue(forKey: ".dockerconfigjson") == Array(file.utf8))
  }

  @Test func addsToASecret() throws {
    let first = try Tool.run(Self.flags + ["--password-stdin"], input: Data("fake".utf8))
    let command =
      "export TOKEN=fake2; pullcreds create-secret --docker-server quay.io "
      + "--docker-username robot --password-env TOKEN --add-to -"
    let output = try Tool.shell("printf %s '\(first.output)' | { \(command); }")
    guard case .config(let config) = try secret(output).content else {
      Issue.record("no credentials: \(output)")
      return
    }
    #expect(config.entries.map(\.registryKey) == ["ghcr.io", "quay.io"])
    #expect(config.entries.map { $0.revealPassword() } == ["fake", "fake2"])
  }

  @Test("A Secret in YAML is added to, and the result written as YAML") func addsToYAML() throws {
    let tree = try FileTree([
      "s.yaml": """
      # kept in Git
      kind: Secret
      apiVersion: v1
      metadata: {name: regcred, annotations: {number: "1", lines: "a\\nb"}}
      type: kubernetes.io/dockerconfigjson
      stringData:
        .dockerconfigjson: '{"auths":{}}'
      """
    ])
    let arguments = [
      "create-secret", "--add-to", "s.yaml", "--docker-server", "quay.io", "--docker-username", "u",
      "--password-stdin",
    ]
    func run(_ more: String...) throws -> String {
      let result = try Tool.run(arguments + more, input: Data("p".utf8), directory: tree.root)
      #expect(result.errors == "")
      return result.output
    }
    let document = #"{"auths":{"quay.io":{"username":"u","password":"p","auth":"dTpw"}}}"#
    let quoted = document.replacing("\"", with: "\\\"")
    #expect(
      try run("-o", "yaml") == """
        apiVersion: v1
        kind: Secret
        metadata:
          annotations:
            lines: "a\\nb"
            number: "1"
          name: regcred
        stringData:
          .dockerconfigjson: "\(quoted)"
        type: kubernetes.io/dockerconfigjson

        """)
    let json = try run()
    #expect(json.hasSuffix("}\n"))
    #expect(try secret(json).revealValue(forKey: ".dockerconfigjson") == Array(document.utf8))
  }

  /// As `kubectl create secret docker-registry … --dry-run=client -o yaml` prints it, but for
  /// `creationTimestamp`, which newer ones leave out.
  @Test(arguments: [
    ("ghcr", "ghcr"), ("123", "\"123\""), ("1e3", "\"1e3\""), ("null", "\"null\""), ("y", "\"y\""),
    ("0x1f", "\"0x1f\""), ("2001-01-01", "\"2001-01-01\""), ("1.2.3", "1.2.3"), ("n1", "n1"),
  ])
  func yaml(_ name: String, _ shown: String) throws {
    let result = try Tool.run(
      "create-secret", name, "--docker-username", "u", "--password-stdin", "-n", "a", "-o", "yaml",
      input: "p")
    #expect(result.errors == "")
    #expect(
      result.output == """
        apiVersion: v1
        data:
          .dockerconfigjson: eyJhdXRocyI6eyJodHRwczovL2luZGV4LmRvY2tlci5pby92MS8iOnsidXNlcm5hbWUiOiJ1IiwicGFzc3dvcmQiOiJwIiwiYXV0aCI6ImRUcHcifX19
        kind: Secret
        metadata:
          creationTimestamp: null
          name: \(shown)
          namespace: a
        type: kubernetes.io/dockerconfigjson

        """)
  }

  @Test func aListInYAML() throws {
    let result = try Tool.run(
      "create-secret", "x", "--docker-username", "u", "--password-stdin", "-n", "a", "-n", "b",
      "-o", "yaml", input: "p")
    #expect(result.output.hasPrefix("apiVersion: v1\nitems:\n- apiVersion: v1\n  data:\n    .dock"))
    #expect(result.output.hasSuffix("\nkind: List\nmetadata: {}\n"))
    let read = try Tool.run("audit", input: result.output)
    #expect(read.output.contains(" 2 Secrets"))
  }

  /// The message, which never has the password.
  @Test(arguments: [
    (
      ["a", "--docker-username", "u", "--docker-password", "hunter2"], "visible in the process list"
    ),
    (["a", "--docker-username", "u", "--docker-password=hunter2"], "visible in the process list"),
    (["a", "--docker-username", "u", "hunter2", "--password-stdin"], "one NAME is expected"),
    (["a", "--docker-username", "u", "--password-stdin=hunter2"], "takes no value"),
    (["a", "--docker-username", "u", "--password", "hunter2"], "argument 5 is not an option"),
    (["a", "--docker-username", "u"], "the password is missing"),
    (
      ["a", "--docker-username", "u", "--password-env", "NOT_SET"],
      "has no variable of the name given"
    ),
    (["A", "--docker-username", "u", "--password-stdin"], "invalid character at byte 0"),
    (["a", "-n", "b.c", "--docker-username", "u", "--password-stdin"], "at byte 1 of a Namespace"),
    (["--docker-username", "u", "--password-stdin"], "NAME is missing"),
    (
      [
        "a", "--docker-username", "u", "--password-stdin", "--docker-server", "https://Ghcr.io/v2/",
      ],
      #"use "https://ghcr.io/v2/""#
    ),
    (
      ["a", "--docker-username", "u", "--password-stdin", "--docker-server", "u:hunter2@a b"],
      "matches no image"
    ),
    (["a", "--password-stdin"], "--docker-username or --from-file is missing"),
    (["a", "--password-stdin", "--from-file", "x"], "exclude each other"),
    (["--password-stdin", "--docker-username", "u", "--add-to", "-"], "exclude each other"),
    (
      ["a", "--docker-username", "u", "--password-stdin", "--password-env", "X"],
      "exclude each other"
    ),
    (["a", "--from-file", "Docs/Examples/payments.json"], "no member auths"),
  ])
  func refuses(arguments: [String], message: String) throws {
    let result = try Tool.run(["create-secret"] + arguments, input: Data("hunter2".utf8))
    #expect(result.status == 2)
    #expect(result.output == "")
    let unwrapped = result.errors.replacing("\n ", with: "")
    #expect(unwrapped.contains(message), "\(result.errors)")
    #expect(!result.errors.contains("hunter2"))
  }

  @Test(arguments: ["", "\n"])
  func refusesEmptyPasswords(input: String) throws {
    let result = try Tool.run(Self.flags + ["--password-stdin"], input: Data(input.utf8))
    #expect(result.status == 2)
    #expect(result.errors == "pullcreds: the password from standard input is empty\n")
  }

  @Test func refusesAFileWhosePasswordsAreInAHelper() throws {
    let result = try Tool.run(
      "create-secret", "a", "--from-file", "-",
      input: #"{"auths":{"ghcr.io":{}},"credsStore":"osxkeychain"}"#)
    #expect(result.status == 2)
    #expect(
      result.errors == """
        pullcreds: standard input: ghcr.io has no password here: the credential helper
          docker-credential-osxkeychain keeps it, where no kubelet looks; give username
          and password instead of the file

        """)
  }
}
