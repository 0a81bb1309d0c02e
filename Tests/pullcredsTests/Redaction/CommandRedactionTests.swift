import Foundation
import ImagePullCredentialsTesting
import Testing

@testable import pullcreds

/// Marked secrets through every subcommand and every output format: neither standard output nor
/// standard error shows one.
@Suite struct CommandRedactionTests {
  private static let password = "\(SecretMark.text)-password"

  private static let config = """
    {"auths":{
      "https://user:\(password)@registry.example.com":
        {"auth":"\(SecretMark.base64("robot:\(password)"))"},
      "u:\(password)%zz@quay.io":{"username":"u","password":"\(password)"},
      "u:\(password)/x@gcr.io":{"username":"u","password":"\(password)"},
      "ghcr.io":{"identitytoken":"\(password)","registrytoken":"\(password)","x":"\(password)"}},
     "HttpHeaders":{"X":"\(password)"},"other":"\(password)"}
    """

  private static let manifests = Manifest.list(
    Manifest.pod(
      "p", secrets: ["pull", "missing"],
      images: ["registry.example.com/app", "quay.io/app", "gcr.io/app", "ghcr.io/app", "nginx"]),
    Manifest.account("default", secrets: ["pull"]), Manifest.secret("pull", config: config))

  /// The same with a Secret that stops every pull.
  private static let refused = Manifest.list(
    Manifest.pod("p", secrets: ["bad"], images: ["registry.example.com/app"]),
    Manifest.secret(
      "bad", config: #"{"auths":{"u:\#(password)@h.io":{"auth":"\#(password)"}}}"#))

  /// Command lines for each subcommand, and what each reads.
  private static let commands: [(line: [String], input: String)] = [
    (["resolve"], manifests), (["resolve", "--merge", "union"], manifests),
    (["resolve", "--image", "registry.example.com/other"], manifests),
    (["resolve"], refused), (["resolve"], String(manifests.dropLast(30))),
    (["resolve", "registry.example.com/app", "quay.io/app", "--config", "-"], config),
    (["resolve", "nginx", "--config", "-"], String(config.dropLast(200))),
    (["parse", "registry.example.com/app", "Not:Valid"], ""),
  ]

  @Test func everySubcommandIsTried() {
    #expect(Set(Self.commands.map { $0.line[0] }) == Set(Subcommand.all.map(\.name)))
  }

  @Test(arguments: commands.indices, OutputFormat.allCases)
  func outputs(command: Int, format: OutputFormat) throws {
    let (line, input) = Self.commands[command]
    let result = try Tool.run(line + ["--output", format.rawValue], input: Data(input.utf8))
    #expect(!SecretMark.isShown(in: result.output), "\(line): \(result.output)")
    #expect(!SecretMark.isShown(in: result.errors), "\(line): \(result.errors)")
    #expect(!result.output.isEmpty || !result.errors.isEmpty)
  }

  /// Documents that go wrong at every seventeenth byte.
  @Test(arguments: stride(from: 1, to: config.utf8.count, by: 17).map { $0 })
  func errors(end: Int) throws {
    let input = Data(Self.config.utf8.prefix(end)) + Data([1])
    let result = try Tool.run(["resolve", "nginx", "--config", "-"], input: input)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
    #expect(!SecretMark.isShown(in: result.errors), "\(result.errors)")
  }
}
