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
  /// comes. Links to folders are not followed, so there is no end to run into.
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
      if entry.isFolder {
        if recursive { pending += try entries(of: entry.path, hidden: hidden) }
      } else if Self.endings.contains(where: { entry.path.utf8.ends(with: $0.utf8) }) {
        files.append(entry.path)
      }
    }
    return files
  }

  private struct Entry {
    let path: String
    let isFolder: Bool
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
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      entries.append(Entry(path: path, isFolder: status.st_mode & S_IFMT == S_IFDIR))
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
