import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

@Suite struct ExportCommandTests {
  private static let pod = [
    "export", "-f", "Docs/Examples/payments.json", "--pod", "payment-api-7d9f4-xkp2m",
  ]
  private static let ledger = Self.pod + ["--image", "ghcr.io/example-payments/ledger:2"]

  private func run(_ arguments: [String]) throws -> Tool.Result {
    try Tool.run(arguments, input: Data())
  }

  private func usernames(_ text: String) throws -> [String: String] {
    let config = try DockerConfig(dockerConfigJSON: text)
    return Dictionary(uniqueKeysWithValues: config.entries.map { ($0.registryKey, $0.username) })
  }

  @Test func writesTheFirstOfEachImage() throws {
    let result = try run(Self.pod)
    #expect(result.status == 0)
    let usernames = try usernames(result.output)
    let ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
    #expect(usernames == [ecr: "AWS", "ghcr.io": "payments-bot"])
  }

  @Test(arguments: [
    ([], "payments-bot"), (["--nth", "1"], "payments-bot"),
    (["--nth", "2"], "example-payments-readonly"),
  ])
  func writesTheNth(arguments: [String], username: String) throws {
    let usernames = try usernames(run(Self.ledger + arguments).output)
    #expect(usernames == ["ghcr.io": username])
  }

  @Test(arguments: [
    (Self.ledger + ["--nth", "3"], "there is no credential 3: the image has 2"),
    (Self.ledger + ["--nth", "0"], "--nth takes a number, 1 or more"),
    (Self.pod + ["--nth", "1"], "--nth is for one image"),
    (Self.ledger + ["--image", "ghcr.io/other/app"], "get different credentials"),
    (Self.pod + ["x"], "argument 6 and --pod exclude each other"),
    (Self.ledger + ["--to", "/nonexistent/x"], "/nonexistent/x cannot be written: No such file"),
  ])
  func refuses(arguments: [String], message: String) throws {
    let result = try run(arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.replacing("\n ", with: "").contains(message), "\(result.errors)")
  }

  /// Not all of hundreds of credentials are shown, but the written one always is.
  @Test(arguments: [
    (50, 1, "50. r.example", "more"), (51, 1, "… and 1 more", "51. r.example"),
    (52, 52, "52. r.example", "51. r.example"),
  ])
  func listsTheFirst(count: Int, number: Int, shown: String, hidden: String) throws {
    let names = (1...count).map { "s\($0)" }
    let secrets = names.map {
      Manifest.secret($0, config: #"{"auths":{"r.example":{"auth":"dTpw"}}}"#)
    }
    let input =
      Manifest.pod("web", secrets: names, images: ["r.example/app"]) + secrets.joined()
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try Tool.run(
      ["export", "--nth", "\(number)", "--to", file.path], input: Data(input.utf8))
    #expect(result.status == 0)
    let list = result.output + result.errors
    #expect(list.contains(shown), "\(list)")
    #expect(!list.contains(hidden), "\(list)")
  }

  @Test func writesAFileForItsOwnerAlone() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let target = directory.appending(path: "target")
    let file = directory.appending(path: "auth.json")
    try Data("old".utf8).write(to: target)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)

    let result = try run(Self.ledger + ["--to", file.path])
    #expect(
      result.output == """
        \(file.path) is written.

        ghcr.io/example-payments/ledger:2
          1. ghcr.io/example-payments
             username  payments-bot
             from      Secret payments/ghcr-pull-secret
             written   ghcr.io
          2. ghcr.io
             username  example-payments-readonly
             from      Secret payments/ghcr-pull-secret

        """)
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.type] as? FileAttributeType == .typeRegular)
    #expect(try String(contentsOf: target, encoding: .utf8) == "old")
    let usernames = try usernames(String(contentsOf: file, encoding: .utf8))
    #expect(usernames == ["ghcr.io": "payments-bot"])
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(names.sorted() == ["auth.json", "target"])
  }

  @Test func writesNothingWhereThereIsNothing() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let result = try run(Self.pod + ["--image", "nginx", "--to", file.path])
    #expect(result.status == 1)
    #expect(
      result.output
        == "Nothing is written.\n\ndocker.io/library/nginx\n  no credentials\n")
    #expect(!FileManager.default.fileExists(atPath: file.path))
    let piped = try run(Self.pod + ["--image", "nginx"])
    #expect(
      piped
        == Tool.Result(
          status: 1, output: "",
          errors: "pullcreds: nothing is written: no image has a credential\n"))
  }

  /// What is no regular file stays as it is.
  @Test(arguments: ["mkfifo", "mkdir"])
  func replacesNoSpecialFile(_ maker: String) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try Tool.shell("\(maker) \(path)")
    let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    let result = try run(Self.pod + ["--to", path])
    #expect(result.status == 2)
    #expect(result.errors.replacing("\n ", with: "").contains("it is not a regular file"))
    let after = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    #expect(before != nil && before == after)
  }

  private static let hasTerminals = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  /// `script` runs a command on a terminal of its own.
  @Test(.enabled(if: hasTerminals, "script is not installed"))
  func writesNoSecretToATerminal() throws {
    #if os(Linux)
      let command = "export -f Docs/Examples/payments.json --pod payment-api-7d9f4-xkp2m"
      let output = try Tool.shell(
        "/usr/bin/script -qec \"$0 \(command)\" /dev/null < /dev/null; echo \"status $?\"")
      #expect(output.contains("is not written to a terminal"), "\(output)")
      #expect(output.contains("status 2"))
      #expect(!output.contains("auths"))
    #endif
  }
}
