import ImagePullCredentials
import NodeCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// An open file or a terminal to which the command writes.
struct FileDescriptor: Sendable {
  private let number: Int32

  private init(number: Int32) { self.number = number }

  static let standardInput = FileDescriptor(number: 0)
  static let standardOutput = FileDescriptor(number: 1)
  static let standardError = FileDescriptor(number: 2)

  /// Whether it is a terminal.
  var isTerminal: Bool { isatty(number) == 1 }

  /// Creates a file only for its owner, mode 0600 regardless of the umask. Fails if the file exists.
  init(creatingPrivate path: String) throws(SystemFailure) {
    var number: Int32
    repeat {
      number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    } while number < 0 && errno == EINTR
    guard number >= 0 else { throw SystemFailure(errno) }
    self.number = number
    guard fchmod(number, 0o600) == 0 else {
      let error = SystemFailure(errno)
      closeFile()
      throw error
    }
  }

  /// Closes the file, after which the value must not be used.
  func closeFile() { _ = close(number) }

  /// Writes a document with secrets and waits until it is on the disk.
  func writeToDisk(secret document: [UInt8]) throws(SystemFailure) {
    do {
      try write(secret: document)
    } catch {
      throw error.reason
    }
    guard fsync(number) == 0 else { throw SystemFailure(errno) }
  }

  /// Writes all of `text`: the only way in which the command produces output for people.
  func write(_ text: SafeText) throws(OutputError) { try write(bytes: Array(text.text.utf8)) }

  /// Writes a document with secrets, which is not shown.
  func write(secret document: [UInt8]) throws(OutputError) { try write(bytes: document) }

  /// A closed pipe, as from `head`, is not an error: the rest is dropped.
  private func write(bytes: [UInt8]) throws(OutputError) {
    // Otherwise the signal would end this process and replace the exit status.
    signal(SIGPIPE, SIG_IGN)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Self.system(number, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        return
      } else if errno != EINTR {
        throw OutputError(reason: SystemFailure(errno))
      }
    }
  }

  private static func system(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
      Darwin.write(number, bytes, count)
    #elseif canImport(Musl)
      Musl.write(number, bytes, count)
    #else
      Glibc.write(number, bytes, count)
    #endif
  }
}

extension SystemFailure: CommandError {
  /// In the system's words, such as `No such file or directory`.
  var message: SafeText { "\(sentence: systemMessage(number))" }
}

/// Why the output could not be written.
struct OutputError: CommandError, Hashable {
  let reason: SystemFailure

  var message: SafeText { "the output cannot be written: \(reason.message)" }
}

// MARK: - Folders

/// A folder of manifests, read as by `kubectl -f FOLDER`.
struct Folder {
  /// The extensions of the files that are read. Source: `FileExtensions`,
  /// k8s.io/cli-runtime/pkg/resource/builder.go.
  static let endings = [".json", ".yaml", ".yml"]
  /// The most files and folders that are visited below one folder.
  static let maximumEntryCount = 1 << 20

  let path: String

  /// Whether `path` is a folder or a link to one.
  static func isFolder(_ path: String) -> Bool {
    (try? FileKind(atPath: path)) == .directory
  }

  /// Whether there is a file with this name in the folder.
  static func hasFile(_ name: String, in folder: String) -> Bool {
    (try? FileKind(atPath: "\(folder)/\(name)")) == .regularFile
  }

  /// The paths of its manifests in the byte order of their names; those of a subfolder are at the place of its
  /// name. Links to folders are not followed, so there are no cycles. Anything other than a file or a link to one
  /// is skipped: a FIFO, a terminal or a socket may never end.
  ///
  /// - Parameters:
  ///   - recursive: whether subfolders are also read.
  ///   - hidden: whether names that begin with a dot are read; `.git` is one.
  /// - Returns: the paths.
  /// - Throws: the system's error for a folder that cannot be read; `EFBIG` beyond
  ///   ``maximumEntryCount``.
  func files(recursive: Bool, hidden: Bool) throws(SystemFailure) -> [String] {
    var files: [String] = []
    var count = 0
    var pending = try entries(of: path, hidden: hidden)
    while let entry = pending.popLast() {
      count += 1
      guard count <= Self.maximumEntryCount else { throw SystemFailure(EFBIG) }
      switch entry.kind {
      case .directory where recursive: pending += try entries(of: entry.path, hidden: hidden)
      case .regularFile where Self.endings.contains(where: { entry.path.utf8.ends(with: $0.utf8) }):
        files.append(entry.path)
      case .directory, .regularFile, .link, .other: break
      }
    }
    return files
  }

  private struct Entry {
    let path: String
    let kind: FileKind

    /// Nil if it no longer exists. A link to a file counts as a file, and so does a broken link, for which reading
    /// reports the error.
    init?(_ path: String) throws(SystemFailure) {
      self.path = path
      do throws(SystemFailure) {
        let kind = try FileKind(atPath: path, followingLinks: false)
        let target = kind == .link ? (try? FileKind(atPath: path)) ?? .regularFile : kind
        self.kind = kind == .link && target == .directory ? .link : target
      } catch {
        // A path that is too long for the system hides what is below it.
        guard error.number == ENOENT else { throw error }
        return nil
      }
    }
  }

  /// The entries of one folder in reverse order.
  private func entries(of folder: String, hidden: Bool) throws(SystemFailure) -> [Entry] {
    var entries: [Entry] = []
    for name in try names(inDirectory: folder).reversed()
    where hidden || !name.utf8.starts(with: ".".utf8) {
      let path = folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
      if let entry = try Entry(path) { entries.append(entry) }
    }
    return entries
  }
}

extension Sequence where Element == UInt8 {
  /// Whether the last bytes are those of `ending`.
  fileprivate func ends(with ending: String.UTF8View) -> Bool {
    suffix(ending.count).elementsEqual(ending)
  }
}
