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

  /// A node's file system below `root`.
  public init(root: String) { self.root = root }

  /// The file system of this machine.
  public static let host = NodeFileSystem(root: "/")

  /// The largest file that is read, in bytes: 64 MiB. A node's credential files are far smaller.
  public static let maximumByteCount = 64 << 20

  /// How many symbolic links one path may lead through; Linux has the same limit.
  private static let maximumLinkCount = 40

  enum Kind {
    case regularFile, directory, other

    fileprivate init(_ status: stat) {
      switch status.st_mode & S_IFMT {
      case S_IFREG: self = .regularFile
      case S_IFDIR: self = .directory
      default: self = .other
      }
    }
  }

  /// The bytes of the regular file at `path`.
  func read(_ path: String) throws(FileReadingError) -> [UInt8] {
    let location = try resolve(path)
    // A pipe that nobody writes to must not hold up the search; it is refused below.
    let descriptor = open(location, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileReadingError(path: path, errno: errno) }
    defer { close(descriptor) }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileReadingError(path: path, errno: errno) }
    guard Kind(status) == .regularFile else {
      throw FileReadingError(.notRegularFile, path: path)
    }
    return try readAll(descriptor, path: path)
  }

  /// What there is at `path`, links followed.
  func kind(of path: String) throws(FileReadingError) -> Kind {
    var status = stat()
    guard stat(try resolve(path), &status) == 0 else {
      throw FileReadingError(path: path, errno: errno)
    }
    return Kind(status)
  }

  /// Whether there is a directory itself at `path` of this machine, and not a link to one.
  static func isDirectory(onHost path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && Kind(status) == .directory
  }

  /// Whether there is a file at `path` that may be executed (Go: `exec.LookPath`).
  func isExecutable(_ path: String) -> Bool {
    guard let location = try? resolve(path), let kind = try? kind(of: path) else { return false }
    return kind != .directory && access(location, X_OK) == 0
  }

  /// The names in a directory, in no order.
  func names(inDirectory path: String) throws(FileReadingError) -> [String] {
    guard let directory = opendir(try resolve(path)) else {
      throw FileReadingError(path: path, errno: errno)
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

  private func readAll(_ descriptor: Int32, path: String) throws(FileReadingError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unistdRead(descriptor, &buffer)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileReadingError(path: path, errno: errno)
      }
      bytes += buffer[..<count]
      guard bytes.count <= Self.maximumByteCount else {
        throw FileReadingError(.tooLarge, path: path)
      }
    }
  }
}

/// The system's `read`, which inside ``NodeFileSystem`` would be the method of that name.
private func unistdRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
  read(descriptor, &buffer, buffer.count)
}

// MARK: - Finding a file below the root

extension NodeFileSystem {
  /// The path on this machine of what the node has at `path`, links resolved inside the root.
  ///
  /// Where the node is this machine, the system resolves them itself, and paths may be relative.
  func resolve(_ path: String) throws(FileReadingError) -> String {
    if self == .host { return path }
    var resolved: [Substring] = []
    var rest = Array(path.split(separator: "/").reversed())
    var linkCount = 0
    while let component = rest.popLast() {
      switch component {
      case ".": continue
      case "..": _ = resolved.popLast()
      default:
        guard let target = linkTarget(of: location(resolved + [component])) else {
          resolved.append(component)
          continue
        }
        linkCount += 1
        guard linkCount <= Self.maximumLinkCount else {
          throw FileReadingError(path: path, errno: ELOOP)
        }
        if target.hasPrefix("/") { resolved = [] }
        rest += target.split(separator: "/").reversed()
      }
    }
    return location(resolved)
  }

  private func location(_ components: [Substring]) -> String {
    NodePath.join(root, components.joined(separator: "/"))
  }

  /// What the link at `location` points to; nil if there is no link.
  private func linkTarget(of location: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(location, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    return String(decoding: buffer[..<count].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
