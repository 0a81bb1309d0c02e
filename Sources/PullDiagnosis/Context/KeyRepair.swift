package import ImagePullCredentials

/// What is wrong with a registry key or an entry of `matchImages` that can match no image, and the
/// intended key.
package struct KeyRepair: Equatable {
  /// What is wrong, in words that follow the key; only the first flaw.
  package let flaw: SafeText
  /// The key without its flaws; nil if it cannot be guessed.
  package let key: String?
  /// The kind of flaw.
  package let kind: Kind

  /// The kinds of flaws.
  package enum Kind {
    /// A scheme that is read as a host.
    case scheme
    /// A wildcard where none works.
    case wildcard
    /// Anything else.
    case other
  }

  /// Looks for flaws in the registry key `key`; nil if there is no known one.
  package init?(of key: String) {
    let pattern = try? RegistryPattern(registryKey: key)
    self.init(of: key, scheme: Self.oddScheme) {
      pattern == (try? RegistryPattern(registryKey: $0))
    }
  }

  /// Looks for flaws in an entry of `matchImages`; nil if there is no known one.
  package init?(ofMatchImage entry: String) {
    let pattern = try? RegistryPattern(matchImage: entry)
    self.init(of: entry, scheme: Self.anyScheme) {
      pattern == (try? RegistryPattern(matchImage: $0))
    }
  }

  private init?(of key: String, scheme: Flaw, isRead: (_ withoutUserinfo: String) -> Bool) {
    guard !Self.isPlaceholder(key) else {
      self.init(flaw: "is a placeholder that nobody filled in", key: nil, kind: .other)
      return
    }
    // Text before the end of the userinfo must not be shown, and is not checked.
    let shown = ShownKey(key)
    var repaired = shown.withoutUserinfo
    var found: [Flaw] = []
    for flaw in Self.flaws(scheme) {
      guard let better = flaw.repair(repaired), better != repaired else { continue }
      found.append(flaw)
      repaired = better
    }
    if found.isEmpty, shown.hasUserinfo, !isRead(repaired) { found = [Self.unescapedUserinfo] }
    guard let first = found.first else { return nil }
    // The text after an @ need not be a registry.
    let isMeant =
      !shown.hasUserinfo || KeyParts(repaired).host.utf8.contains { ".:".utf8.contains($0) }
    self.init(
      flaw: first.text, key: isMeant && !repaired.isEmpty ? repaired : nil, kind: first.kind)
  }

  private init(flaw: SafeText, key: String?, kind: Kind) {
    self.flaw = flaw
    self.key = key
    self.kind = kind
  }

  /// Whether `text` is a placeholder of a template.
  static func isPlaceholder(_ text: String) -> Bool {
    let openers: [(String, String)] = [("<", ">"), ("$(", ")"), ("${", "}"), ("{{", "}}")]
    return openers.contains { text.hasBytes($0.0) && text.hasBytes($0.1) }
  }

  /// One kind of mistake, and the key without it.
  private struct Flaw {
    let text: SafeText
    var kind = Kind.other
    let repair: (String) -> String?
  }

  private static func flaws(_ scheme: Flaw) -> [Flaw] {
    [
      Flaw(text: "has white space or a control character at an end", repair: withoutWhiteSpace),
      Flaw(text: "is in quotes, which a template added", repair: withoutQuotes),
      scheme,
      Flaw(text: "has capitals in its host, and case counts", repair: withSmallHost),
      Flaw(text: "has a dot at the end of its host", repair: withoutLastDot),
      Flaw(
        text: "has a ? in its host, which ends it; only * is a wildcard", kind: .wildcard,
        repair: withoutQuestionMark),
      Flaw(
        text: "has a wildcard for its port, where none works", kind: .wildcard,
        repair: withoutWildcardPort),
      Flaw(
        text: "has a wildcard in its path, where none works", kind: .wildcard,
        repair: withoutWildcardPath),
      Flaw(
        text: "has an API path, which is no part of any image's name", repair: withoutAPIPath),
      Flaw(text: "has a tag or digest, which are not matched", repair: withoutTag),
    ]
  }

  private static var unescapedUserinfo: Flaw {
    Flaw(
      text: "has a user and a password that make it another key; put them into the entry",
      repair: { $0 })
  }

  private static var oddScheme: Flaw {
    Flaw(
      text: "has a scheme that the kubelet reads as a host; "
        + "only one lower-case https:// or http:// is removed",
      kind: .scheme, repair: withoutOddScheme)
  }

  private static var anyScheme: Flaw {
    Flaw(
      text: "has a scheme, which the kubelet reads as a host; "
        + "it is removed only from keys of Secrets, not from entries of matchImages",
      kind: .scheme, repair: withoutScheme)
  }
}

