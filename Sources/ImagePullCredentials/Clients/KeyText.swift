/// A registry key, or a part of one, cut and compared byte by byte as Go does it. `String` would compare by Unicode's
/// equivalence, and cut between grapheme clusters.
struct KeyText: Equatable {
  private(set) var bytes: Substring.UTF8View

  init(_ text: some StringProtocol) { bytes = Substring(text).utf8 }

  static func == (one: KeyText, other: KeyText) -> Bool { one.bytes.elementsEqual(other.bytes) }

  static func == (one: KeyText, other: String) -> Bool { one.bytes.elementsEqual(other.utf8) }

  /// The text without `prefix`, if it begins with it.
  func trimming(prefix: String) -> KeyText {
    bytes.starts(with: prefix.utf8)
      ? KeyText(Substring(bytes.dropFirst(prefix.utf8.count))) : self
  }

  /// What stands before the first slash.
  var beforeSlash: KeyText { KeyText(Substring(bytes.prefix { $0 != UInt8(ascii: "/") })) }

  /// Whether `other` goes on after this text, with a slash.
  func isNamespace(of other: String) -> Bool {
    other.utf8.starts(with: bytes)
      && other.utf8.dropFirst(bytes.count).first == UInt8(ascii: "/")
  }
}
