// What a `SafeText` of this module can hold.

import ImagePullCredentials
import KubernetesPulls

extension SafeText.StringInterpolation {
  /// A moment.
  mutating func appendInterpolation(_ time: Timestamp) { appendInterpolation(sentence: "\(time)") }

  /// An error of this package.
  mutating func appendInterpolation(_ error: some Error & CustomStringConvertible) {
    appendInterpolation(sentence: error.description)
  }

  /// What in a Pod names an image.
  mutating func appendInterpolation(_ role: ContainerImage.Role) {
    appendInterpolation(sentence: role.description)
  }

  /// What makes a Secret.
  mutating func appendInterpolation(_ kind: SecretMaker.Kind) {
    appendInterpolation(word: kind.rawValue)
  }

  /// A command line.
  mutating func appendInterpolation(_ command: ShellCommand) {
    appendInterpolation(text: command.description, limit: .max)
  }
}

/// `text` as ``SafeText`` shows a word: in quotes if it is not one.
package func printable(_ text: String) -> String { ("\(word: text)" as SafeText).text }

/// `text` as ``SafeText`` shows it in quotes.
package func quoted(_ text: String) -> String { ("\(quoted: text)" as SafeText).text }

/// `items` in a sentence: `a`, `a and b`, `a, b and c`; after the third, how many more there are.
///
/// - Parameters:
///   - items: the items, or the first few of them.
///   - count: how many there are in all, if `items` are not all.
/// - Returns: The list in words.
func listed(_ items: [SafeText], count: Int? = nil) -> SafeText {
  let count = count ?? items.count
  guard count > 3 else {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
  return "\(items.prefix(3).joined(separator: ", ")) and \(count - 3) more"
}

/// `items`, each in quotes, in a sentence.
func listed(quoted items: some Sequence<String>) -> SafeText {
  listed(items.map { "\(quoted: $0)" })
}

extension String {
  /// Whether `text`, which is not empty, occurs in the bytes. Foundation's and `_StringProcessing`'s
  /// `contains` are not for this library.
  ///
  /// Time is linear in both (Knuth, Morris, Pratt): both may come from strangers, and be long.
  func hasBytes(_ text: String, ignoringASCIICase: Bool = false) -> Bool {
    let (bytes, sought) = (utf8.span, text.utf8.span)
    guard sought.count > 0, bytes.count >= sought.count else { return false }
    func isEqual(_ one: UInt8, _ other: UInt8) -> Bool {
      one == other || ignoringASCIICase && one.lowercasedASCII == other.lowercasedASCII
    }
    // Of each beginning of the text the longest beginning, not itself, that it ends with.
    var borders = [0]
    borders.reserveCapacity(sought.count)
    var length = 0
    while borders.count < sought.count {
      let byte = sought[borders.count]
      while length > 0, !isEqual(byte, sought[length]) { length = borders[length - 1] }
      if isEqual(byte, sought[length]) { length += 1 }
      borders.append(length)
    }
    length = 0
    for index in bytes.indices {
      while length > 0, !isEqual(bytes[index], sought[length]) { length = borders[length - 1] }
      if isEqual(bytes[index], sought[length]) { length += 1 }
      if length == sought.count { return true }
    }
    return false
  }
}
