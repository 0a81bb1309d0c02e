/// Paths as text, as Go's `filepath.Join` and `filepath.Abs` put them together.
enum NodePath {
  /// `directory/name`, with exactly one slash between them.
  static func join(_ directory: String, _ name: String) -> String {
    if directory.isEmpty { return name }
    return directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  /// `path` itself if it is absolute, else `path` below `directory`.
  static func absolute(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") ? path : join(directory, path)
  }
}
