// MARK: - Block collections

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

  /// The entries of a sequence with the same indentation as its mapping.
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

// MARK: - Flow collections

extension Parser {
  mutating func flowSequenceEntry(isFirst: Bool) throws(Failure) {
    if isFirst { scanner.skip() }
    var kind = try scanner.peek()
    if kind != .flowSequenceEnd, !isFirst {
      guard kind == .flowEntry else {
        throw failure(.unclosedFlowSequence, at: scanner.token.start)
      }
      scanner.skip()
      kind = try scanner.peek()
    }
    switch kind {
    case .flowSequenceEnd:
      endCollection()
      scanner.skip()
    case .key, .simpleKey:
      // `[a: b]` is a list with one mapping.
      emit(.mappingStart, at: scanner.token.start)
      state = .flowSequencePairKey
      if kind == .key { scanner.skip() }
    default: try node(.flow, then: .flowSequenceEntry)
    }
  }

  mutating func flowSequencePairKey() throws(Failure) {
    switch try scanner.peek() {
    case .simpleKey: simpleKey(then: .flowSequencePairSimpleValue)
    case .value, .flowEntry, .flowSequenceEnd:
      // libyaml drops this token and its value: `[? : x]`.
      emptyNode(at: scanner.token.start, then: .flowSequencePairValue)
      scanner.skip()
    default: try node(.flow, then: .flowSequencePairValue)
    }
  }

  mutating func flowSequencePairValue() throws(Failure) {
    guard try scanner.peek() == .value else {
      return emptyNode(at: scanner.token.start, then: .flowSequencePairEnd)
    }
    scanner.skip()
    try flowSequencePairNode()
  }

  /// The value after its `:`.
  mutating func flowSequencePairNode() throws(Failure) {
    switch try scanner.peek() {
    case .flowEntry, .flowSequenceEnd:
      emptyNode(at: scanner.token.start, then: .flowSequencePairEnd)
    default: try node(.flow, then: .flowSequencePairEnd)
    }
  }

  mutating func flowSequencePairEnd() throws(Failure) {
    _ = try scanner.peek()
    emit(.collectionEnd, at: scanner.token.start)
    state = .flowSequenceEntry
  }

  mutating func flowMappingKey(isFirst: Bool) throws(Failure) {
    if isFirst { scanner.skip() }
    var kind = try scanner.peek()
    if kind != .flowMappingEnd, !isFirst {
      guard kind == .flowEntry else { throw failure(.unclosedFlowMapping, at: scanner.token.start) }
      scanner.skip()
      kind = try scanner.peek()
    }
    switch kind {
    case .flowMappingEnd:
      endCollection()
      scanner.skip()
    case .simpleKey: simpleKey(then: .flowMappingSimpleValue)
    case .key:
      scanner.skip()
      switch try scanner.peek() {
      case .value, .flowEntry, .flowMappingEnd:
        emptyNode(at: scanner.token.start, then: .flowMappingValue)
      default: try node(.flow, then: .flowMappingValue)
      }
    default: try node(.flow, then: .flowMappingEmptyValue)
    }
  }

  mutating func flowMappingValue(isEmpty: Bool) throws(Failure) {
    let kind = try scanner.peek()
    guard !isEmpty, kind == .value else {
      return emptyNode(at: scanner.token.start, then: .flowMappingKey)
    }
    scanner.skip()
    try flowMappingNode()
  }

  /// The value after its `:`.
  mutating func flowMappingNode() throws(Failure) {
    switch try scanner.peek() {
    case .flowEntry, .flowMappingEnd: emptyNode(at: scanner.token.start, then: .flowMappingKey)
    default: try node(.flow, then: .flowMappingKey)
    }
  }
}