// MARK: - Mistakes

extension KeyRepair {
  private static func withoutWhiteSpace(_ key: String) -> String? {
    let isOrdinary = { (byte: UInt8) in byte > 0x20 && byte != 0x7F }
    guard let first = key.utf8.firstIndex(where: isOrdinary),
      let last = key.utf8.lastIndex(where: isOrdinary)
    else { return nil }
    return String(key[first...last])
  }

  private static func withoutQuotes(_ key: String) -> String? {
    guard CredentialShape.isQuoted(key) else { return nil }
    return String(key.dropFirst().dropLast())
  }

  /// Removes all schemes, if there are several or one that the kubelet does not trim.
  private static func withoutOddScheme(_ key: String) -> String? {
    let rest = withoutScheme(key)
    return ["https://", "http://"].contains { key == $0 + rest } ? nil : rest
  }

  /// Removes all schemes.
  private static func withoutScheme(_ key: String) -> String {
    var rest = key[...]
    while let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")),
      rest.utf8[colon...].starts(with: "://".utf8),
      rest.utf8[..<colon].allSatisfy(\.isLetter)
    {
      rest = rest[rest.utf8.index(colon, offsetBy: 3)...]
    }
    return String(rest)
  }

  private static func withSmallHost(_ key: String) -> String? {
    var parts = KeyParts(key)
    parts.host = parts.host.lowercased()
    return parts.text
  }

  private static func withoutLastDot(_ key: String) -> String? {
    var parts = KeyParts(key)
    guard parts.host.utf8.count > 1, parts.host.utf8.last == UInt8(ascii: ".") else { return nil }
    parts.host.removeLast()
    return parts.text
  }

  /// Replaces each `?` with `*`.
  private static func withoutQuestionMark(_ key: String) -> String? {
    var parts = KeyParts(key)
    let mark = UInt8(ascii: "?")
    guard parts.host.utf8.contains(mark) else { return nil }
    parts.host = parts.host.utf8.split(separator: mark, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }.joined(separator: "*")
    return parts.text
  }

  private static func withoutWildcardPort(_ key: String) -> String? {
    var parts = KeyParts(key)
    guard let colon = parts.host.utf8.lastIndex(of: UInt8(ascii: ":")),
      parts.host.utf8[colon...].contains(UInt8(ascii: "*"))
    else { return nil }
    parts.host = String(parts.host[..<colon])
    return parts.text
  }

  private static func withoutWildcardPath(_ key: String) -> String? {
    var parts = KeyParts(key)
    guard let star = parts.path.utf8.firstIndex(where: { "*[".utf8.contains($0) }),
      let slash = parts.path.utf8[..<star].lastIndex(of: UInt8(ascii: "/"))
    else { return nil }
    // `r/team/*` means everything below `r/team`, which is `r/team/`.
    let isWhole = slash == parts.path.startIndex
    parts.path = String(isWhole ? "" : parts.path[...slash])
    return parts.text
  }

  private static func withoutAPIPath(_ key: String) -> String? {
    var parts = KeyParts(key)
    let path = parts.path.utf8
    guard ["/v1", "/v2"].contains(parts.path) || path.starts(with: "/api/".utf8) else { return nil }
    parts.path = ""
    return parts.text
  }

  private static func withoutTag(_ key: String) -> String? {
    var parts = KeyParts(key)
    let path = parts.path.utf8
    guard let mark = path.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") })
    else { return nil }
    parts.path = String(parts.path[..<mark])
    return parts.text
  }
}

/// A key split after its scheme and after its host.
private struct KeyParts {
  let scheme: String
  var host: String
  var path: String

  init(_ key: String) {
    let start = key.utf8.index(
      key.startIndex, offsetBy: RegistryKeyTrimming.schemeLength(of: key.utf8Span.span))
    let end = key.utf8[start...].firstIndex(of: UInt8(ascii: "/")) ?? key.endIndex
    scheme = String(key[..<start])
    host = String(key[start..<end])
    path = String(key[end...])
  }

  var text: String { scheme + host + path }
}
