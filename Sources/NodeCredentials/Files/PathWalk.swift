#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A walk along paths below a root directory that never leaves it, as after `chroot`.
///
/// It goes from open directory to open directory, one component at a time, and follows links itself. Whoever can
/// write below the root, even during the walk, cannot lead it out: no path of more than one component goes to the
/// system, and no link is opened. Paths are bytes here, as they are to the system.
struct PathWalk {
  /// The open directories from the root, which is always there, to where the walk has got. `..` goes back to the
  /// one before, not to what the system takes for a parent.
  private var directories: [Descriptor]
  /// The components that are still to be walked, the next one last.
  private var rest: [ArraySlice<UInt8>] = []
  private var linkCount = 0

  /// How many links one path may lead through: Linux's own limit (include/linux/namei.h, `MAXSYMLINKS`).
  static let maximumLinkCount = 40

  /// How many directories may be in each other. Each is open as long as the walk is in it; the host has others to open.
  static let maximumDepth = 256

  /// Begins at `root`, a path of this machine, links in which are followed.
  init(root: [UInt8]) throws(SystemFailure) {
    directories = [try openDirectory(root, in: AT_FDCWD, flags: 0)]
  }

  /// The directory that the walk has got to.
  var directory: Descriptor { directories[directories.count - 1] }

  /// Walks to the file at `path`, and gives the name that it has in ``directory``.
  ///
  /// The file is not a directory and not a link. Each link costs at most the 4,096 bytes of its target, so that the
  /// work is linear in the path, but for 40 of these.
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
      // A path that is walked to its end without a file on it leads to a directory.
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
    // One that fills the buffer may have been cut off.
    guard count < target.count else { throw SystemFailure(ENAMETOOLONG) }
    let path = target[..<count].map { UInt8(bitPattern: $0) }
    if path.first == UInt8(ascii: "/") { directories.removeLast(directories.count - 1) }
    goOn(along: path[...])
  }

  private mutating func goOn(along path: ArraySlice<UInt8>) {
    // What ends in a slash has to be a directory, as what has another component behind it.
    if path.last == UInt8(ascii: "/") { rest.append([UInt8(ascii: ".")]) }
    rest += path.split(separator: UInt8(ascii: "/")).reversed()
  }
}

/// Opens a directory for what is in it to be found, which takes no permission to list it on Linux.
private func openDirectory(
  _ path: [UInt8], in directory: Int32, flags: Int32
) throws(SystemFailure) -> Descriptor {
  #if os(Linux)
    // O_PATH, which the C library shows to GNU programs only (include/uapi/asm-generic/fcntl.h).
    let flags = flags | 0o10_000_000
  #endif
  let allFlags = flags | O_RDONLY | O_DIRECTORY | O_CLOEXEC
  return Descriptor(owning: try check(openat(directory, try cString(path), allFlags)))
}
