import ImagePullCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Writes files that nobody but their owner may read.
enum SecretFile {
  /// Puts `document` into the file `path`, mode 0600, in the place of a regular file or a link that was
  /// there.
  ///
  /// It is written to a new file beside it, which is then renamed: at no time is there half a
  /// file, or one that others may read. A link is replaced, not followed; a device, a FIFO, a socket
  /// or a directory is an error.
  static func write(_ document: [UInt8], to path: String) throws(SecretFileError) {
    let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    var status = stat()
    if lstat(path, &status) == 0 {
      guard [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT) else {
        throw SecretFileError(path: path, problem: "it is no regular file")
      }
    }
    do throws(SystemError) {
      let file = try FileDescriptor(creatingPrivate: temporary)
      defer { file.closeFile() }
      do throws(SystemError) {
        try file.writeToDisk(secret: document)
        guard rename(temporary, path) == 0 else { throw SystemError(errno) }
      } catch {
        unlink(temporary)
        throw error
      }
    } catch {
      throw SecretFileError(path: path, problem: error.message)
    }
  }
}

/// Why a file could not be written.
struct SecretFileError: CommandError {
  let path: String
  let problem: SafeText

  var message: SafeText { "\(word: path) cannot be written: \(problem)" }
}
