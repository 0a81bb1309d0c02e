extension Parser {
  mutating func blockSequenceEntry(isFirst: Bool) throws(Failure) {
    if isFirst { scanner.skip() }
    switch try scanner.peek() {
    case .blockEntry:
      let mark = scanner.token.start.next
      scanner.skip()
      switch try scanner.peek() {
      case .blockEntry, .blockEnd: emptyNode(at: mark, then: .blockSequenceEntry)
      default: try node(.block, then: .blockSequenceEntry)
      }
    case .blockEnd:
      endCollection()
      scanner.skip()
    default: throw failure(.missingDash, at: scanner.token.start)
    }
  }

  /// The entries of a sequence that is as deep as the mapping around it.
  mutating func indentlessSequenceEntry() throws(Failure) {
    guard try scanner.peek() == .blockEntry else { return endCollection() }
    let mark = scanner.token.start.next
    scanner.skip()
    switch try scanner.peek() {
    case .blockEntry, .key, .simpleKey, .value, .blockEnd:
      emptyNode(at: mark, then: .indentlessSequenceEntry)
    default: try node(.block, then: .indentlessSequenceEntry)
    }
  }

  mutating func blockMappingKey(isFirst: Bool) throws(Failure) {
    if isFirst { scanner.skip() }
    switch try scanner.peek() {
    case .simpleKey: simpleKey(then: .blockMappingSimpleValue)
    case .key:
      let mark = scanner.token.start.next
      scanner.skip()
      try blockMappingNode(at: mark, then: .blockMappingValue)
    case .blockEnd:
      endCollection()
      scanner.skip()
    default: throw failure(.missingKey, at: scanner.token.start)
    }
  }

  mutating func blockMappingValue() throws(Failure) {
    guard try scanner.peek() == .value else {
      return emptyNode(at: scanner.token.start, then: .blockMappingKey)
    }
    let mark = scanner.token.start.next
    scanner.skip()
    try blockMappingNode(at: mark, then: .blockMappingKey)
  }

  /// The key or value after its indicator; if it is empty, it is at `mark`.
  mutating func blockMappingNode(at mark: Mark, then next: State) throws(Failure) {
    switch try scanner.peek() {
    case .key, .simpleKey, .value, .blockEnd: emptyNode(at: mark, then: next)
    default: try node(.blockOrIndentless, then: next)
    }
  }
}
