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
    // Errors are a few lines, which a pipe holds; so nobody waits for the other.
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
