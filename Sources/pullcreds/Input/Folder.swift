#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A folder of manifests, read as `kubectl -f FOLDER` reads it.
struct Folder {
  /// The endings of the files that are read. Source: `FileExtensions`,
  /// k8s.io/cli-runtime/pkg/resource/builder.go.
  static let endings = [".json", ".yaml", ".yml"]
  /// The most files and folders that are looked at below one folder.
  static let maximumEntryCount = 1 << 20

  let path: String

  /// Whether `path` names a folder, following a link.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is a file of this name in the folder.
  static func hasFile(_ name: String, in folder: String) -> Bool {
    var status = stat()
    return stat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The paths of its manifests in the order of the bytes of their names, each folder's where its name
  /// comes. Links to folders are not followed, so there is no end to run into. What is neither a file nor a link to
  /// one is passed over: a FIFO, a terminal or a socket may never end.
  ///
  /// - Parameters:
  ///   - recursive: whether folders in it are read too.
  ///   - hidden: whether names that begin with a dot are read; `.git` is one.
  /// - Returns: the paths.
  /// - Throws: the system's error for a folder that cannot be read; `EFBIG` beyond
  ///   ``maximumEntryCount``.
  func files(recursive: Bool, hidden: Bool) throws(SystemError) -> [String] {
    var files: [String] = []
    var count = 0
    var pending = try entries(of: path, hidden: hidden)
    while let entry = pending.popLast() {
      count += 1
      guard count <= Self.maximumEntryCount else { throw SystemError(EFBIG) }
      switch entry.kind {
      case .folder where recursive: pending += try entries(of: entry.path, hidden: hidden)
      case .file where Self.endings.contains(where: { entry.path.utf8.ends(with: $0.utf8) }):
        files.append(entry.path)
      case .folder, .file, .special: break
      }
    }
    return files
  }

  private struct Entry {
    let path: String
    let kind: Kind

    enum Kind {
      case folder
      case file
      case special
    }

    /// Nil for what is gone by now.
    init?(_ path: String) throws(SystemError) {
      var status = stat()
      guard lstat(path, &status) == 0 else {
        // A path that is too long for the system hides what is below it.
        guard errno == ENOENT else { throw SystemError(errno) }
        return nil
      }
      let isLink = status.st_mode & S_IFMT == S_IFLNK
      // A link that leads nowhere is a file that cannot be read, and is said to be.
      let isDangling = isLink && stat(path, &status) != 0
      self.path = path
      switch status.st_mode & S_IFMT {
      case S_IFDIR: kind = isLink ? .special : .folder
      case S_IFREG: kind = .file
      default: kind = isDangling ? .file : .special
      }
    }
  }

  /// What is in one folder, the first name last.
  private func entries(of folder: String, hidden: Bool) throws(SystemError) -> [Entry] {
    guard let stream = opendir(folder) else { throw SystemError(errno) }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let next = readdir(stream) {
      let name = withUnsafePointer(to: &next.pointee.d_name) {
        // The system ends each name with a NUL inside the array.
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      guard name != ".", name != "..", hidden || !name.utf8.starts(with: ".".utf8) else { continue }
      let path = folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
      if let entry = try Entry(path) { entries.append(entry) }
    }
    return entries.sorted { $1.path.utf8.lexicographicallyPrecedes($0.path.utf8) }
  }
}

extension Sequence where Element == UInt8 {
  /// Whether the last bytes are those of `ending`.
  fileprivate func ends(with ending: String.UTF8View) -> Bool {
    suffix(ending.count).elementsEqual(ending)
  }
}
