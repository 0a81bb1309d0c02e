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
      // libyaml drops this token, and with it the value: `[? : x]`.
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
