import Foundation

/// A folder of files that lasts as long as this does.
final class FileTree {
  let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    .resolvingSymlinksInPath()

  /// Writes texts under their paths.
  convenience init(_ files: [String: String]) throws {
    try self.init(files.mapValues { Data($0.utf8) })
  }

  /// Writes bytes under their paths.
  init(_ files: [String: Data]) throws {
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    for (name, bytes) in files {
      let url = root.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: url)
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// Runs the command in the folder.
  func run(_ arguments: String..., input: String = "") throws -> Tool.Result {
    try Tool.run(arguments, input: Data(input.utf8), directory: root)
  }
}
