/// A transcription of distribution/reference's `ParseNormalizedNamed`.
///
/// It gives no result for text that is not ASCII, whose lower case depends on Unicode tables, or
/// that is too long for a ``PositionSet`` after Docker Hub's defaults are filled in.
enum GoReference: Equatable {
  /// The name that a keyring matches, and the rest of the normalised text.
  case parsed(name: String, tail: String)
  /// The kind of error.
  case rejected(String)

  private static let defaults = "docker.io/library/"

  /// normalize.go, `ParseNormalizedNamed`.
  init?(_ text: String) {
    guard text.utf8.count <= PositionSet.maximumLength - Self.defaults.utf8.count,
      text.utf8.allSatisfy({ $0 < 0x80 })
    else { return nil }
    if text.utf8.count == 64, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) {
      self = .rejected("name-is-identifier")
      return
    }
    let (domain, remainder) = Self.splitDockerDomain(text)
    let remote = remainder.prefix { $0 != ":" }
    guard remote.lowercased() == remote else {
      self = .rejected("name-contains-uppercase")
      return
    }
    self = Self.parse("\(domain)/\(remainder)")
  }

  /// normalize.go, `splitDockerDomain`.
  private static func splitDockerDomain(_ text: String) -> (domain: String, remainder: String) {
    guard let slash = text.firstIndex(of: "/") else { return ("docker.io", "library/\(text)") }
    let first = String(text[..<slash])
    var (domain, remainder) = ("docker.io", text)
    if first == "index.docker.io" {
      remainder = String(text[slash...].dropFirst())
    } else if first == "localhost" || first.contains(".") || first.contains(":")
      || first.lowercased() != first
    {
      (domain, remainder) = (first, String(text[slash...].dropFirst()))
    }
    if domain == "docker.io", !remainder.contains("/") { remainder = "library/\(remainder)" }
    return (domain, remainder)
  }

  /// reference.go, `Parse`.
  private static func parse(_ text: String) -> GoReference {
    guard let parts = ReferencePattern(text).parts else {
      let lowered = text.lowercased()
      let isCase = lowered != text && ReferencePattern(lowered).parts != nil
      return .rejected(isCase ? "name-contains-uppercase" : "invalid-format")
    }
    if let digest = parts.digest, let error = digestError(digest) { return .rejected(error) }
    return .parsed(name: parts.name, tail: String(text.dropFirst(parts.name.utf8.count)))
  }

  /// go-digest: digest.go, `Validate`; algorithm.go, `Validate`.
  private static func digestError(_ digest: String) -> String? {
    let parts = digest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let encoded = parts[1]
    let length: Int
    switch parts[0] {
    case "sha256": length = 64
    case "sha384": length = 96
    case "sha512": length = 128
    default:
      // The reference's pattern implies all of `DigestRegexp` except the lower case of the
      // algorithm.
      let isGeneral = parts[0].lowercased() == parts[0]
      return isGeneral ? "digest-unsupported-algorithm" : "digest-invalid-format"
    }
    guard encoded.utf8.count == length else { return "digest-invalid-length" }
    let isHexadecimal = encoded.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    return isHexadecimal ? nil : "digest-invalid-format"
  }
}

/// `ReferenceRegexp` of distribution/reference (regexp.go), piece by piece, over one text.
struct ReferencePattern {
  private let text: [UInt8]
  private var members = [PositionSet.Members](
    repeating: PositionSet.Members(), count: ByteClass.allCases.count)

  init(_ string: String) {
    text = Array(string.utf8)
    for (position, byte) in text.enumerated() {
      var classes = ByteClass.classes[Int(byte)]
      while classes != 0 {
        members[classes.trailingZeroBitCount].insert(position)
        classes &= classes - 1
      }
    }
  }

  /// The character classes of the expression.
  private enum ByteClass: Int, CaseIterable {
    case lower, alphanumeric, alphanumericOrDash, letter, digit, hexDigit, hexDigitOrColon, word
    case tagByte, digestSeparator, periodOrUnderscore
    case period, underscore, dash, slash, colon, at, opening, closing

    /// The classes of each byte, one bit each.
    static let classes: [UInt32] = (0...255).map { byte in
      allCases.reduce(0) { $0 | ($1.contains(byte) ? 1 << UInt32($1.rawValue) : 0) }
    }

    private func contains(_ byte: UInt8) -> Bool {
      let isDigit = byte >= 0x30 && byte <= 0x39
      let isLower = byte >= 0x61 && byte <= 0x7A
      let isLetter = isLower || byte >= 0x41 && byte <= 0x5A
      let isHexDigit = isDigit || isLetter && byte | 0x20 <= 0x66
      return switch self {
      case .lower: isLower || isDigit
      case .alphanumeric: isLetter || isDigit
      case .alphanumericOrDash: isLetter || isDigit || byte == UInt8(ascii: "-")
      case .letter: isLetter
      case .digit: isDigit
      case .hexDigit: isHexDigit
      case .hexDigitOrColon: isHexDigit || byte == UInt8(ascii: ":")
      case .word: isLetter || isDigit || byte == UInt8(ascii: "_")
      case .tagByte: isLetter || isDigit || "_.-".utf8.contains(byte)
      case .digestSeparator: "-_+.".utf8.contains(byte)
      case .periodOrUnderscore: "._".utf8.contains(byte)
      case .period: byte == UInt8(ascii: ".")
      case .underscore: byte == UInt8(ascii: "_")
      case .dash: byte == UInt8(ascii: "-")
      case .slash: byte == UInt8(ascii: "/")
      case .colon: byte == UInt8(ascii: ":")
      case .at: byte == UInt8(ascii: "@")
      case .opening: byte == UInt8(ascii: "[")
      case .closing: byte == UInt8(ascii: "]")
      }
    }
  }

