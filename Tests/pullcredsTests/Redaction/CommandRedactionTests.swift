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
      "d.io":{"username":"\(password)","password":"\(password)"},
      "r.io":{"auth":"\(SecretMark.base64("ghp_\(password)-0:x-oauth-basic"))"},
      "ghcr.io":{"identitytoken":"\(password)","registrytoken":"\(password)","x":"\(password)"}},
     "HttpHeaders":{"X":"\(password)"},"other":"\(password)"}
    """

  private static let manifests = Manifest.list(
    Manifest.pod(
      "p", secrets: ["pull", "missing"],
      images: [
        "registry.example.com/app", "quay.io/app", "gcr.io/app", "ghcr.io/app", "nginx", "r.io/app",
      ]),
    Manifest.account("default", secrets: ["pull"]), Manifest.secret("pull", config: config))

  /// The same with a Secret that stops every pull.
  private static let refused = Manifest.list(
    Manifest.pod("p", secrets: ["bad"], images: ["registry.example.com/app"]),
    Manifest.secret(
      "bad", config: #"{"auths":{"u:\#(password)@h.io":{"auth":"\#(password)"}}}"#))

  /// A kubelet takes it; the keys have what they should not.
  private static let providerConfig = """
    {"kind":"CredentialProviderConfig","apiVersion":"kubelet.config.k8s.io/v1","providers":[
      {"name":"ecr","apiVersion":"credentialprovider.kubelet.k8s.io/v1","defaultCacheDuration":"1h",
       "matchImages":["u:\(password)@registry.example.com","https://u:\(password)@*.io/*"],
       "args":["\(password)"],"env":[{"name":"TOKEN","value":"\(password)"}]}]}
    """

  /// A kubelet does not.
  private static let brokenProviderConfig = """
    {"kind":"CredentialProviderConfig","apiVersion":"kubelet.config.k8s.io/v1","providers":[
      {"name":"ecr","apiVersion":"v9","defaultCacheDuration":"-1h","password":"\(password)",
       "matchImages":["u:\(password)%zz@registry.example.com",""],
       "args":"\(password)","env":[{"name":"","value":"\(password)"},"\(password)"]}]}
    """

  /// The rows that can be printed as text and as JSON.
  private static let reports: [RedactionRow] = [
    RedactionRow("resolve", input: manifests),
    RedactionRow("resolve", "--merge", "union", input: manifests),
    RedactionRow("resolve", "--image", "registry.example.com/other", input: manifests),
    RedactionRow("resolve", input: refused),
    RedactionRow("resolve", input: String(manifests.dropLast(30))),
    RedactionRow(
      "resolve", "registry.example.com/app", "quay.io/app", "--config", "-", input: config),
    RedactionRow("resolve", "nginx", "--config", "-", input: String(config.dropLast(200))),
    RedactionRow("explain", input: manifests), RedactionRow("explain", input: refused),
    RedactionRow("explain", "--image", "gcr.io/other", input: manifests),
    RedactionRow("audit", input: manifests), RedactionRow("audit", input: refused),
    RedactionRow("parse", "registry.example.com/app", "Not:Valid"),
    RedactionRow("clients", "https://u:\(password)@quay.io", "--image", "quay.io/app"),
    RedactionRow("clients", "u:\(password)%zz@quay.io", "--image", "quay.io/app"),
    RedactionRow(
      "image-access", "--node-root", "/nowhere", "--image", "https://u:\(password)@quay.io/app",
      input: ""),
    RedactionRow("check", "-", input: manifests), RedactionRow("check", "-", input: refused),
    RedactionRow("check-provider-config", "-", input: config),
    RedactionRow("check-provider-config", "-", input: providerConfig),
    RedactionRow("check-provider-config", "-", input: brokenProviderConfig),
  ]

  /// The rows that write something for another program.
  private static let documents: [RedactionRow] = [
    RedactionRow(
      "export", "--image", "registry.example.com/app", input: manifests, writesSecrets: true),
    RedactionRow("export", input: refused),
    RedactionRow("export", "--image", "nginx", input: manifests),
    RedactionRow(
      "create-secret", "ghcr", "--docker-server", "ghcr.io", "--docker-username", "me",
      "--password-stdin", input: password, writesSecrets: true),
    RedactionRow("create-secret", "ghcr", "--docker-username", "me", "--docker-password", password),
    RedactionRow("create-secret", "Not_A_Name", "--from-file", "-", input: config),
    RedactionRow("create-secret", "ghcr", "--from-file", "-", input: String(config.dropLast(200))),
    RedactionRow("patch-serviceaccount", "ghcr", input: manifests),
    RedactionRow("patch-serviceaccount", "ghcr", input: refused),
  ]

  @Test func everySubcommandIsTried() {
    let tried = (Self.reports + Self.documents).map { $0.line[0] }
    #expect(Set(tried) == Set(Subcommand.all.map(\.name)))
  }

  @Test(arguments: reports, OutputFormat.allCases)
  func showNoSecret(row: RedactionRow, format: OutputFormat) throws {
    let result = try Tool.run(
      row.line + ["--output", format.rawValue], input: Data(row.input.utf8))
    #expect(!SecretMark.isShown(in: result.output), "\(row.line): \(result.output)")
    #expect(!SecretMark.isShown(in: result.errors), "\(row.line): \(result.errors)")
    #expect(!result.output.isEmpty || !result.errors.isEmpty)
  }

  /// The node's own files, and plugins that write secrets where they should and should not.
  @Test(arguments: ["resolve", "explain"], OutputFormat.allCases)
  func nodesShowNoSecret(subcommand: String, format: OutputFormat) throws {
    let node = try NodeCopy(plugins: ["good", "failing", "garbage", "noisy", "wrongVersion"])
    try node.write(Self.config, to: node.config)
    let result = try Tool.run(
      subcommand, "--node-root", node.root, "--credential-provider-config", node.providers,
      "--credential-provider-bin-dir", node.bin, "--docker-helpers", "--output", format.rawValue,
      input: NodeCopy.pod)
    #expect(result.output.contains("credential provider good") || format == .json)
    for text in [result.output, result.errors] {
      #expect(!SecretMark.isShown(in: text), "\(text)")
      #expect(!text.contains("fake-password") && !text.contains("secret-on-"), "\(text)")
    }
  }

  @Test(arguments: documents)
  func writeSecretsOnlyWhereAsked(row: RedactionRow) throws {
    let result = try Tool.run(row.line, input: Data(row.input.utf8))
    #expect(SecretMark.isShown(in: result.output) == row.writesSecrets, "\(row.line): \(result)")
    #expect(!SecretMark.isShown(in: result.errors), "\(row.line): \(result.errors)")
    // An export without credentials writes nothing, and says so by its status.
    #expect(!result.output.isEmpty || result.status != 0)
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

/// A command line and what it reads.
struct RedactionRow: Sendable {
  let line: [String]
  let input: String
  /// Whether it is there to write a credential file to standard output.
  var writesSecrets = false

  init(_ line: String..., input: String = "", writesSecrets: Bool = false) {
    self.line = line
    self.input = input
    self.writesSecrets = writesSecrets
  }
}
