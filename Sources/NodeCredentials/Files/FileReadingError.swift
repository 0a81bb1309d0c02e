#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Why a file or a directory could not be read.
public struct FileReadingError: Error, Sendable {
  /// What is the matter.
  public let code: Code
  /// The path that was to be read, in the node's file system.
  public let path: String
  /// The system's error number; 0 if there is none.
  public let systemError: Int32

  init(_ code: Code, path: String, systemError: Int32 = 0) {
    self.code = code
    self.path = path
    self.systemError = systemError
  }

  /// The error that `errno` tells.
  init(path: String, errno number: Int32) {
    let isMissing = number == ENOENT || number == ENOTDIR
    self.init(isMissing ? .missing : .unreadable, path: path, systemError: number)
  }

  /// The kinds of trouble, of which there may be more one day.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let description: String

    /// There is nothing of this name.
    public static let missing = Code(description: "missing")
    /// The system refuses to open or read it.
    public static let unreadable = Code(description: "unreadable")
    /// It is a directory, a pipe, a device or the like.
    public static let notRegularFile = Code(description: "not-regular-file")
    /// It is larger than ``NodeFileSystem/maximumByteCount``.
    public static let tooLarge = Code(description: "too-large")
  }
}

extension FileReadingError: CustomStringConvertible {
  /// What is the matter, with the system's own words where it has any.
  public var description: String { "\(path): \(reason)" }

  /// What is the matter, without the path.
  var reason: String {
    switch code {
    case .missing: "there is no such file"
    case .notRegularFile: "this is not a regular file"
    case .tooLarge: "the file is larger than \(NodeFileSystem.maximumByteCount) bytes"
    default: "the file cannot be read: \(systemMessage(systemError))"
    }
  }
}

extension FileReadingError: Hashable {
  /// Whether the codes are equal.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
