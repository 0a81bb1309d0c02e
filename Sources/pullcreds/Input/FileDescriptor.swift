import ImagePullCredentials
import NodeCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// An open file that the command writes to, or a terminal.
struct FileDescriptor: Sendable {
  private let number: Int32

  private init(number: Int32) { self.number = number }

  static let standardInput = FileDescriptor(number: 0)
  static let standardOutput = FileDescriptor(number: 1)
  static let standardError = FileDescriptor(number: 2)

  /// Whether it is a terminal.
  var isTerminal: Bool { isatty(number) == 1 }

  /// Makes a file for its owner alone, mode 0600 whatever the umask. Fails if there is one of that name.
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

  /// Writes all of a document that holds secrets and waits until it is on the disk.
  func writeToDisk(secret document: [UInt8]) throws(SystemFailure) {
    do {
      try write(secret: document)
    } catch {
      throw error.reason
    }
    guard fsync(number) == 0 else { throw SystemFailure(errno) }
  }

  /// Writes all of `text`: the only way in which the command shows anything.
  func write(_ text: SafeText) throws(OutputError) { try write(bytes: Array(text.text.utf8)) }

  /// Writes all of a document that holds secrets, which nobody is shown.
  func write(secret document: [UInt8]) throws(OutputError) { try write(bytes: document) }

  /// A reader that has gone away, as `head` does, is no error: the rest is dropped.
  private func write(bytes: [UInt8]) throws(OutputError) {
    // Otherwise such a reader would end this process with the signal, and take the exit status.
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
    (try? FileKind(atPath: path)) == .directory
  }

  /// Whether there is a file of this name in the folder.
  static func hasFile(_ name: String, in folder: String) -> Bool {
    (try? FileKind(atPath: "\(folder)/\(name)")) == .regularFile
  }

  /// The paths of its manifests in the order of the bytes of their names, each folder's where its name
  /// comes. Links to folders are not followed, so there is no end to run into. What is neither a file nor a link to
  /// one is skipped: a FIFO, a terminal or a socket may never end.
  ///
  /// - Parameters:
  ///   - recursive: whether folders in it are read too.
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

    /// Nil for what is gone by now. A link to a file is one, and so is a link that leads nowhere: whoever reads it
    /// says so.
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

  /// What is in one folder, the first name last.
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
