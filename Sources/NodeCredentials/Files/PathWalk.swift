#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A walk along paths below a root directory that never leaves it, as after `chroot`.
///
/// It opens one directory after the other, one component at a time, and follows links itself. Someone who can write
/// below the root, even during the walk, cannot make it leave: the system gets only single components, and no link
/// is opened. Paths are bytes, as in the system.
struct PathWalk {
  /// The open directories from the root, which is always there, to the current one. `..` goes back to the one
  /// before, not to the system's parent directory.
  private var directories: [Descriptor]
  /// The remaining components, the next one last.
  private var rest: [ArraySlice<UInt8>] = []
  private var linkCount = 0

  /// The most links on one path: Linux's own limit (include/linux/namei.h, `MAXSYMLINKS`).
  static let maximumLinkCount = 40

  /// The deepest nesting of directories. Each is open during the walk, and the host needs descriptors too.
  static let maximumDepth = 256

  /// Begins at `root`, a path of this machine whose links are followed.
  init(root: [UInt8]) throws(SystemFailure) {
    directories = [try openDirectory(root, in: AT_FDCWD, flags: 0)]
  }

  /// The current directory.
  var directory: Descriptor { directories[directories.count - 1] }

  /// Walks to the file at `path`, and returns its name in ``directory``.
  ///
  /// The file is not a directory and not a link. Each link costs at most the 4,096 bytes of its target, so the work
  /// is linear in the path, plus up to 40 of these.
  mutating func findFile(at path: [UInt8]) throws(SystemFailure) -> [UInt8] {
    goOn(along: path[...])
    while let component = rest.popLast() {
      if component.elementsEqual(".".utf8) { continue }
      if component.elementsEqual("..".utf8) {
        if directories.count > 1 { directories.removeLast() }
        continue
      }
      let name = Array(component)
      switch try FileKind(name, in: directory.number, followingLinks: false) {
      case .directory:
        guard directories.count <= Self.maximumDepth else { throw SystemFailure(ENAMETOOLONG) }
        directories.append(try openDirectory(name, in: directory.number, flags: O_NOFOLLOW))
      case .link: try follow(name)
      case .regularFile, .other:
        guard rest.isEmpty else { throw SystemFailure(ENOTDIR) }
        return name
      }
    }
    throw .notRegularFile
  }

  /// Walks to the directory at `path`.
  mutating func findDirectory(at path: [UInt8]) throws(SystemFailure) -> Descriptor {
    do throws(SystemFailure) {
      _ = try findFile(at: path)
      throw SystemFailure(ENOTDIR)
    } catch {
      // A path that ends without a file on the way leads to a directory.
      guard error.code == .notRegularFile, rest.isEmpty else { throw error }
      return directory
    }
  }

  private mutating func follow(_ name: [UInt8]) throws(SystemFailure) {
    linkCount += 1
    guard linkCount <= Self.maximumLinkCount else { throw SystemFailure(ELOOP) }
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = Int(
      try check(readlinkat(directory.number, try cString(name), &target, target.count)))
    // A target that fills the buffer may be truncated.
    guard count < target.count else { throw SystemFailure(ENAMETOOLONG) }
    let path = target[..<count].map { UInt8(bitPattern: $0) }
    if path.first == UInt8(ascii: "/") { directories.removeLast(directories.count - 1) }
    goOn(along: path[...])
  }

  private mutating func goOn(along path: ArraySlice<UInt8>) {
    // A path that ends in a slash has to be a directory.
    if path.last == UInt8(ascii: "/") { rest.append([UInt8(ascii: ".")]) }
    rest += path.split(separator: UInt8(ascii: "/")).reversed()
  }
}

/// Opens a directory to find files in it. On Linux this needs no permission to list it.
private func openDirectory(
  _ path: [UInt8], in directory: Int32, flags: Int32
) throws(SystemFailure) -> Descriptor {
  #if os(Linux)
    // O_PATH, which the C library declares only for GNU programs (include/uapi/asm-generic/fcntl.h).
    let flags = flags | 0o10_000_000
  #endif
  let allFlags = flags | O_RDONLY | O_DIRECTORY | O_CLOEXEC
  return Descriptor(owning: try check(openat(directory, try cString(path), allFlags)))
}
