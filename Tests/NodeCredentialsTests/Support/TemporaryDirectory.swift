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
