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
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    return file
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: try place(for: name), withDestinationPath: target)
  }

  private func place(for name: String) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    return file
  }
}
