import Foundation

/// A new directory, which is removed when the tests end.
struct TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = "\(Self.all)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// What holds the directories of this process.
  private static let all: String = {
    atexit { try? FileManager.default.removeItem(atPath: TemporaryDirectory.all) }
    return NSTemporaryDirectory() + "node-credentials-\(getpid())"
  }()

  /// Writes a file and the directories that lead to it; gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = try place(for: name)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      .write(contentsOf: Data(text.utf8))
    return file
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  func link(_ name: String, to target: String) throws {
    guard symlink(target, try place(for: name)) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  private func place(for name: String) throws -> String {
    // By bytes, where Foundation would cut paths between characters.
    for (index, byte) in zip(name.utf8.indices, name.utf8) where byte == UInt8(ascii: "/") {
      mkdir("\(path)/\(name[..<index])", 0o700)
    }
    return "\(path)/\(name)"
  }
}

/// The package's executables that tests run.
enum BuiltProducts {
  /// The path of an executable, which is beside the tests themselves.
  static func path(of name: String) throws -> String {
    var directory = Bundle.main.executableURL ?? Bundle.main.bundleURL
    while directory.pathComponents.count > 1 {
      directory.deleteLastPathComponent()
      let candidate = directory.appendingPathComponent(name)
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate.path }
    }
    throw Missing(name: name)
  }

  struct Missing: Error {
    let name: String
  }
}

/// Runs a program to its end, for the set-up of a test.
func run(
  _ program: String, _ arguments: [String], environment: [String: String]? = nil, input: String = ""
) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  if let environment { process.environment = environment }
  let inputPipe = Pipe()
  let outputPipe = Pipe()
  process.standardInput = inputPipe
  process.standardOutput = outputPipe
  process.standardError = outputPipe
  try process.run()
  try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
  try inputPipe.fileHandleForWriting.close()
  let output = try outputPipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}
