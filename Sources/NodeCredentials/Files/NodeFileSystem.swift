#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A node's file system: that of this machine, or a copy of another one's below some directory.
///
/// In a copy, absolute symbolic links and `..` stay in the copy, as they would after `chroot`. So what
/// is found is what the node would find, and nothing of this machine is read by mistake.
public struct NodeFileSystem: Sendable, Hashable {
  /// The directory that stands for `/`.
  public let root: String

  /// A node's file system below a directory of this machine.
  ///
  /// - Parameter root: The directory that stands for `/`. With `/` itself it is ``host``.
  public init(root: String) { self.root = root }

  /// The file system of this machine.
  public static let host = NodeFileSystem(root: "/")

  /// The largest file that is read, in bytes: 64 MiB. A node's credential files are far smaller.
  public static let maximumByteCount = 64 << 20

  /// The bytes of the regular file at `path`.
  ///
  /// Never waits: pipes, devices and the like are refused before they are opened. Where the node is this machine,
  /// the system follows links, and `path` may be relative.
  func read(
    _ path: String, atMost limit: Int = maximumByteCount
  ) throws(FileReadingError) -> [UInt8] {
    do throws(SystemFailure) {
      guard !path.utf8.contains(0) else { throw SystemFailure(EINVAL) }
      let file =
        root.utf8.elementsEqual("/".utf8)
        ? try openRegularFile(Array(path.utf8), in: AT_FDCWD, followingLinks: true)
        : try openBelowRoot(path)
      return try Self.readAll(file, atMost: limit)
    } catch {
      throw FileReadingError(error, path: path)
    }
  }

  private func openBelowRoot(_ path: String) throws(SystemFailure) -> Descriptor {
    guard !root.utf8.contains(0) else { throw SystemFailure(EINVAL) }
    var walk = try PathWalk(root: Array(root.utf8))
    let name = try walk.findFile(at: Array(path.utf8))
    return try openRegularFile(name, in: walk.directory.number, followingLinks: false)
  }

  func openRegularFile(
    _ name: [UInt8], in directory: Int32, followingLinks: Bool
  ) throws(SystemFailure) -> Descriptor {
    let status = try fileStatus(name, in: directory, followingLinks: followingLinks)
    guard FileKind(status) == .regularFile else { throw .notRegularFile }
    // Another file may have taken its place since: hence no waiting here, and a second look before it is read.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)
    return Descriptor(owning: try check(openat(directory, cString(name), flags)))
  }

  static func readAll(
    _ file: Descriptor, atMost limit: Int
  ) throws(SystemFailure) -> [UInt8] {
    var status = stat()
    _ = try check(fstat(file.number, &status))
    guard FileKind(status) == .regularFile else { throw .notRegularFile }
    guard status.st_size <= limit else { throw .tooLarge }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // One byte beyond the limit shows that a file has grown past it, or has a size that is not told.
      let wanted = limit + 1 - bytes.count
      let count = Int(try check(file.read(into: &buffer, atMost: wanted)))
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }
}

// MARK: - This machine

extension NodeFileSystem {
  /// What there is at `path` of this machine, links followed.
  static func kind(onHost path: String) throws(FileReadingError) -> FileKind {
    try kind(onHost: path, followingLinks: true)
  }

  /// Whether there is a directory itself at `path` of this machine, and not a link to one.
  static func isDirectory(onHost path: String) -> Bool {
    (try? kind(onHost: path, followingLinks: false)) == .directory
  }

  /// Whether there is a regular file at `path` of this machine that may be executed (Go: `exec.LookPath`).
  static func isExecutable(onHost path: String) -> Bool {
    (try? kind(onHost: path)) == .regularFile && access(path, X_OK) == 0
  }

  /// The names in a directory of this machine, in no order. Names that are not UTF-8 are repaired, so that no file is
  /// found under them.
  static func names(inDirectoryOnHost path: String) throws(FileReadingError) -> [String] {
    guard let directory = opendir(path) else {
      throw FileReadingError(SystemFailure(errno), path: path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      // The name lies in the entry, which lives until the next call; its end is marked by a zero byte.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        let capacity = MemoryLayout.size(ofValue: field.pointee)
        return field.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func kind(
    onHost path: String, followingLinks: Bool
  ) throws(FileReadingError) -> FileKind {
    do throws(SystemFailure) {
      guard !path.utf8.contains(0) else { throw SystemFailure(EINVAL) }
      return FileKind(
        try fileStatus(Array(path.utf8), in: AT_FDCWD, followingLinks: followingLinks))
    } catch {
      throw FileReadingError(error, path: path)
    }
  }
}

/// Paths as text, as Go's `filepath.Join` and `filepath.Abs` put them together. A slash is a byte: as a `Character` it
/// could be one with what is before or behind it.
enum NodePath {
  /// `directory/name`, with exactly one slash between them.
  static func join(_ directory: String, _ name: String) -> String {
    if directory.isEmpty { return name }
    return directory.utf8.last == slash ? directory + name : "\(directory)/\(name)"
  }

  /// Whether `path` begins at the root.
  static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

  private static let slash = UInt8(ascii: "/")
}
