extension Parser {
  mutating func flowSequenceEntry(isFirst: Bool) throws(Failure) -> Event {
    if isFirst { scanner.skip() }
    var token = try scanner.peek()
    if token.kind != .flowSequenceEnd, !isFirst {
      guard token.kind == .flowEntry else {
        throw failure(.unclosedFlowSequence, at: token.start)
      }
      scanner.skip()
      token = try scanner.peek()
    }
    switch token.kind {
    case .flowSequenceEnd: return endCollection(token)
    case .key:
      // `[a: b]` is a list with one mapping.
      scanner.skip()
      state = .flowSequencePairKey
      return Event(kind: .mappingStart, start: token.start)
    default: return try node(.flow, then: .flowSequenceEntry)
    }
  }

  mutating func flowSequencePairKey() throws(Failure) -> Event {
    let token = try scanner.peek()
    switch token.kind {
    case .value, .flowEntry, .flowSequenceEnd:
      // libyaml drops this token, and with it the value: `[? : x]`.
      scanner.skip()
      return emptyNode(at: token.end, then: .flowSequencePairValue)
    default: return try node(.flow, then: .flowSequencePairValue)
    }
  }

  mutating func flowSequencePairValue() throws(Failure) -> Event {
    let token = try scanner.peek()
    if token.kind == .value {
      scanner.skip()
      switch try scanner.peek().kind {
      case .flowEntry, .flowSequenceEnd: break
      default: return try node(.flow, then: .flowSequencePairEnd)
      }
    }
    return emptyNode(at: token.start, then: .flowSequencePairEnd)
  }

  mutating func flowSequencePairEnd() throws(Failure) -> Event {
    state = .flowSequenceEntry
    return Event(kind: .collectionEnd, start: try scanner.peek().start)
  }

  mutating func flowMappingKey(isFirst: Bool) throws(Failure) -> Event {
    if isFirst { scanner.skip() }
    var token = try scanner.peek()
    if token.kind != .flowMappingEnd, !isFirst {
      guard token.kind == .flowEntry else { throw failure(.unclosedFlowMapping, at: token.start) }
      scanner.skip()
      token = try scanner.peek()
    }
    switch token.kind {
    case .flowMappingEnd: return endCollection(token)
    case .key:
      scanner.skip()
      token = try scanner.peek()
      switch token.kind {
      case .value, .flowEntry, .flowMappingEnd:
        return emptyNode(at: token.start, then: .flowMappingValue)
      default: return try node(.flow, then: .flowMappingValue)
      }
    default: return try node(.flow, then: .flowMappingEmptyValue)
    }
  }

  mutating func flowMappingValue(isEmpty: Bool) throws(Failure) -> Event {
    var token = try scanner.peek()
    if !isEmpty, token.kind == .value {
      scanner.skip()
      token = try scanner.peek()
      switch token.kind {
      case .flowEntry, .flowMappingEnd: break
      default: return try node(.flow, then: .flowMappingKey)
      }
    }
    return emptyNode(at: token.start, then: .flowMappingKey)
  }
}
