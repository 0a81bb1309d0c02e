extension Parser {
  mutating func blockSequenceEntry(isFirst: Bool) throws(Failure) -> Event {
    if isFirst { scanner.skip() }
    var token = try scanner.peek()
    switch token.kind {
    case .blockEntry:
      let end = token.end
      scanner.skip()
      token = try scanner.peek()
      switch token.kind {
      case .blockEntry, .blockEnd: return emptyNode(at: end, then: .blockSequenceEntry)
      default: return try node(.block, then: .blockSequenceEntry)
      }
    case .blockEnd: return endCollection(token)
    default: throw failure(.missingDash, at: token.start)
    }
  }

  /// The entries of a sequence that is as deep as the mapping around it.
  mutating func indentlessSequenceEntry() throws(Failure) -> Event {
    var token = try scanner.peek()
    guard token.kind == .blockEntry else {
      leaveNode()
      return Event(kind: .collectionEnd, start: token.start)
    }
    let end = token.end
    scanner.skip()
    token = try scanner.peek()
    switch token.kind {
    case .blockEntry, .key, .value, .blockEnd:
      return emptyNode(at: end, then: .indentlessSequenceEntry)
    default: return try node(.block, then: .indentlessSequenceEntry)
    }
  }

  mutating func blockMappingKey(isFirst: Bool) throws(Failure) -> Event {
    if isFirst { scanner.skip() }
    let token = try scanner.peek()
    switch token.kind {
    case .key: return try blockMappingNode(after: token, then: .blockMappingValue)
    case .blockEnd: return endCollection(token)
    default: throw failure(.missingKey, at: token.start)
    }
  }

  mutating func blockMappingValue() throws(Failure) -> Event {
    let token = try scanner.peek()
    guard token.kind == .value else { return emptyNode(at: token.start, then: .blockMappingKey) }
    return try blockMappingNode(after: token, then: .blockMappingKey)
  }

  /// The key or value after its indicator.
  private mutating func blockMappingNode(
    after indicator: Token, then next: State
  ) throws(Failure) -> Event {
    scanner.skip()
    switch try scanner.peek().kind {
    case .key, .value, .blockEnd: return emptyNode(at: indicator.end, then: next)
    default: return try node(.blockOrIndentless, then: next)
    }
  }

  mutating func endCollection(_ token: Token) -> Event {
    leaveNode()
    scanner.skip()
    return Event(kind: .collectionEnd, start: token.start)
  }
}
