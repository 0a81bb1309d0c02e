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

  /// The classes that the expression is written in.
  private enum ByteClass: Int, CaseIterable {
    case lower, alphanumeric, alphanumericOrDash, letter, digit, hexDigit, hexDigitOrColon, word
    case tagByte, digestSeparator, periodOrUnderscore
    case period, underscore, dash, slash, colon, at, opening, closing

    /// The classes of each byte, a bit each.
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
    // A tag holds no slash, so that a colon after the last one is the tag's.
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
