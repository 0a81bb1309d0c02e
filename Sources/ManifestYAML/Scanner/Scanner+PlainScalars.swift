extension Scanner {
  /// A scalar without quotes.
  ///
  /// Its lines are folded: a break becomes a space, further breaks stay. A comment, an indicator or a line that is not deeper
  /// than the collection ends it.
  mutating func fetchPlainScalar() throws(Failure) {
    let level = try saveSimpleKey()
    allowsSimpleKey = false
    var token = Token(.plainScalar, at: mark)
    token.keyLevel = level
    let scratchStart = scratch.count
    /// The part of the value that begins in this line, not yet copied.
    var start = offset
    var end = offset
    var isFolded = false
    var leadingBreak: LineBreak?
    while !isAtDocumentIndicator, text[offset] != UInt8(ascii: "#") {
      if leadingBreak != nil, !isBlankOrEnd(at: offset), !endsPlainScalar(at: offset) {
        appendText(from: start, to: end)
        appendFolded(leadingBreak)
        isFolded = true
        leadingBreak = nil
        start = offset
        end = offset
      }
      let wordStart = offset
      skipPlainWord()
      if offset > wordStart { end = offset }
      guard isBlank(at: offset) || isBreak(at: offset) else { break }
      try skipIndentation(after: &leadingBreak)
      if flowLevel == 0, column < indent + 1 { break }
    }
    if isFolded {
      appendText(from: start, to: end)
      token.text = Slice(inScratch: scratchStart, count: scratch.count - scratchStart)
    } else {
      token.text = Slice(inText: start, count: end - start)
    }
    breaks.removeAll(keepingCapacity: true)
    if let unreadable = unreadable(within: 2) { throw unreadable }
    tokens.append(token)
    if leadingBreak != nil { allowsSimpleKey = true }
  }

  /// Whether an indicator that ends a plain scalar is here.
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

  private mutating func skipPlainWord() {
    while true {
      let byte = text[offset]
      if byte <= UInt8(ascii: " ") { return }
      if byte < 0x80 {
        if endsPlainScalar(at: offset) { return }
        offset += 1
      } else {
        if text.isUnicodeBreak(at: offset) { return }
        advance()
      }
    }
  }

  /// Steps over the blanks after a word, and over the breaks and the indentation after its line.
  private mutating func skipIndentation(after leadingBreak: inout LineBreak?) throws(Failure) {
    while true {
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

  /// Steps over a break in a folded scalar, the first one or one after it.
  mutating func noteBreak(_ leadingBreak: inout LineBreak?) {
    let lineBreak = readLine()
    if leadingBreak == nil {
      leadingBreak = lineBreak
    } else {
      breaks.append(lineBreak)
    }
  }

  /// Appends what is between two lines of a folded scalar: a space for one LF, else the breaks after it; LS and PS stay.
  mutating func appendFolded(_ leadingBreak: LineBreak?) {
    switch leadingBreak {
    case .lineFeed: if breaks.isEmpty { scratch.append(UInt8(ascii: " ")) }
    case let separator?: scratch.append(separator)
    case nil: break
    }
    scratch.append(contentsOf: breaks)
    breaks.removeAll(keepingCapacity: true)
  }
}
