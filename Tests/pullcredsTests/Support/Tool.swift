import Foundation

/// Runs the command that was built with these tests.
enum Tool {
  /// What a run left behind.
  struct Result: Equatable {
    let status: Int32
    let output: String
    let errors: String
  }

  private final class BundleMarker {}

  /// The directory of the build's products.
  static let products: URL = {
    #if canImport(Darwin)
      Bundle(for: BundleMarker.self).bundleURL.deletingLastPathComponent()
    #else
      URL(filePath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent()
    #endif
  }()

  /// The top of the repository.
  static let repository = URL(filePath: #filePath)
    .appending(path: "../../../..").standardizedFileURL

  /// Runs `pullcreds` at the top of the repository, with `input` on its standard input.
  static func run(_ arguments: String..., input: String = "") throws -> Result {
    try run(arguments, input: Data(input.utf8))
  }

  /// Runs `pullcreds` with `input` on its standard input.
  static func run(
    _ arguments: [String], input: Data, directory: URL = repository,
    environment: [String: String]? = nil
  ) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try input.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try run(
      arguments, standardInput: FileHandle(forReadingFrom: file), directory: directory,
      environment: environment)
  }

  /// Runs `pullcreds` with a file of the caller's as its standard input.
  static func run(
    _ arguments: [String], standardInput: FileHandle, directory: URL = repository,
    environment: [String: String]? = nil
  ) throws -> Result {
    let process = Process()
    process.executableURL = products.appending(path: "pullcreds")
    process.currentDirectoryURL = directory
    if let environment { process.environment = environment }
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Errors are a few lines, which fit into a pipe, so neither side waits for the other.
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let messages = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: messages, as: UTF8.self))
  }

  /// Runs a shell command in which `pullcreds` is the command; returns what it prints.
  static func shell(_ command: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.currentDirectoryURL = repository
    process.arguments = [
      "-c", "pullcreds() { \"$0\" \"$@\"; }; \(command)",
      products.appending(path: "pullcreds").path(),
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}

/// Manifests for the command's standard input.
enum Manifest {
  static func list(_ items: String...) -> String {
    #"{"kind":"List","apiVersion":"v1","items":[\#(items.joined(separator: ","))]}"#
  }

  static func pod(
    _ name: String, namespace: String = "shop", secrets: [String] = [], images: [String] = ["nginx"]
  ) -> String {
    let secrets = secrets.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
    let containers = images.enumerated().map { #"{"name":"c\#($0)","image":"\#($1)"}"# }
    return #"""
      {"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"\#(namespace)","name":"\#(name)"},
       "spec":{"imagePullSecrets":[\#(secrets)],"containers":[\#(containers.joined(separator: ","))]}}
      """#
  }

  static func account(_ name: String, namespace: String = "shop", secrets: [String]) -> String {
    let secrets = secrets.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
    return #"""
      {"kind":"ServiceAccount","apiVersion":"v1",
       "metadata":{"namespace":"\#(namespace)","name":"\#(name)"},"imagePullSecrets":[\#(secrets)]}
      """#
  }

  static func secret(_ name: String, namespace: String = "shop", config: String) -> String {
    let data = Data(config.utf8).base64EncodedString()
    return #"""
      {"kind":"Secret","apiVersion":"v1","metadata":{"namespace":"\#(namespace)","name":"\#(name)"},
       "type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"\#(data)"}}
      """#
  }
}

/// A copy of a node's files, a directory of plugins, and their configuration.
final class NodeCopy {
  let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  var root: String { directory.appending(path: "root").path }
  var bin: String { directory.appending(path: "bin").path }
  var providers: String { directory.appending(path: "providers.json").path }
  var config: String { "\(root)/var/lib/kubelet/config.json" }

  /// Plugins for `*.example.com`, which behave as their names say.
  init(plugins: [String]) throws {
    let manager = FileManager.default
    for path in ["root/var/lib/kubelet", "bin"] {
      try manager.createDirectory(
        at: directory.appending(path: path), withIntermediateDirectories: true)
    }
    for plugin in plugins {
      try manager.createSymbolicLink(
        at: directory.appending(path: "bin/\(plugin)"),
        withDestinationURL: Tool.products.appending(path: "TestCredentialPlugin"))
    }
    let list = plugins.map {
      """
      {"name": "\($0)", "args": ["\($0)"], "matchImages": ["*.example.com"],
       "defaultCacheDuration": "1m", "apiVersion": "credentialprovider.kubelet.k8s.io/v1"}
      """
    }
    try write(
      """
      {"kind": "CredentialProviderConfig", "apiVersion": "kubelet.config.k8s.io/v1",
       "providers": [\(list.joined(separator: ", "))]}
      """, to: providers)
    try write(
      """
      {"auths": {"registry.example.com": {"username": "node", "password": "fake-secret"}},
       "credHelpers": {"registry.example.com": "absent"}}
      """, to: config)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// A Pod with an image of `registry.example.com`, and without pull secrets.
  static let pod = """
    {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web", "namespace": "default"},
     "spec": {"containers": [{"name": "web", "image": "registry.example.com/app:1"}]}}
    """
}
