extension Parser {
  mutating func blockSequenceEntry(isFirst: Bool) throws(Failure) -> Event {
    if isFirst { scanner.skip() }
    var token = try scanner.peek()
    switch token.kind {
    case .blockEntry:
      let end = token.start.next
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
      leaveCollection()
      return Event(kind: .collectionEnd, start: token.start)
    }
    let end = token.start.next
    scanner.skip()
    token = try scanner.peek()
    switch token.kind {
    case .blockEntry, .key, .simpleKey, .value, .blockEnd:
      return emptyNode(at: end, then: .indentlessSequenceEntry)
    default: return try node(.block, then: .indentlessSequenceEntry)
    }
  }

  mutating func blockMappingKey(isFirst: Bool) throws(Failure) -> Event {
    if isFirst { scanner.skip() }
    let token = try scanner.peek()
    switch token.kind {
    case .simpleKey: return simpleKey(token, then: .blockMappingSimpleValue)
    case .key:
      scanner.skip()
      return try blockMappingNode(at: token.start.next, then: .blockMappingValue)
    case .blockEnd: return endCollection(token)
    default: throw failure(.missingKey, at: token.start)
    }
  }

  mutating func blockMappingValue() throws(Failure) -> Event {
    let token = try scanner.peek()
    guard token.kind == .value else { return emptyNode(at: token.start, then: .blockMappingKey) }
    scanner.skip()
    return try blockMappingNode(at: token.start.next, then: .blockMappingKey)
  }

  /// The key or value after its indicator; if it is empty, it is at `mark`.
  mutating func blockMappingNode(at mark: Mark, then next: State) throws(Failure) -> Event {
    switch try scanner.peek().kind {
    case .key, .simpleKey, .value, .blockEnd: return emptyNode(at: mark, then: next)
    default: return try node(.blockOrIndentless, then: next)
    }
  }

  mutating func endCollection(_ token: Token) -> Event {
    leaveCollection()
    scanner.skip()
    return Event(kind: .collectionEnd, start: token.start)
  }
}
