extension Scanner {
  /// Skips one character that is not a break.
  @inline(__always)
  mutating func advance() {
    let width = text.characterWidth(at: offset)
    offset &+= width
    trailingByteCount &+= width &- 1
  }

  @inline(__always)
  func isBlank(at offset: Int) -> Bool {
    text[offset] == UInt8(ascii: " ") || text[offset] == UInt8(ascii: "\t")
  }

  /// Whether a line ends here: LF, CR, NEL, LS, PS.
  @inline(__always)
  func isBreak(at offset: Int) -> Bool {
    let byte = text[offset]
    return byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || (byte >= 0x80 && text.isUnicodeBreak(at: offset))
  }

  /// Whether there is white space, a break or the end of the text here.
  @inline(__always)
  func isBlankOrEnd(at offset: Int) -> Bool {
    let byte = text[offset]
    if byte > UInt8(ascii: " ") { return byte >= 0x80 && text.isUnicodeBreak(at: offset) }
    return true
  }

  @inline(__always)
  func isBreakOrEnd(at offset: Int) -> Bool {
    text[offset] == 0 || isBreak(at: offset)
  }

  /// Whether a line begins here with `byte` three times and white space.
  @inline(__always)
  func isDocumentIndicator(_ byte: UInt8) -> Bool {
    text[offset] == byte && column == 0 && text[offset + 1] == byte && text[offset + 2] == byte
      && isBlankOrEnd(at: offset + 3)
  }

  var isAtDocumentIndicator: Bool {
    isDocumentIndicator(UInt8(ascii: "-")) || isDocumentIndicator(UInt8(ascii: "."))
  }

  /// Skips a break.
  mutating func advanceLine() {
    let byte = text[offset]
    switch byte {
    case UInt8(ascii: "\r") where text[offset + 1] == UInt8(ascii: "\n"): offset += 2
    case UInt8(ascii: "\r"), UInt8(ascii: "\n"): offset += 1
    default: advance()
    }
    line += 1
    lineIndex = index
  }

  /// Skips a break and returns what it adds to a scalar.
  mutating func readLine() -> LineBreak {
    let start = offset
    advanceLine()
    guard text[start] == 0xE2 else { return .lineFeed }
    return text[start + 2] == 0xA8 ? .lineSeparator : .paragraphSeparator
  }

  mutating func skipBlanks() {
    while isBlank(at: offset) { offset += 1 }
  }

  /// Skips a comment, up to the break.
  mutating func skipComment() {
    guard text[offset] == UInt8(ascii: "#") else { return }
    while !isBreakOrEnd(at: offset) { advance() }
  }

  /// Skips to the beginning of the next token.
  mutating func skipToToken() {
    while true {
      // Where no simple key may begin, a tab separates tokens: it is not indentation.
      offset = text.endOfSpaces(from: offset)
      while text[offset] == UInt8(ascii: "\t"), flowLevel > 0 || !allowsSimpleKey {
        offset = text.endOfSpaces(from: offset + 1)
      }
      skipComment()
      guard isBreak(at: offset) else { return }
      advanceLine()
      if flowLevel == 0 { allowsSimpleKey = true }
    }
  }
}

/// What a break adds to a scalar: CR, CRLF and NEL become LF.
enum LineBreak {
  case lineFeed, lineSeparator, paragraphSeparator
}

extension [UInt8] {
  mutating func append(_ lineBreak: LineBreak) {
    switch lineBreak {
    case .lineFeed: append(UInt8(ascii: "\n"))
    case .lineSeparator: append(contentsOf: [0xE2, 0x80, 0xA8])
    case .paragraphSeparator: append(contentsOf: [0xE2, 0x80, 0xA9])
    }
  }
}

extension Span<UInt8> {
  /// The end of the spaces from `start`; something else must follow.
  @inline(__always)
  func endOfSpaces(from start: Int) -> Int {
    var offset = start
    while offset &+ 8 <= count {
      let others = word(at: offset) ^ .eachByte(UInt8(ascii: " "))
      if others != 0 { return offset &+ others.trailingZeroBitCount / 8 }
      offset &+= 8
    }
    while offset < count, self[offset] == UInt8(ascii: " ") { offset += 1 }
    return offset
  }

  /// The length of the well-formed UTF-8 sequence at `offset`, from its first byte.
  @inline(__always)
  func characterWidth(at offset: Int) -> Int {
    let byte = self[offset]
    if byte < 0x80 { return 1 }
    return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// Whether there is NEL, LS or PS here.
  func isUnicodeBreak(at offset: Int) -> Bool {
    if self[offset] == 0xC2 { return self[offset + 1] == 0x85 }
    return self[offset] == 0xE2 && self[offset + 1] == 0x80 && self[offset + 2] & 0xFE == 0xA8
  }

  /// Whether there is an ASCII letter, digit, `_` or `-` here.
  @inline(__always)
  func isWordCharacter(at offset: Int) -> Bool {
    switch self[offset] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  func isDigit(at offset: Int) -> Bool {
    self[offset] &- UInt8(ascii: "0") < 10
  }

  /// The value of the hexadecimal digit at `offset`.
  func hexadecimalValue(at offset: Int) -> UInt32? {
    switch self[offset] {
    case let byte where byte &- UInt8(ascii: "0") < 10: UInt32(byte - UInt8(ascii: "0"))
    case let byte where byte &- UInt8(ascii: "a") < 6: UInt32(byte - UInt8(ascii: "a") + 10)
    case let byte where byte &- UInt8(ascii: "A") < 6: UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

// MARK: - Slices

extension Scanner {
  @_lifetime(borrow self)
  func bytes(of slice: Slice) -> Span<UInt8> {
    if slice.isInScratch { return scratch.span.extracting(slice.range) }
    return text.extracting(slice.range)
  }

  func copy(of slice: Slice, limit: Int = .max) -> [UInt8] {
    let bytes = bytes(of: slice)
    return [UInt8](bytes.extracting(0..<min(limit, bytes.count)))
  }

  /// More bytes than the longest known tag.
  static let tagLimit = 64

  func isEqual(_ slice: Slice, _ literal: StaticString) -> Bool {
    bytes(of: slice).equals(literal, in: 0..<slice.count)
  }

  mutating func joined(_ prefix: StaticString, _ suffix: Slice) -> Slice {
    let bytes = prefix.withUTF8Buffer { Array($0) } + copy(of: suffix)
    scratch.append(contentsOf: bytes)
    return Slice(inScratch: scratch.count - bytes.count, count: bytes.count)
  }

  /// Joins a tag's prefix and suffix, up to the length that distinguishes it from the known tags: a long prefix
  /// with many tags would fill the memory.
  mutating func joined(_ prefix: Slice, _ suffix: Slice) -> Slice {
    let bytes = (copy(of: prefix, limit: Self.tagLimit) + copy(of: suffix, limit: Self.tagLimit))
      .prefix(Self.tagLimit)
    scratch.append(contentsOf: bytes)
    return Slice(inScratch: scratch.count - bytes.count, count: bytes.count)
  }
}
