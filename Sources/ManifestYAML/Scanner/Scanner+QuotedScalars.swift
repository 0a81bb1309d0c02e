extension Scanner {
  /// A scalar in single or double quotes.
  ///
  /// Its lines are folded like those of a plain scalar, at any indentation; blanks around a break
  /// are dropped.
  mutating func fetchQuotedScalar(isSingle: Bool) throws(Failure) {
    let mayBeKey = try beginScalar()
    let startIndex = index
    var token = Token(.scalar, at: mark)
    let scratchStart = scratch.count
    let quote = text[offset]
    offset += 1
    let textStart = offset
    /// The part of the value that is not copied yet.
    var start = offset
    while true {
      if isAtDocumentIndicator { throw failure(.markerInsideQuotes) }
      if text[offset] == 0 { throw failure(.endInsideQuotes, startedAt: token.start) }
      let endsInEscapedBreak = try skipQuotedWord(isSingle: isSingle, from: &start)
      if text[offset] == quote { break }
      foldQuotedBlanks(afterEscapedBreak: endsInEscapedBreak, from: &start)
    }
    if start == textStart {
      token.text = Slice(inText: start, count: offset - start)
    } else {
      appendText(from: start, to: offset)
      token.text = Slice(inScratch: scratchStart, count: scratch.count - scratchStart)
    }
    offset += 1
    try append(token, mayBeKey: mayBeKey, index: startIndex)
  }

  /// Skips text up to white space. At an escape, copies the text from `start` and the decoded
  /// escape.
  ///
  /// Returns whether an escaped break ends it.
  private mutating func skipQuotedWord(
    isSingle: Bool, from start: inout Int
  ) throws(Failure) -> Bool {
    while true {
      let byte = text[offset]
      switch byte {
      case 0...UInt8(ascii: " "): return false
      case UInt8(ascii: "'") where isSingle:
        guard text[offset + 1] == byte else { return false }
        appendText(from: start, to: offset + 1)
        offset += 2
        start = offset
      case UInt8(ascii: "\"") where !isSingle: return false
      case UInt8(ascii: "\\") where !isSingle:
        appendText(from: start, to: offset)
        if isBreak(at: offset + 1) {
          offset += 1
          advanceLine()
          start = offset
          return true
        }
        try readEscape()
        start = offset
      case 0x80...:
        if text.isUnicodeBreak(at: offset) { return false }
        advance()
      default: offset += 1
      }
    }
  }

  /// Skips blanks and breaks, and folds them if there is a break.
  private mutating func foldQuotedBlanks(
    afterEscapedBreak: Bool, from start: inout Int
  ) {
    let end = offset
    var leadingBreak: LineBreak?
    while true {
      if isBlank(at: offset) {
        offset += 1
      } else if !isBreak(at: offset) {
        break
      } else if afterEscapedBreak {
        breaks.append(readLine())
      } else {
        noteBreak(&leadingBreak)
      }
    }
    guard afterEscapedBreak || leadingBreak != nil else { return }
    appendText(from: start, to: end)
    appendFolded(leadingBreak)
    start = offset
  }

  /// Reads the escape sequence at a backslash.
  private mutating func readEscape() throws(Failure) {
    var digitCount = 0
    let byte = text[offset + 1]
    switch byte {
    case UInt8(ascii: "0"): scratch.append(0)
    case UInt8(ascii: "a"): scratch.append(0x07)
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "t"), UInt8(ascii: "\t"): scratch.append(0x09)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "v"): scratch.append(0x0B)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "r"): scratch.append(0x0D)
    case UInt8(ascii: "e"): scratch.append(0x1B)
    case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"):
      scratch.append(byte)
    case UInt8(ascii: "N"): scratch.append(scalar: 0x85)
    case UInt8(ascii: "_"): scratch.append(scalar: 0xA0)
    case UInt8(ascii: "L"): scratch.append(scalar: 0x2028)
    case UInt8(ascii: "P"): scratch.append(scalar: 0x2029)
    case UInt8(ascii: "x"): digitCount = 2
    case UInt8(ascii: "u"): digitCount = 4
    case UInt8(ascii: "U"): digitCount = 8
    default: throw failure(.unknownEscape)
    }
    offset += 2
    if digitCount > 0 { try readCode(digitCount: digitCount) }
  }

  private mutating func readCode(digitCount: Int) throws(Failure) {
    var value: UInt32 = 0
    for position in offset..<offset + digitCount {
      guard let digit = text.hexadecimalValue(at: position) else {
        throw failure(.invalidHexadecimal)
      }
      value = value << 4 | digit
    }
    guard Unicode.Scalar(value) != nil else { throw failure(.invalidEscapeCode) }
    scratch.append(scalar: value)
    offset += digitCount
  }
}
