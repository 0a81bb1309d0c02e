#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Writes files that nobody but their owner may read.
enum SecretFile {
  /// Puts `text` into the file `path`, mode 0600, in the place of whatever was there.
  ///
  /// The text is written to a new file beside it, which is then renamed: at no time is there half a file, or one that
  /// others may read. A link is replaced, not followed.
  static func write(_ text: String, to path: String) throws(SecretFileError) {
    let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    do throws(SystemError) {
      let file = try FileDescriptor(creatingPrivate: temporary)
      defer { file.closeFile() }
      do throws(SystemError) {
        try file.writeToDisk(text)
        guard rename(temporary, path) == 0 else { throw SystemError(errno) }
      } catch {
        unlink(temporary)
        throw error
      }
    } catch {
      throw SecretFileError(path: path, reason: error)
    }
  }
}

/// Why a file could not be written.
struct SecretFileError: Error, CustomStringConvertible {
  let path: String
  let reason: SystemError

  var description: String { "\(path) cannot be written: \(reason)" }
}
