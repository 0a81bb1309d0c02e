public import ImagePullCredentials
public import KubernetesPulls
import ManifestYAML

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// A node's file system: that of this machine, or a copy of another node's below a directory.
///
/// In a copy, absolute symbolic links and `..` stay in the copy, as after `chroot`. So the result is what the node
/// would find, and no file of this machine is read by mistake.
public struct NodeFileSystem: Sendable, Hashable {
  /// The directory that is the node's `/`.
  public let root: String

  /// A node's file system below a directory of this machine.
  ///
  /// - Parameter root: The directory that is the node's `/`. With `/` itself, this is ``host``.
  public init(root: String) { self.root = root }

  /// The file system of this machine.
  public static let host = NodeFileSystem(root: "/")

  /// The largest file that is read, in bytes: 64 MiB. A node's credential files are far smaller.
  public static let maximumByteCount = 64 << 20

  /// The bytes of the regular file at `path`.
  ///
  /// Never waits: pipes, devices and so on are rejected before they are opened. If the node is this machine, the
  /// system follows links, and `path` may be relative.
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
    var walk = try PathWalk(root: Array(root.utf8))
    let name = try walk.findFile(at: Array(path.utf8))
    return try openRegularFile(name, in: walk.directory.number, followingLinks: false)
  }

  private func openRegularFile(
    _ name: [UInt8], in directory: Int32, followingLinks: Bool
  ) throws(SystemFailure) -> Descriptor {
    let kind = try FileKind(name, in: directory, followingLinks: followingLinks)
    guard kind == .regularFile else { throw .notRegularFile }
    // Another file may have replaced it since, so this does not wait, and checks again before it reads.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)
    return Descriptor(owning: try check(openat(directory, try cString(name), flags)))
  }

  private static func readAll(
    _ file: Descriptor, atMost limit: Int
  ) throws(SystemFailure) -> [UInt8] {
    guard try FileKind(of: file) == .regularFile else { throw .notRegularFile }
    guard let bytes = try file.readToEnd(limit: limit) else { throw .tooLarge }
    return bytes
  }

  /// Whether there is a regular file at `path` of this machine that may be executed (Go: `exec.LookPath`).
  static func isExecutable(onHost path: String) -> Bool {
    (try? FileKind(atPath: path)) == .regularFile && access(path, X_OK) == 0
  }
}

/// Paths as text, joined as by Go's `filepath.Join` and `filepath.Abs`. A slash is a byte: a `Character` could combine
/// it with its neighbours.
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

// MARK: - Directories

extension NodeFileSystem {
  /// A file of a directory.
  struct DirectoryEntry {
    let name: String
    let content: Result<[UInt8], FileReadingError>
  }

  /// The files in the directory at `path`, in the byte order of their names.
  ///
  /// Does not follow links and does not wait, as in ``read(_:)``.
  ///
  /// - Parameters:
  ///   - path: The directory below the root. Links in it are followed.
  ///   - limit: The number of names that are read; the rest is left out.
  ///   - maximumSize: The largest file that is read, in bytes.
  /// - Returns: The files, and whether they are all files.
  /// - Throws: Why the directory cannot be read.
  func files(
    inDirectory path: String, limit: Int, maximumSize: Int
  ) throws(FileReadingError) -> (files: [DirectoryEntry], isComplete: Bool) {
    let directory: Descriptor
    let names: [[UInt8]]
    do throws(SystemFailure) {
      guard !path.utf8.contains(0) else { throw SystemFailure(EINVAL) }
      var walk = try PathWalk(root: Array(root.utf8))
      directory = try walk.findDirectory(at: Array(path.utf8))
      // Opened again, since the walk's descriptor may only allow finding files.
      names = try NodeCredentials.names(inDirectory: Array(".".utf8), in: directory.number)
    } catch {
      throw FileReadingError(error, path: path)
    }
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
}

// MARK: - Documents

/// A file of a kubelet, which may be JSON or YAML.
enum KubeletDocument {
  /// The document as JSON: the bytes themselves, or converted from YAML.
  ///
  /// - Throws: A violation if the bytes are not YAML, or have a key twice, which the kubelet rejects.
  static func json(_ bytes: [UInt8]) throws(FieldViolation) -> [UInt8] {
    guard !bytes.span.isJSONObject else { return bytes }
    let document: StrictYAMLDocument
    do throws(YAMLError) {
      document = try StrictYAMLDocument(bytes.span)
    } catch {
      throw FieldViolation(.invalidYAML, at: "", "\(error)")
    }
    if let line = document.repeatedKeys.first?.position.line {
      throw FieldViolation(
        .duplicateField, at: "", "line \(line): the key is in its object already")
    }
    guard document.json.span.isJSONObject else {
      throw FieldViolation(
        .wrongKind, at: "", "the document is not an object with apiVersion and kind")
    }
    return document.json
  }
}

extension FieldViolation.Code {
  /// The document is neither JSON nor YAML.
  public static let invalidYAML = Self("invalid-yaml")
}

// MARK: - Errors

/// Why a file or a directory could not be read.
public struct FileReadingError: Error, Sendable, Hashable {
  /// What is wrong.
  public let code: Code
  /// The path, in the node's file system.
  public let path: String
  /// The system's error number; 0 if there is none.
  public let systemError: Int32

  /// An error, for tests.
  ///
  /// - Parameters:
  ///   - code: What is wrong.
  ///   - path: The path, in the node's file system.
  ///   - systemError: The system's error number; 0 if there is none.
  public init(_ code: Code, path: String, systemError: Int32 = 0) {
    self.code = code
    self.path = path
    self.systemError = systemError
  }

  /// What is wrong with a file. More may be added.
  public struct Code: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// A code by its name, including names unknown to this version.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// There is no file with this name.
    public static let missing = Code(rawValue: "missing")
    /// The system cannot open or read it.
    public static let unreadable = Code(rawValue: "unreadable")
    /// It is a directory, a pipe, a device or another special file.
    public static let notRegularFile = Code(rawValue: "not-regular-file")
    /// It is larger than ``NodeFileSystem/maximumByteCount``, alone or together with the files read before it.
    public static let tooLarge = Code(rawValue: "too-large")

    /// All codes of this version.
    public static let allCases = [missing, unreadable, notRegularFile, tooLarge]
  }
}

extension FileReadingError: CustomStringConvertible {
  /// What is wrong, with the system's own words if there are any.
  public var description: String { "\(path): \(reason)" }

  /// What is wrong, without the path.
  var reason: String {
    switch code {
    case .missing: "there is no such file"
    case .notRegularFile: "this is not a regular file"
    case .tooLarge:
      "the file, or all files together, are larger than \(NodeFileSystem.maximumByteCount) bytes"
    default: "the file cannot be read: \(systemMessage(systemError))"
    }
  }
}

extension FileReadingError {
  init(_ failure: SystemFailure, path: String) {
    self.init(failure.code, path: path, systemError: failure.number)
  }
}
