extension Scanner {
  /// Scans one more token, and the starts and ends of collections that it implies.
  mutating func fetchToken() throws(Failure) {
    skipToToken()
    closeBlocks(deeperThan: column)
    if let unreadable = unreadable(within: 4) { throw unreadable }
    let byte = text[offset]
    switch byte {
    case 0: try fetchStreamEnd()
    case UInt8(ascii: "%") where column == 0: try fetchDirective()
    case UInt8(ascii: "-"):
      if isDocumentIndicator(UInt8(ascii: "-")) {
        try fetchDocumentIndicator(.documentStart)
      } else if isBlankOrEnd(at: offset + 1) {
        try fetchBlockEntry()
      } else {
        try fetchPlainScalar()
      }
    case UInt8(ascii: ".") where isDocumentIndicator(UInt8(ascii: ".")):
      try fetchDocumentIndicator(.documentEnd)
    case UInt8(ascii: "["): try fetchFlowStart(.flowSequenceStart)
    case UInt8(ascii: "{"): try fetchFlowStart(.flowMappingStart)
    case UInt8(ascii: "]"): try fetchFlowEnd(.flowSequenceEnd)
    case UInt8(ascii: "}"): try fetchFlowEnd(.flowMappingEnd)
    case UInt8(ascii: ","): try fetchFlowEntry()
    case UInt8(ascii: "?"):
      if flowLevel > 0 || isBlankOrEnd(at: offset + 1) {
        try fetchKey()
      } else {
        try fetchPlainScalar()
      }
    case UInt8(ascii: ":"):
      if flowLevel > 0 || isBlankOrEnd(at: offset + 1) {
        try fetchValue()
      } else {
        try fetchPlainScalar()
      }
    case UInt8(ascii: "*"): try fetchAnchor(.alias)
    case UInt8(ascii: "&"): try fetchAnchor(.anchor)
    case UInt8(ascii: "!"): try fetchTag()
    case UInt8(ascii: "|") where flowLevel == 0: try fetchBlockScalar(isLiteral: true)
    case UInt8(ascii: ">") where flowLevel == 0: try fetchBlockScalar(isLiteral: false)
    case UInt8(ascii: "'"): try fetchQuotedScalar(isSingle: true)
    case UInt8(ascii: "\""): try fetchQuotedScalar(isSingle: false)
    case UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "@"),
      UInt8(ascii: "`"), UInt8(ascii: "#"):
      throw failure(.unexpectedCharacter)
    case UInt8(ascii: "\t"): throw failure(.unexpectedTab)
    default: try fetchPlainScalar()
    }
    if let unreadable = unreadable(within: 1) { throw unreadable }
  }

  private mutating func fetchStreamEnd() throws(Failure) {
    // A simple key cannot continue here. Only text that was UTF-16 can end without a break.
    if column > 0 {
      line += 1
      lineIndex = index
    }
    closeBlocks(deeperThan: -1)
    try removeSimpleKey()
    allowsSimpleKey = false
    tokens.append(Token(.streamEnd, at: mark))
  }

  private mutating func fetchDocumentIndicator(_ kind: Token.Kind) throws(Failure) {
    closeBlocks(deeperThan: -1)
    try removeSimpleKey()
    allowsSimpleKey = false
    append(kind, length: 3)
  }

  private mutating func fetchFlowStart(_ kind: Token.Kind) throws(Failure) {
    let level = try saveSimpleKey()
    try openFlowLevel()
    allowsSimpleKey = true
    append(kind, length: 1, keyLevel: level)
  }

  private mutating func fetchFlowEnd(_ kind: Token.Kind) throws(Failure) {
    try removeSimpleKey()
    closeFlowLevel()
    allowsSimpleKey = false
    append(kind, length: 1)
  }

  private mutating func fetchFlowEntry() throws(Failure) {
    try removeSimpleKey()
    allowsSimpleKey = true
    append(.flowEntry, length: 1)
  }

  private mutating func fetchBlockEntry() throws(Failure) {
    // In a flow collection, the parser reports the error.
    if flowLevel == 0 {
      guard allowsSimpleKey else { throw failure(.misplacedEntry) }
      try openBlock(.blockSequenceStart, column: column, before: nil, at: mark)
    }
    try removeSimpleKey()
    allowsSimpleKey = true
    append(.blockEntry, length: 1)
  }

  private mutating func fetchKey() throws(Failure) {
    if flowLevel == 0 {
      guard allowsSimpleKey else { throw failure(.misplacedKey) }
      try openBlock(.blockMappingStart, column: column, before: nil, at: mark)
    }
    try removeSimpleKey()
    allowsSimpleKey = flowLevel == 0
    append(.key, length: 1)
  }

  private mutating func fetchValue() throws(Failure) {
    let level = simpleKeys.count - 1
    if try isStillPossible(at: level) {
      let key = simpleKeys[level]
      tokens.insert(Token(.key, at: key.mark), before: key.tokenNumber)
      try openBlock(
        .blockMappingStart, column: Int(key.mark.column), before: key.tokenNumber, at: key.mark)
      simpleKeys[level].isPossible = false
      simpleKeys[level].isAwaited = false
      allowsSimpleKey = false
    } else {
      if flowLevel == 0 {
        guard allowsSimpleKey else { throw failure(.misplacedValue) }
        try openBlock(.blockMappingStart, column: column, before: nil, at: mark)
      }
      allowsSimpleKey = flowLevel == 0
    }
    append(.value, length: 1)
  }

  /// Appends a token of `length` characters, all ASCII.
  private mutating func append(_ kind: Token.Kind, length: Int, keyLevel: Int32 = -1) {
    var token = Token(kind, at: mark)
    token.keyLevel = keyLevel
    offset += length
    tokens.append(token)
  }
}
