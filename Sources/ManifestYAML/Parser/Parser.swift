/// The parser's output: a document's nodes in order.
struct Event {
  enum Kind {
    case scalar, alias, sequenceStart, mappingStart, collectionEnd
    case documentStart, documentEnd, streamEnd
  }

  var kind: Kind
  var start: Mark
  /// The name of an alias or of the node's anchor; empty if there is none.
  var anchor = Slice.empty
  var tag = Slice.empty
  /// A scalar's value.
  var value = Slice.empty
  /// Whether the text of a scalar determines its type: it is plain and has no tag, or has the tag `!`.
  var isImplicit = false
}

/// Turns the tokens of a document into events.
///
/// This is the state machine of libyaml's parser in goyaml v2's port (go.yaml.in/yaml/v2, parserc.go).
struct Parser: ~Escapable {
  enum State {
    case implicitDocumentStart, documentStart, documentContent, documentEnd, end
    case blockNode
    case blockSequenceFirstEntry, blockSequenceEntry, indentlessSequenceEntry
    case blockMappingFirstKey, blockMappingKey, blockMappingValue, blockMappingSimpleValue
    case flowSequenceFirstEntry, flowSequenceEntry
    case flowSequencePairKey, flowSequencePairValue, flowSequencePairSimpleValue
    case flowSequencePairEnd
    case flowMappingFirstKey, flowMappingKey, flowMappingValue, flowMappingSimpleValue
    case flowMappingEmptyValue
  }

  /// How a node may begin.
  enum Context {
    case flow, block, blockOrIndentless
  }

  var scanner: Scanner
  /// The last event.
  private(set) var event = Event(kind: .documentStart, start: Mark())
  var state = State.implicitDocumentStart
  /// The states in which parsing continues after the open nodes.
  var outerStates: [State] = []
  /// Where the value of a simple key is, if it is empty.
  var valueMark = Mark()
  /// The prefixes of the directives `%TAG`, by their handles.
  var tagPrefixes: [[UInt8]: Slice] = [:]
  var hasVersion = false

  @_lifetime(copy scanner)
  init(_ scanner: consuming Scanner) {
    self.scanner = scanner
    outerStates.reserveCapacity(16)
  }

  /// Parses up to the next ``event``.
  mutating func next() throws(Failure) {
    switch state {
    case .implicitDocumentStart: try documentStart(isImplicit: true)
    case .documentStart: try documentStart(isImplicit: false)
    case .documentContent: try documentContent()
    case .documentEnd: try documentEnd()
    case .end: emit(.streamEnd, at: scanner.mark)
    case .blockNode: try node(.block, then: .documentEnd)
    case .blockSequenceFirstEntry: try blockSequenceEntry(isFirst: true)
    case .blockSequenceEntry: try blockSequenceEntry(isFirst: false)
    case .indentlessSequenceEntry: try indentlessSequenceEntry()
    case .blockMappingFirstKey: try blockMappingKey(isFirst: true)
    case .blockMappingKey: try blockMappingKey(isFirst: false)
    case .blockMappingValue: try blockMappingValue()
    case .blockMappingSimpleValue: try blockMappingNode(at: valueMark, then: .blockMappingKey)
    case .flowSequenceFirstEntry: try flowSequenceEntry(isFirst: true)
    case .flowSequenceEntry: try flowSequenceEntry(isFirst: false)
    case .flowSequencePairKey: try flowSequencePairKey()
    case .flowSequencePairValue: try flowSequencePairValue()
    case .flowSequencePairSimpleValue: try flowSequencePairNode()
    case .flowSequencePairEnd: try flowSequencePairEnd()
    case .flowMappingFirstKey: try flowMappingKey(isFirst: true)
    case .flowMappingKey: try flowMappingKey(isFirst: false)
    case .flowMappingValue: try flowMappingValue(isEmpty: false)
    case .flowMappingSimpleValue: try flowMappingNode()
    case .flowMappingEmptyValue: try flowMappingValue(isEmpty: true)
    }
  }

  /// An unexpected token. kubectl prints the number of the line before it, and none for the second line.
  func failure(_ problem: Problem, at mark: Mark) -> Failure {
    if let unreadable = scanner.unreadable(within: 2) { return unreadable }
    return Failure(problem, at: mark, kubectlLine: mark.line == 0 ? nil : Int(mark.line))
  }

  // The event is written in place: it is too large to be passed between functions.

  @inline(__always)
  mutating func emit(_ kind: Event.Kind, at mark: Mark) {
    event = Event(kind: kind, start: mark)
  }

  /// The end of a collection, at or before `token`.
  mutating func endCollection() {
    state = outerStates.popLast() ?? .end
    emit(.collectionEnd, at: scanner.token.start)
  }

  /// A simple key; parsing continues with its value.
  @inline(__always)
  mutating func simpleKey(then next: State) {
    state = next
    valueMark = scanner.token.end
    event = Event(
      kind: .scalar, start: scanner.token.start, value: scanner.token.text,
      isImplicit: scanner.token.isPlain)
    scanner.skip()
  }

  /// An empty node.
  mutating func emptyNode(at mark: Mark, then next: State) {
    state = next
    event = Event(kind: .scalar, start: mark, isImplicit: true)
  }

  /// Parses a node; parsing continues in `next`.
  @inline(__always)
  mutating func node(_ context: Context, then next: State) throws(Failure) {
    if try scanner.peek() == .scalar {
      state = next
      event = Event(
        kind: .scalar, start: scanner.token.start, value: scanner.token.text,
        isImplicit: scanner.token.isPlain)
      scanner.skip()
    } else {
      try otherNode(context, then: next)
    }
  }

