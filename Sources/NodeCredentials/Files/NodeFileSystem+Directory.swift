#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

extension NodeFileSystem {
  /// A file of a directory.
  struct DirectoryEntry {
    let name: String
    let content: Result<[UInt8], FileReadingError>
  }

  /// The files in the directory at `path`, in the byte order of their names.
  ///
  /// Links are not followed, and nothing waits, as in ``read(_:)``.
  ///
  /// - Parameters:
  ///   - path: The directory; what it is below the root, where links are followed.
  ///   - limit: How many names are looked at; those after it are left out.
  ///   - maximumSize: The largest file that is read, in bytes.
  /// - Returns: The files, and whether all are among them.
  /// - Throws: Why the directory cannot be read.
  func files(
    inDirectory path: String, limit: Int, maximumSize: Int
  ) throws(FileReadingError) -> (files: [DirectoryEntry], isComplete: Bool) {
    let directory: Descriptor
    var names: [[UInt8]] = []
    do throws(SystemFailure) {
      guard !root.utf8.contains(0), !path.utf8.contains(0) else { throw SystemFailure(EINVAL) }
      var walk = try PathWalk(root: Array(root.utf8))
      directory = try walk.findDirectory(at: Array(path.utf8))
      names = try Self.names(in: directory)
    } catch {
      throw FileReadingError(error, path: path)
    }
    names.sort { $0.lexicographicallyPrecedes($1) }
    var files: [DirectoryEntry] = []
    for name in names.prefix(limit) {
      let text = String(decoding: name, as: UTF8.self)
      do throws(SystemFailure) {
        let file = try openRegularFile(name, in: directory.number, followingLinks: false)
        files.append(
          .init(name: text, content: .success(try Self.readAll(file, atMost: maximumSize))))
      } catch {
        let error = FileReadingError(error, path: NodePath.join(path, text))
        files.append(.init(name: text, content: .failure(error)))
      }
    }
    return (files, names.count <= limit)
  }

  /// The names in an open directory, in no order.
  private static func names(in directory: Descriptor) throws(SystemFailure) -> [[UInt8]] {
    // Opened anew, since the walk's descriptor may be good for finding files only.
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let number = try check(openat(directory.number, ".", flags))
    guard let stream = fdopendir(number) else {
      let error = errno
      close(number)
      throw SystemFailure(error)
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      // The name is in the entry, which lives until the next call; a zero byte ends it.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: field.pointee))
        {
          Array(
            UnsafeBufferPointer(start: $0, count: strlen(UnsafePointer<CChar>(OpaquePointer($0)))))
        }
      }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
    }
    return names
  }
}
