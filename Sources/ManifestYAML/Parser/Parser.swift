/// The tokens of a document into events.
///
/// This is the state machine of libyaml's parser, as goyaml v2 has ported it (go.yaml.in/yaml/v2, parserc.go).
struct Parser: ~Escapable {
  enum State {
    case implicitDocumentStart, documentStart, documentContent, documentEnd, end
    case blockNode
    case blockSequenceFirstEntry, blockSequenceEntry, indentlessSequenceEntry
    case blockMappingFirstKey, blockMappingKey, blockMappingValue
    case flowSequenceFirstEntry, flowSequenceEntry
    case flowSequencePairKey, flowSequencePairValue, flowSequencePairEnd
    case flowMappingFirstKey, flowMappingKey, flowMappingValue, flowMappingEmptyValue
  }

  /// How a node may begin.
  enum Context {
    case flow, block, blockOrIndentless
  }

  var scanner: Scanner
  var state = State.implicitDocumentStart
  /// Where parsing goes on after the open nodes.
  var outerStates: [State] = []
  var tagDirectives: [(handle: Slice, prefix: Slice)] = []
  var hasVersion = false

  @_lifetime(copy scanner)
  init(_ scanner: consuming Scanner) {
    self.scanner = scanner
  }

  mutating func next() throws(Failure) -> Event {
    switch state {
    case .implicitDocumentStart: try documentStart(isImplicit: true)
    case .documentStart: try documentStart(isImplicit: false)
    case .documentContent: try documentContent()
    case .documentEnd: try documentEnd()
    case .end: Event(kind: .streamEnd, start: scanner.mark)
    case .blockNode: try node(.block)
    case .blockSequenceFirstEntry: try blockSequenceEntry(isFirst: true)
    case .blockSequenceEntry: try blockSequenceEntry(isFirst: false)
    case .indentlessSequenceEntry: try indentlessSequenceEntry()
    case .blockMappingFirstKey: try blockMappingKey(isFirst: true)
    case .blockMappingKey: try blockMappingKey(isFirst: false)
    case .blockMappingValue: try blockMappingValue()
    case .flowSequenceFirstEntry: try flowSequenceEntry(isFirst: true)
    case .flowSequenceEntry: try flowSequenceEntry(isFirst: false)
    case .flowSequencePairKey: try flowSequencePairKey()
    case .flowSequencePairValue: try flowSequencePairValue()
    case .flowSequencePairEnd: try flowSequencePairEnd()
    case .flowMappingFirstKey: try flowMappingKey(isFirst: true)
    case .flowMappingKey: try flowMappingKey(isFirst: false)
    case .flowMappingValue: try flowMappingValue(isEmpty: false)
    case .flowMappingEmptyValue: try flowMappingValue(isEmpty: true)
    }
  }

  /// A token that cannot stand where it does. kubectl prints the number of the line before it, and none for the second line.
  func failure(_ problem: Problem, at mark: Mark) -> Failure {
    if let unreadable = scanner.unreadable(within: 2) { return unreadable }
    return Failure(problem, at: mark, kubectlLine: mark.line == 0 ? nil : Int(mark.line))
  }

  mutating func leaveNode() {
    state = outerStates.popLast() ?? .end
  }

  /// Parses a node after which parsing goes on in `next`.
  mutating func node(_ context: Context, then next: State) throws(Failure) -> Event {
    outerStates.append(next)
    return try node(context)
  }

  /// A node that is not written.
  mutating func emptyNode(at mark: Mark, then next: State) -> Event {
    state = next
    return Event(kind: .scalar, start: mark, isImplicit: true)
  }

  /// Parses a node.
  mutating func node(_ context: Context) throws(Failure) -> Event {
    var token = try scanner.peek()
    if token.kind == .alias {
      leaveNode()
      scanner.skip()
      return Event(kind: .alias, start: token.start, anchor: token.text)
    }
    var event = Event(kind: .scalar, start: token.start, isImplicit: true)
    if token.kind == .anchor || token.kind == .tag { token = try properties(of: &event, token) }
    switch token.kind {
    case .blockEntry where context == .blockOrIndentless:
      return collection(.sequenceStart, event, .indentlessSequenceEntry)
    case .plainScalar, .otherScalar:
      event.isImplicit =
        event.tag.count == 0 ? token.kind == .plainScalar : isExclamationMark(event.tag)
      event.value = token.text
      leaveNode()
      scanner.skip()
      return event
    case .flowSequenceStart: return collection(.sequenceStart, event, .flowSequenceFirstEntry)
    case .flowMappingStart: return collection(.mappingStart, event, .flowMappingFirstKey)
    case .blockSequenceStart where context != .flow:
      return collection(.sequenceStart, event, .blockSequenceFirstEntry)
    case .blockMappingStart where context != .flow:
      return collection(.mappingStart, event, .blockMappingFirstKey)
    default:
      guard event.anchor.count > 0 || event.tag.count > 0 else {
        throw failure(.missingContent, at: token.start)
      }
      event.isImplicit = event.tag.count == 0
      leaveNode()
      return event
    }
  }

  private mutating func collection(
    _ kind: Event.Kind, _ event: Event, _ state: State
  ) -> Event {
    self.state = state
    var event = event
    event.kind = kind
    return event
  }
}

// MARK: - Anchors and tags

extension Parser {
  /// Reads an anchor and a tag, in either order, and returns the token after them.
  private mutating func properties(of event: inout Event, _ first: Token) throws(Failure) -> Token {
    var token = first
    var tag: Token?
    for _ in 0..<2 {
      if token.kind == .anchor, event.anchor.count == 0 {
        event.anchor = token.text
      } else if token.kind == .tag, tag == nil {
        tag = token
      } else {
        break
      }
      scanner.skip()
      token = try scanner.peek()
    }
    if let tag { event.tag = try fullTag(tag) }
    return token
  }

  private mutating func fullTag(_ tag: Token) throws(Failure) -> Slice {
    guard tag.text.count > 0 else { return tag.suffix }
    for directive in tagDirectives
    where scanner.copy(of: directive.handle) == scanner.copy(of: tag.text) {
      return scanner.joined(directive.prefix, tag.suffix)
    }
    if scanner.isEqual(tag.text, "!") { return scanner.joined(tag.text, tag.suffix) }
    if scanner.isEqual(tag.text, "!!") { return scanner.joined(Tag.prefix, tag.suffix) }
    throw failure(.undefinedTagHandle, at: tag.start)
  }

  private func isExclamationMark(_ tag: Slice) -> Bool {
    scanner.isEqual(tag, "!")
  }
}