  /// Parses any node except a scalar without anchor and tag.
  private mutating func otherNode(_ context: Context, then next: State) throws(Failure) {
    event = Event(kind: .scalar, start: scanner.token.start)
    let kind = try properties()
    switch kind {
    case .scalar:
      event.isImplicit =
        event.tag.count == 0 ? scanner.token.isPlain : scanner.isEqual(event.tag, "!")
      event.value = scanner.token.text
      state = next
      scanner.skip()
    case .alias where event.anchor.count == 0 && event.tag.count == 0:
      event.kind = .alias
      event.anchor = scanner.token.text
      state = next
      scanner.skip()
    case .blockEntry where context == .blockOrIndentless:
      begin(.sequenceStart, .indentlessSequenceEntry, then: next)
    case .flowSequenceStart: begin(.sequenceStart, .flowSequenceFirstEntry, then: next)
    case .flowMappingStart: begin(.mappingStart, .flowMappingFirstKey, then: next)
    case .blockSequenceStart where context != .flow:
      begin(.sequenceStart, .blockSequenceFirstEntry, then: next)
    case .blockMappingStart where context != .flow:
      begin(.mappingStart, .blockMappingFirstKey, then: next)
    default:
      guard event.anchor.count > 0 || event.tag.count > 0 else {
        throw failure(.missingContent, at: scanner.token.start)
      }
      event.isImplicit = event.tag.count == 0
      state = next
    }
  }

  private mutating func begin(_ kind: Event.Kind, _ first: State, then next: State) {
    outerStates.append(next)
    state = first
    event.kind = kind
  }
}

// MARK: - Anchors and tags

extension Parser {
  /// Reads an anchor and a tag, in either order, into the event, and returns the kind of the token after them.
  private mutating func properties() throws(Failure) -> Token.Kind {
    var tag: Token?
    var kind = try scanner.peek()
    for _ in 0..<2 {
      if kind == .anchor, event.anchor.count == 0 {
        event.anchor = scanner.token.text
      } else if kind == .tag, tag == nil {
        tag = scanner.token
      } else {
        break
      }
      scanner.skip()
      kind = try scanner.peek()
    }
    if let tag { event.tag = try fullTag(tag) }
    return kind
  }

  private mutating func fullTag(_ tag: Token) throws(Failure) -> Slice {
    guard tag.text.count > 0 else { return tag.suffix }
    if !tagPrefixes.isEmpty, let prefix = tagPrefixes[scanner.copy(of: tag.text)] {
      return scanner.joined(prefix, tag.suffix)
    }
    if scanner.isEqual(tag.text, "!") { return scanner.joined(tag.text, tag.suffix) }
    if scanner.isEqual(tag.text, "!!") { return scanner.joined(Tag.prefix, tag.suffix) }
    throw failure(.undefinedTagHandle, at: tag.start)
  }
}

// MARK: - Documents

extension Parser {
  /// The start of a document, with directives and `---` or without. A line `---` separates documents before they reach
  /// the parser, so directives and an explicit start are rare: they require a line break other than LF.
  mutating func documentStart(isImplicit: Bool) throws(Failure) {
    var kind = try scanner.peek()
    while !isImplicit, kind == .documentEnd {
      scanner.skip()
      kind = try scanner.peek()
    }
    emit(.documentStart, at: scanner.token.start)
    switch kind {
    case .streamEnd:
      state = .end
      return emit(.streamEnd, at: scanner.token.start)
    case .versionDirective, .tagDirective, .documentStart:
      break
    default:
      if isImplicit {
        state = .blockNode
        return
      }
    }
    guard try skipDirectives() == .documentStart else {
      throw failure(.missingDocumentStart, at: scanner.token.start)
    }
    scanner.skip()
    state = .documentContent
  }

  /// Reads directives, and returns the kind of the token after them.
  private mutating func skipDirectives() throws(Failure) -> Token.Kind {
    while true {
      let kind = try scanner.peek()
      let token = scanner.token
      switch kind {
      case .versionDirective:
        guard !hasVersion else { throw failure(.duplicateVersion, at: token.start) }
        guard isSupportedVersion(token.text) else {
          throw failure(.incompatibleVersion, at: token.start)
        }
        hasVersion = true
      case .tagDirective:
        guard tagPrefixes.updateValue(token.suffix, forKey: scanner.copy(of: token.text)) == nil
        else {
          throw failure(.duplicateTagDirective, at: token.start)
        }
      default: return kind
      }
      scanner.skip()
    }
  }

  private func isSupportedVersion(_ version: Slice) -> Bool {
    scanner.isEqual(version, "1.1") || scanner.isEqual(version, "01.1")
      || scanner.isEqual(version, "1.01") || scanner.isEqual(version, "01.01")
  }

  mutating func documentContent() throws(Failure) {
    switch try scanner.peek() {
    case .versionDirective, .tagDirective, .documentStart, .documentEnd, .streamEnd:
      emptyNode(at: scanner.token.start, then: .documentEnd)
    default: try node(.block, then: .documentEnd)
    }
  }

  mutating func documentEnd() throws(Failure) {
    let kind = try scanner.peek()
    emit(.documentEnd, at: scanner.token.start)
    if kind == .documentEnd { scanner.skip() }
    state = .documentStart
  }
}