  /// The name as a whole, and the digest, if all of the text matches.
  var parts: (name: String, digest: String?)? {
    let names = name(PositionSet(0))
    let tags = names | tag(one(.colon, names))
    let ends = tags | digest(one(.at, tags))
    guard ends.contains(text.count) else { return nil }
    let at = text.firstIndex(of: UInt8(ascii: "@"))
    let tagged = at ?? text.count
    // A tag contains no slash, so a colon after the last slash is the tag's.
    let slash = text[..<tagged].lastIndex(of: UInt8(ascii: "/")) ?? 0
    let nameEnd = text[slash..<tagged].firstIndex(of: UInt8(ascii: ":")) ?? tagged
    return (
      String(decoding: text[..<nameEnd], as: UTF8.self),
      at.map { String(decoding: text[($0 + 1)...], as: UTF8.self) }
    )
  }

  private func one(_ members: ByteClass, _ start: PositionSet) -> PositionSet {
    start.one(self.members[members.rawValue])
  }

  private func oneOrMore(_ members: ByteClass, _ start: PositionSet) -> PositionSet {
    start.oneOrMore(self.members[members.rawValue])
  }

  private func zeroOrMore(_ members: ByteClass, _ start: PositionSet) -> PositionSet {
    start.zeroOrMore(self.members[members.rawValue])
  }

  /// `namePat`.
  private func name(_ start: PositionSet) -> PositionSet {
    remoteName(start | one(.slash, domainAndPort(start)))
  }

  /// `domainAndPort`.
  private func domainAndPort(_ start: PositionSet) -> PositionSet {
    let address = one(.closing, oneOrMore(.hexDigitOrColon, one(.opening, start)))
    let host = domainName(start) | address
    return host | oneOrMore(.digit, one(.colon, host))
  }

  /// `domainName`.
  private func domainName(_ start: PositionSet) -> PositionSet {
    let first = domainComponent(start)
    return first | first.repeating { domainComponent(one(.period, $0)) }
  }

  /// `domainNameComponent`.
  private func domainComponent(_ start: PositionSet) -> PositionSet {
    let first = one(.alphanumeric, start)
    return first | one(.alphanumeric, zeroOrMore(.alphanumericOrDash, first))
  }

  /// `remoteName`.
  private func remoteName(_ start: PositionSet) -> PositionSet {
    let first = pathComponent(start)
    return first | first.repeating { pathComponent(one(.slash, $0)) }
  }

  /// `pathComponent`.
  private func pathComponent(_ start: PositionSet) -> PositionSet {
    let first = oneOrMore(.lower, start)
    return first | first.repeating { oneOrMore(.lower, separator($0)) }
  }

  /// `separator`.
  private func separator(_ start: PositionSet) -> PositionSet {
    one(.periodOrUnderscore, start) | one(.underscore, one(.underscore, start))
      | start.repeating { one(.dash, $0) }
  }

  /// `tag`: `[\w][\w.-]{0,127}`.
  private func tag(_ start: PositionSet) -> PositionSet {
    zeroOrMore(.tagByte, one(.word, start))
  }

  /// `digestPat`.
  private func digest(_ start: PositionSet) -> PositionSet {
    let first = zeroOrMore(.alphanumeric, one(.letter, start))
    let algorithm =
      first
      | first.repeating { zeroOrMore(.alphanumeric, one(.letter, one(.digestSeparator, $0))) }
    var hash = one(.colon, algorithm)
    for _ in 0..<32 { hash = one(.hexDigit, hash) }
    return zeroOrMore(.hexDigit, hash)
  }
}

/// Positions in a short text: where a regular expression can continue.
///
/// Matching with sets follows the pattern directly, without backtracking. A set has 128 bits, so a
/// text has at most ``maximumLength`` bytes.
struct PositionSet {
  private var bits: UInt128

  static let maximumLength = 127

  init(_ position: Int) {
    bits = 1 << UInt128(position)
  }

  private init(bits: UInt128) {
    self.bits = bits
  }

  var isEmpty: Bool { bits == 0 }

  func contains(_ position: Int) -> Bool { bits >> UInt128(position) & 1 == 1 }

  /// Alternation.
  static func | (one: PositionSet, other: PositionSet) -> PositionSet {
    PositionSet(bits: one.bits | other.bits)
  }

  /// The positions whose bytes are in a class.
  struct Members {
    fileprivate var bits: UInt128 = 0

    mutating func insert(_ position: Int) { bits |= 1 << UInt128(position) }
  }

  /// `[class]`.
  func one(_ members: Members) -> PositionSet {
    PositionSet(bits: (bits & members.bits) << 1)
  }

  /// `[class]+`.
  func oneOrMore(_ members: Members) -> PositionSet {
    repeating { $0.one(members) }
  }

  /// `[class]*`.
  func zeroOrMore(_ members: Members) -> PositionSet {
    self | oneOrMore(members)
  }

  /// `(?:step)+`.
  func repeating(_ step: (PositionSet) -> PositionSet) -> PositionSet {
    var all = step(self)
    while true {
      let more = all | step(all)
      if more.bits == all.bits { return all }
      all = more
    }
  }
}
