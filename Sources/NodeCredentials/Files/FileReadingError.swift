public import ImagePullCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Why a file or a directory could not be read.
public struct FileReadingError: Error, Sendable, Hashable {
  /// What is wrong.
  public let code: Code
  /// The path that was to be read, in the node's file system.
  public let path: String
  /// The system's error number; 0 if there is none.
  public let systemError: Int32

  /// An error, as a test may need one.
  ///
  /// - Parameters:
  ///   - code: What is wrong.
  ///   - path: The path that was to be read, in the node's file system.
  ///   - systemError: The system's error number; 0 if there is none.
  public init(code: Code, path: String, systemError: Int32 = 0) {
    self.code = code
    self.path = path
    self.systemError = systemError
  }

  /// What is wrong with a file. More may be added; compare with the constants and handle the rest alike.
  public struct Code: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// A code by its name, of this version or another.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// There is nothing of this name.
    public static let missing = Code(rawValue: "missing")
    /// The system refuses to open or read it.
    public static let unreadable = Code(rawValue: "unreadable")
    /// It is a directory, a pipe, a device or the like.
    public static let notRegularFile = Code(rawValue: "not-regular-file")
    /// It is larger than ``NodeFileSystem/maximumByteCount``, or is so together with the files read before it.
    public static let tooLarge = Code(rawValue: "too-large")

    /// All codes of this version.
    public static let allCases = [missing, unreadable, notRegularFile, tooLarge]
  }
}

extension FileReadingError: CustomStringConvertible {
  /// What is wrong, with the system's own words where it has any.
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

/// Why a system call, or what is made of several, failed. The path is not known there.
struct SystemFailure: Error {
  let code: FileReadingError.Code
  let number: Int32

  private init(code: FileReadingError.Code, number: Int32) {
    self.code = code
    self.number = number
  }

  /// The failure that `errno` tells.
  init(_ number: Int32) {
    let isMissing = number == ENOENT || number == ENOTDIR
    self.init(code: isMissing ? .missing : .unreadable, number: number)
  }

  static let notRegularFile = SystemFailure(code: .notRegularFile, number: 0)
  static let tooLarge = SystemFailure(code: .tooLarge, number: 0)
}

extension FileReadingError {
  init(_ failure: SystemFailure, path: String) {
    self.init(code: failure.code, path: path, systemError: failure.number)
  }
}
