/// Go's `filepath.Match` on Unix (path/filepath, match.go), written as documented: a pattern is a
/// list of terms.
///
/// Like Go's, it never backtracks to an earlier star. This is visible only if a pattern is not
/// UTF-8: `*?*` before the last byte of a character does not match that character alone.
enum GoGlob {
  /// `nil` for `ErrBadPattern`, which the kubelet treats as "no match".
  static func match(_ pattern: [UInt8], _ name: [UInt8]) -> Bool? {
    guard let terms = terms(of: pattern) else { return nil }
    // Before, between and after the stars.
    var chunks: [[Term]] = [[]]
    for term in terms {
      if case .star = term { chunks.append([]) } else { chunks[chunks.count - 1].append(term) }
    }
    var rest = name[...]
    for (number, chunk) in chunks.enumerated() {
      let isLast = number == chunks.count - 1
      if number == 0 {
        guard let end = matchChunk(chunk, rest) else { return false }
        rest = end
        continue
      }
      if isLast, chunk.isEmpty { return !rest.contains(UInt8(ascii: "/")) }
      var candidates = [rest]
      while let last = candidates.last, let first = last.first, first != UInt8(ascii: "/") {
        candidates.append(last.dropFirst())
      }
      let ends = candidates.compactMap { matchChunk(chunk, $0) }
      guard let end = ends.first(where: { !isLast || $0.isEmpty }) else { return false }
      rest = end
    }
    return rest.isEmpty
  }

  private enum Term {
    case star
    case anyCharacter
    case byte(UInt8)
    case oneOf([ClosedRange<UInt32>], isNegated: Bool)
  }

  /// The rest of `name` after terms without stars; `nil` if they do not match.
  private static func matchChunk(
    _ chunk: [Term], _ name: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    var name = name
    for term in chunk {
      guard let first = name.first else { return nil }
      var width = 1
      switch term {
      case .star:
        return nil
      case .anyCharacter:
        guard first != UInt8(ascii: "/") else { return nil }
        width = rune(name).width
      case .byte(let byte):
        guard first == byte else { return nil }
      case .oneOf(let ranges, let isNegated):
        let (value, length) = rune(name)
        guard ranges.contains(where: { $0.contains(value) }) != isNegated else { return nil }
        width = length
      }
      name = name.dropFirst(width)
    }
    return name
  }

  private static func terms(of pattern: [UInt8]) -> [Term]? {
    var terms: [Term] = []
    var rest = pattern[...]
    while let byte = rest.popFirst() {
      switch Character(UnicodeScalar(byte)) {
      case "*": terms.append(.star)
      case "?": terms.append(.anyCharacter)
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        terms.append(.byte(escaped))
      case "[":
        guard let term = characterClass(&rest) else { return nil }
        terms.append(term)
      default: terms.append(.byte(byte))
      }
    }
    return terms
  }

  private static func characterClass(_ rest: inout ArraySlice<UInt8>) -> Term? {
    var isNegated = false
    if rest.first == UInt8(ascii: "^") {
      isNegated = true
      rest.removeFirst()
    }
    var ranges: [ClosedRange<UInt32>] = []
    var isEmpty = true
    while isEmpty || rest.first != UInt8(ascii: "]") {
      guard let low = getEsc(&rest) else { return nil }
      var high = low
      if rest.first == UInt8(ascii: "-") {
        rest.removeFirst()
        guard let end = getEsc(&rest) else { return nil }
        high = end
      }
      isEmpty = false
      if low <= high { ranges.append(low...high) }
    }
    rest.removeFirst()
    return .oneOf(ranges, isNegated: isNegated)
  }

  /// `getEsc`, which also fails at the end of the pattern.
  private static func getEsc(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
    guard let first = rest.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "]") else {
      return nil
    }
    if first == UInt8(ascii: "\\") { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    let (value, width) = rune(rest)
    if value == 0xFFFD, width == 1 { return nil }
    rest.removeFirst(width)
    return rest.isEmpty ? nil : value
  }

  /// `utf8.DecodeRune`.
  private static func rune(_ text: ArraySlice<UInt8>) -> (value: UInt32, width: Int) {
    for width in 1...4 where width <= text.count {
      if let string = String(validating: text.prefix(width), as: UTF8.self),
        let scalar = string.unicodeScalars.first
      {
        return (scalar.value, width)
      }
    }
    return (0xFFFD, 1)
  }
}
