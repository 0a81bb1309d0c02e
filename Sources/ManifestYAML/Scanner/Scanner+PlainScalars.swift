extension Scanner {
  /// A scalar without quotes.
  ///
  /// Its lines are folded: a break becomes a space, further breaks are kept. It ends at a comment, an indicator, or a
  /// line that is not indented deeper than the collection.
  mutating func fetchPlainScalar() throws(Failure) {
    let mayBeKey = try beginScalar()
    let startIndex = index
    var token = Token(.scalar, at: mark)
    token.isPlain = true
    let scratchStart = scratch.count
    /// The part of the value that is in this line.
    var start = offset
    var end = skipPlainLine()
    var isFolded = false
    var leadingBreak: LineBreak?
    while isBreak(at: offset) {
      try skipIndentation(after: &leadingBreak)
      guard flowLevel > 0 || column > indent, !isAtDocumentIndicator,
        text[offset] != UInt8(ascii: "#")
      else { break }
      let nextStart = offset
      let nextEnd = skipPlainLine()
      guard nextEnd > nextStart else { break }
      appendText(from: start, to: end)
      appendFolded(leadingBreak)
      isFolded = true
      leadingBreak = nil
      (start, end) = (nextStart, nextEnd)
    }
    if isFolded {
      appendText(from: start, to: end)
      token.text = Slice(inScratch: scratchStart, count: scratch.count - scratchStart)
    } else {
      token.text = Slice(inText: start, count: end - start)
    }
    if !breaks.isEmpty { breaks.removeAll(keepingCapacity: true) }
    if let unreadable = unreadable(within: 2) { throw unreadable }
    try append(token, mayBeKey: mayBeKey, index: startIndex)
    if leadingBreak != nil { allowsSimpleKey = true }
  }

  /// Whether there is an indicator here that ends a plain scalar.
  @inline(__always)
  private func endsPlainScalar(at offset: Int) -> Bool {
    switch text[offset] {
    case UInt8(ascii: ":"): isBlankOrEnd(at: offset + 1)
    case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"):
      flowLevel > 0
    default: false
    }
  }

  /// Skips the part of a plain scalar in this line and the blanks after it, and returns its end.
  private mutating func skipPlainLine() -> Int {
    var end = offset
    while true {
      skipPlainBytes(&end)
      let byte = text[offset]
      if byte >= 0x80 {
        if text.isUnicodeBreak(at: offset) { return end }
        advance()
        end = offset
      } else if isBlank(at: offset) {
        offset += 1
      } else if byte <= UInt8(ascii: " ") || endsPlainScalar(at: offset)
        || (byte == UInt8(ascii: "#") && end < offset)
      {
        return end
      } else {
        offset += 1
        end = offset
      }
    }
  }

  /// Skips bytes that can only be part of the scalar or a space after it, eight at a time.
  @inline(__always)
  private mutating func skipPlainBytes(_ end: inout Int) {
    let start = offset
    while offset + 8 <= text.count {
      let word = text.word(at: offset)
      var stops = word.controlOrUnicodeMarks | word.exactMarks(of: UInt8(ascii: ":"))
      stops |= word.exactMarks(of: UInt8(ascii: "#"))
      if flowLevel > 0 { stops |= word.flowIndicatorMarks }
      if stops != 0 {
        offset += stops.trailingZeroBitCount / 8
        break
      }
      offset += 8
    }
    var wordEnd = offset
    while wordEnd > start, text[wordEnd - 1] == UInt8(ascii: " ") { wordEnd -= 1 }
    if wordEnd > start { end = wordEnd }
  }

  /// Skips the breaks after a line, and the indentation of the next one.
  private mutating func skipIndentation(after leadingBreak: inout LineBreak?) throws(Failure) {
    while true {
      offset = text.endOfSpaces(from: offset)
      if isBlank(at: offset) {
        if leadingBreak != nil, column <= indent, text[offset] == UInt8(ascii: "\t") {
          throw failure(.tabInIndentation)
        }
        offset += 1
      } else if isBreak(at: offset) {
        noteBreak(&leadingBreak)
      } else {
        return
      }
    }
  }
}

// MARK: - Folding

extension Scanner {
  /// Copies a part of the text into a value.
  @inline(__always)
  mutating func appendText(from start: Int, to end: Int) {
    scratch.append(copying: text, start..<end)
  }

  /// Skips a break in a folded scalar, the first or a later one.
  mutating func noteBreak(_ leadingBreak: inout LineBreak?) {
    let lineBreak = readLine()
    if leadingBreak == nil {
      leadingBreak = lineBreak
    } else {
      breaks.append(lineBreak)
    }
  }

  /// Appends what separates two lines of a folded scalar: a space for one LF, else the breaks after it; LS and PS are
  /// kept.
  mutating func appendFolded(_ leadingBreak: LineBreak?) {
    switch leadingBreak {
    case .lineFeed: if breaks.isEmpty { scratch.append(UInt8(ascii: " ")) }
    case let separator?: scratch.append(separator)
    case nil: break
    }
    if breaks.isEmpty { return }
    scratch.append(contentsOf: breaks)
    breaks.removeAll(keepingCapacity: true)
  }
}
