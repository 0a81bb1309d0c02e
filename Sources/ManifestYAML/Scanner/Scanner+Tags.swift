extension Scanner {
  /// `&anchor` or `*alias`.
  mutating func fetchAnchor(_ kind: Token.Kind) throws(Failure) {
    let level = try saveSimpleKey()
    allowsSimpleKey = false
    var token = Token(kind, at: mark)
    token.keyLevel = level
    offset += 1
    let start = offset
    skipWord()
    guard offset > start, isAnchorEnd(at: offset) else { throw failure(.invalidAnchor) }
    token.text = Slice(inText: start, count: offset - start)
    tokens.append(token)
  }

  private func isAnchorEnd(at offset: Int) -> Bool {
    switch text[offset] {
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "]"),
      UInt8(ascii: "}"), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
      true
    default: isBlankOrEnd(at: offset)
    }
  }

  private mutating func skipWord() {
    while text.isWordCharacter(at: offset) { offset += 1 }
  }

  /// `!<uri>`, `!handle!suffix`, `!suffix` or `!`.
  mutating func fetchTag() throws(Failure) {
    let level = try saveSimpleKey()
    allowsSimpleKey = false
    var token = Token(.tag, at: mark)
    token.keyLevel = level
    if text[offset + 1] == UInt8(ascii: "<") {
      offset += 2
      token.suffix = try readTagText(after: .empty)
      guard text[offset] == UInt8(ascii: ">") else { throw failure(.unclosedTag) }
      offset += 1
    } else {
      let handle = try readTagHandle(inDirective: false)
      if handle.count > 1, text[handle.range.upperBound - 1] == UInt8(ascii: "!") {
        token.text = handle
        token.suffix = try readTagText(after: .empty)
      } else {
        token.text = Slice(inText: handle.range.lowerBound, count: 1)
        token.suffix = try readTagText(after: handle)
        // `!` alone is a tag without a handle.
        if token.suffix.count == 0 { swap(&token.text, &token.suffix) }
      }
    }
    guard isBlankOrEnd(at: offset) else { throw failure(.unfinishedTag) }
    tokens.append(token)
  }

  /// `!`, `!!` or `!word!`; outside of directives also `!word`, which is then not a handle.
  private mutating func readTagHandle(inDirective: Bool) throws(Failure) -> Slice {
    guard text[offset] == UInt8(ascii: "!") else { throw failure(.missingExclamationMark) }
    let start = offset
    offset += 1
    skipWord()
    if text[offset] == UInt8(ascii: "!") {
      offset += 1
    } else if inDirective, offset > start + 1 {
      throw failure(.missingExclamationMark)
    }
    return Slice(inText: start, count: offset - start)
  }

  /// The text of a tag, which begins with the text after the `!` of `head`.
  private mutating func readTagText(after head: Slice) throws(Failure) -> Slice {
    let scratchStart = scratch.count
    if head.count > 1 { appendText(from: head.range.lowerBound + 1, to: head.range.upperBound) }
    let start = offset
    while isTagCharacter(at: offset) {
      if text[offset] == UInt8(ascii: "%") {
        try readTagEscapes()
      } else {
        scratch.append(text[offset])
        offset += 1
      }
    }
    guard offset > start || head.count > 0 else { throw failure(.missingTagText) }
    return Slice(inScratch: scratchStart, count: scratch.count - scratchStart)
  }

  private func isTagCharacter(at offset: Int) -> Bool {
    switch text[offset] {
    case UInt8(ascii: ";"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: ":"),
      UInt8(ascii: "@"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "+"),
      UInt8(ascii: "$"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "!"),
      UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
      true
    default: text.isWordCharacter(at: offset)
    }
  }

  /// Reads the `%XX` of one character.
  private mutating func readTagEscapes() throws(Failure) {
    var trailingCount = 0
    repeat {
      guard text[offset] == UInt8(ascii: "%"), let high = text.hexadecimalValue(at: offset + 1),
        let low = text.hexadecimalValue(at: offset + 2)
      else { throw failure(.invalidTagEscape) }
      let byte = UInt8(truncatingIfNeeded: high << 4 | low)
      if trailingCount > 0 {
        guard byte & 0xC0 == 0x80 else { throw failure(.invalidTagTrailingByte) }
        trailingCount -= 1
      } else {
        switch byte {
        case 0..<0x80: break
        case 0xC0..<0xE0: trailingCount = 1
        case 0xE0..<0xF0: trailingCount = 2
        case 0xF0..<0xF8: trailingCount = 3
        default: throw failure(.invalidTagLeadingByte)
        }
      }
      scratch.append(byte)
      offset += 3
    } while trailingCount > 0
  }
}

// MARK: - Directives

extension Scanner {
  /// `%YAML 1.1` or `%TAG !handle! prefix`.
  mutating func fetchDirective() throws(Failure) {
    closeBlocks(deeperThan: -1)
    try removeSimpleKey()
    allowsSimpleKey = false
    let start = mark
    offset += 1
    let name = offset
    skipWord()
    guard offset > name else { throw failure(.missingDirectiveName) }
    guard isBlankOrEnd(at: offset) else { throw failure(.invalidDirectiveName) }
    var token: Token
    if text.equals("YAML", in: name..<offset) {
      token = Token(.versionDirective, at: start)
      skipBlanks()
      token.text = try readVersion()
    } else if text.equals("TAG", in: name..<offset) {
      token = Token(.tagDirective, at: start)
      skipBlanks()
      token.text = try readTagHandle(inDirective: true)
      guard isBlank(at: offset) else { throw failure(.missingTagWhitespace) }
      skipBlanks()
      token.suffix = try readTagText(after: .empty)
      guard isBlankOrEnd(at: offset) else { throw failure(.unfinishedTag) }
    } else {
      throw failure(.unknownDirective)
    }
    skipBlanks()
    skipComment()
    guard isBreakOrEnd(at: offset) else { throw failure(.invalidLineEnd) }
    if text[offset] != 0 { advanceLine() }
    tokens.append(token)
  }

  private mutating func readVersion() throws(Failure) -> Slice {
    let start = offset
    try skipVersionNumber()
    guard text[offset] == UInt8(ascii: ".") else { throw failure(.invalidVersion) }
    offset += 1
    try skipVersionNumber()
    return Slice(inText: start, count: offset - start)
  }

  private mutating func skipVersionNumber() throws(Failure) {
    let start = offset
    while text.isDigit(at: offset) {
      guard offset < start + 2 else { throw failure(.longVersionNumber) }
      offset += 1
    }
    guard offset > start else { throw failure(.missingVersionNumber) }
  }
}
