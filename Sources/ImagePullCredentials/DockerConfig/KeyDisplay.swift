/// A registry key as it is shown: without what may be user and password in it, on one line.
func displayedKey(_ key: String) -> String { redactingUserinfo(key).printable }

/// A registry key without what may be user and password in it: `https://user:password@host` becomes `https://***@host`.
///
/// Does not depend on the key's being valid: whatever stands between a leading scheme and the last `@` is left out,
/// so that a password in which a `/` was not escaped, which to a URL is the beginning of the path, is left out too.
func redactingUserinfo(_ key: String) -> String {
  guard let at = key.utf8.lastIndex(of: UInt8(ascii: "@")) else { return key }
  let scheme = ["https://", "http://"].first { key.utf8.starts(with: $0.utf8) } ?? ""
  return "\(scheme)***\(key[at...])"
}
