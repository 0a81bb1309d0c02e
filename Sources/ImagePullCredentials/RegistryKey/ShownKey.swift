/// The parts of a registry key, a `matchImages` entry or an image text that are safe to show.
///
/// People put a user and a password before the `@` of a key, and do not always escape them: in a URL, the password in
/// `https://robot:1/secret@host` is a path. So here userinfo is everything between a leading `https://` or `http://`,
/// in any case, and the last `@` or its escape `%40`, whether the key is valid or not. An `@` that begins a digest does
/// not count. Every text and every suggestion about a key uses this type.
package struct ShownKey: Sendable, Hashable {
  /// The scheme and what follows the userinfo. Not for display: it may hold control characters.
  package let withoutUserinfo: String
  /// The same with `***@` instead of userinfo. Not for display either.
  package let masked: String
  /// Whether the key has userinfo.
  package let hasUserinfo: Bool

  /// Reads a key, an entry of `matchImages`, or the text of an image. O(length).
  package init(_ text: String) {
    let utf8 = text.utf8
    guard let end = Self.endOfUserinfo(in: utf8.span) else {
      (withoutUserinfo, masked, hasUserinfo) = (text, text, false)
      return
    }
    let scheme = Substring(utf8.prefix(Self.schemeLength(of: utf8.span)))
    let rest = Substring(utf8.dropFirst(end))
    (withoutUserinfo, masked, hasUserinfo) = ("\(scheme)\(rest)", "\(scheme)***@\(rest)", true)
  }

  /// The key on one line, such as `https://***@host/path`.
  package var text: String { masked.printable }

  private static func schemeLength(of text: Span<UInt8>) -> Int {
    for scheme in ["https://", "http://"] where text.count >= scheme.utf8.count {
      let length = scheme.utf8.count
      if text.extracting(first: length).equalsIgnoringCase(scheme.utf8.span) { return length }
    }
    return 0
  }

  /// The offset after the last `@` or `%40` that does not begin a digest; nil if there is none.
  private static func endOfUserinfo(in text: Span<UInt8>) -> Int? {
    var end = text.count
    if let at = text.lastOffset(of: UInt8(ascii: "@"), in: 0..<end),
      isDigest(text.extracting(at + 1..<end))
    {
      end = at
    }
    var offset = end
    while offset > 0 {
      offset -= 1
      if text[offset] == UInt8(ascii: "@") { return offset + 1 }
      if text.starts(with: "%40", from: offset), offset + 3 <= end { return offset + 3 }
    }
    return nil
  }

  /// Whether `text` is `sha`, digits, a colon, and then only letters and digits, but not a host with a port: no host is
  /// named like an algorithm.
  package static func isDigest(_ text: Span<UInt8>) -> Bool {
    guard text.starts(with: "sha", from: 0) else { return false }
    let colon = text.end(from: 3) { $0.isDigit }
    guard colon > 3, text.byte(at: colon) == UInt8(ascii: ":"),
      text.end(from: colon + 1, while: { $0.isAlphanumeric }) == text.count
    else { return false }
    let isAlgorithm = ["sha256:", "sha384:", "sha512:"].contains { text.starts(with: $0, from: 0) }
    let digits = text.end(from: colon + 1) { $0.isDigit } - colon - 1
    return isAlgorithm || colon + 1 + digits < text.count || digits > 5
  }
}

extension ImageReference {
  /// `text`, which should be an image reference and may not be, with `***` instead of userinfo, as in
  /// `https://***@registry.example.com/app`. An image has no userinfo, but people copy URLs that do.
  ///
  /// O(length of the text).
  ///
  /// - Parameter text: the text; it may contain a password.
  /// - Returns: the text for display.
  public static func displayText(of text: String) -> String { ShownKey(text).text }
}

extension RegistryPattern: CustomStringConvertible, CustomDebugStringConvertible {
  /// ``displayKey``, which shows no user and no password.
  public var description: String { displayKey }

  /// ``displayKey``, which shows no user and no password.
  public var debugDescription: String { displayKey }
}

extension RegistryPattern: CustomReflectable {
  /// A mirror that contains only ``displayKey``.
  public var customMirror: Mirror {
    Mirror(self, children: ["displayKey": displayKey], displayStyle: .struct)
  }
}

extension RegistryPattern {
  /// The original key, without user and password: `https://***@registry.example.com`. Control characters are shown as
  /// escapes.
  public var displayKey: String { Self.displayKey(of: originalText) }

  /// A text that should be a key, without what may be a user and a password, and with control characters as escapes, so
  /// that it is safe to log.
  ///
  /// The key need not be valid: everything between a leading scheme and the last `@`, or its escape `%40`, becomes
  /// `***`, unless that `@` begins a digest. This hides more than the user information if a path contains an `@`, which
  /// no image's path does; it also hides a password with an unescaped `/`.
  ///
  /// - Parameter key: the text; it may contain a password.
  /// - Returns: the key for display.
  /// - Complexity: O(length of the key).
  public static func displayKey(of key: String) -> String { ShownKey(key).text }
}

// The parts of a key that are safe to show.
extension RegistryPattern {
  /// Whether ``host``, ``port`` and ``path`` come after the userinfo, or there is none.
  ///
  /// If not, a part of a password may have been read as the host, the port or the path.
  package var hasShownParts: Bool {
    let key = ShownKey(originalText)
    guard key.hasUserinfo else { return true }
    let meant = try? reading(key.withoutUserinfo)
    return meant == self
  }

  /// The host on one line, if it is safe to show.
  package var shownHost: String? { hasShownParts ? host.printable : nil }

  /// The port, if there is one that is safe to show.
  package var shownPort: String? { hasShownParts ? port?.printable : nil }

  /// The path on one line, if it is safe to show.
  package var shownPath: String? { hasShownParts ? path.printable : nil }

  /// Another text, compiled as this one was.
  private func reading(_ text: String) throws(ParseError) -> RegistryPattern {
    isMatchImage ? try RegistryPattern(matchImage: text) : try RegistryPattern(registryKey: text)
  }
}
