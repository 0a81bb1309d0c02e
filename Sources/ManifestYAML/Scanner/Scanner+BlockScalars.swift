extension Scanner {
  private enum Chomping {
    case clip, strip, keep
  }

  /// A literal (`|`) or folded (`>`) scalar.
  mutating func fetchBlockScalar(isLiteral: Bool) throws(Failure) {
    try removeSimpleKey()
    allowsSimpleKey = true
    var token = Token(.scalar, at: mark)
    let scratchStart = scratch.count
    offset += 1
    let (chomping, increment) = try readBlockHeader()
    var indentation = increment > 0 ? max(indent, 0) + increment : 0
    try skipBlockBreaks(&indentation)

    var leadingBreak: LineBreak?
    var followsBlank = false
    while column == indentation, text[offset] != 0 {
      let beginsBlank = isBlank(at: offset)
      if isLiteral || followsBlank || beginsBlank {
        if let leadingBreak { scratch.append(leadingBreak) }
        scratch.append(contentsOf: breaks)
        breaks.removeAll(keepingCapacity: true)
      } else {
        appendFolded(leadingBreak)
      }
      followsBlank = beginsBlank
      let start = offset
      skipLineContent()
      appendText(from: start, to: offset)
      leadingBreak = isBreak(at: offset) ? readLine() : nil
      try skipBlockBreaks(&indentation)
    }
    if chomping != .strip, let leadingBreak { scratch.append(leadingBreak) }
    if chomping == .keep { scratch.append(contentsOf: breaks) }
    breaks.removeAll(keepingCapacity: true)
    token.text = Slice(inScratch: scratchStart, count: scratch.count - scratchStart)
    tokens.append(token)
  }

  private mutating func skipLineContent() {
    while true {
      let byte = text[offset]
      if byte >= UInt8(ascii: " "), byte < 0x80 {
        offset += 1
      } else if isBreakOrEnd(at: offset) {
        return
      } else {
        advance()
      }
    }
  }

  /// Reads the indicators after `|` or `>`, and the rest of their line.
  private mutating func readBlockHeader() throws(Failure) -> (Chomping, increment: Int) {
    var chomping = readChomping()
    var increment = 0
    if text.isDigit(at: offset) {
      guard text[offset] != UInt8(ascii: "0") else { throw failure(.zeroIndentation) }
      increment = Int(text[offset] - UInt8(ascii: "0"))
      offset += 1
      if chomping == nil { chomping = readChomping() }
    }
    skipBlanks()
    skipComment()
    guard isBreakOrEnd(at: offset) else { throw failure(.invalidLineEnd) }
    if text[offset] != 0 { advanceLine() }
    return (chomping ?? .clip, increment)
  }

  private mutating func readChomping() -> Chomping? {
    let chomping: Chomping
    switch text[offset] {
    case UInt8(ascii: "+"): chomping = .keep
    case UInt8(ascii: "-"): chomping = .strip
    default: return nil
    }
    offset += 1
    return chomping
  }

  /// Skips indentation and blank lines, and detects the indentation if it is 0.
  private mutating func skipBlockBreaks(_ indentation: inout Int) throws(Failure) {
    var deepest = 0
    while true {
      while text[offset] == UInt8(ascii: " "), indentation == 0 || column < indentation {
        offset += 1
      }
      deepest = max(deepest, column)
      if text[offset] == UInt8(ascii: "\t"), indentation == 0 || column < indentation {
        throw failure(.tabInBlockScalar)
      }
      guard isBreak(at: offset) else { break }
      breaks.append(readLine())
    }
    if indentation == 0 { indentation = max(deepest, indent + 1, 1) }
  }
}
