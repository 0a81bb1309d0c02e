import ImagePullCredentials

/// `text` as ``SafeText`` shows a word: in quotes if it is not one.
package func printable(_ text: String) -> String { ("\(word: text)" as SafeText).text }

/// `text` as ``SafeText`` shows it in quotes.
package func quoted(_ text: String) -> String { ("\(quoted: text)" as SafeText).text }

/// `items` in a sentence: `a`, `a and b`, `a, b and c`; after the third, how many more there are.
func listed(_ items: [String]) -> String {
  guard items.count > 3 else {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }
  return "\(items.prefix(3).joined(separator: ", ")) and \(items.count - 3) more"
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
