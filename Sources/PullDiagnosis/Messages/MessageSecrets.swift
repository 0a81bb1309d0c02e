import ImagePullCredentials

/// Removes possible passwords from the cluster's messages: an image written as `https://user:password@host`, or a proxy
/// URL with a password, is repeated in messages.
enum MessageSecrets {
  /// `text` without users and passwords before an `@`, and without the values of `Authorization:`. O(length).
  ///
  /// Words end at white space and quotes. The `@` of a digest hides nothing, and neither does one without a colon or a
  /// slash before it, as in an email address.
  static func removed(from text: some Collection<UInt8>) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count)
    var header = Header.none
    var rest = Array(text)[...]
    while !rest.isEmpty {
      kept += rest.prefix { $0.endsWord }
      rest = rest.drop { $0.endsWord }
      let word = rest.prefix { !$0.endsWord }
      rest = rest[word.endIndex...]
      guard !word.isEmpty else { break }
      switch header {
      case .value: kept += "***".utf8
      case .none, .scheme: kept += withoutUserinfo(word)
      }
      header = header.next(after: word)
    }
    return kept
  }

  /// The same for a string.
  static func removed(from text: String) -> String {
    String(decoding: removed(from: text.utf8), as: UTF8.self)
  }

  /// The state within `Authorization: SCHEME VALUE`.
  private enum Header {
    case none, scheme, value

    /// The schemes of registries and their token servers, in lower case. Other words continue a sentence, as in
    /// `authorization: authorization failed: no basic auth credentials`.
    private static let schemes = ["basic", "bearer", "token", "digest", "negotiate"]

    func next(after word: ArraySlice<UInt8>) -> Header {
      let text = word.count <= 14 ? String(decoding: word, as: UTF8.self) : ""
      if text.isSame(as: "authorization:") { return .scheme }
      return self == .scheme && Self.schemes.contains(where: text.isSame) ? .value : .none
    }
  }

  private static func withoutUserinfo(_ word: ArraySlice<UInt8>) -> [UInt8] {
    // An image may be within a sentence: `(https://host/app),`.
    let start = word.prefix { "([{<".utf8.contains($0) }
    let end = word.reversed().prefix { ":,.;)]}>".utf8.contains($0) }
    var text = word.dropFirst(start.count).dropLast(end.count)
    var digest: ArraySlice<UInt8> = []
    if let at = text.lastIndex(of: UInt8(ascii: "@")),
      ShownKey.isDigest(Array(text[text.index(after: at)...]).span)
    {
      (text, digest) = (text[..<at], text[at...])
    }
    guard let at = text.lastIndex(of: UInt8(ascii: "@")),
      text[..<at].contains(where: { ":/".utf8.contains($0) })
    else { return Array(word) }
    let scheme = ["https://", "http://"].first { text.starts(with: $0.utf8) } ?? ""
    return start + Array(scheme.utf8) + text[text.index(after: at)...] + digest + end.reversed()
  }
}

extension String {
  /// Whether the text has these bytes, ignoring the case of ASCII letters.
  fileprivate func isSame(as other: String) -> Bool {
    utf8.count == other.utf8.count && hasBytes(other, ignoringASCIICase: true)
  }
}

extension UInt8 {
  fileprivate var endsWord: Bool { self <= UInt8(ascii: " ") || "\"'`".utf8.contains(self) }
}
