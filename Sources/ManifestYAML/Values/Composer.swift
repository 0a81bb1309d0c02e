/// Turns the events of a document into nodes: only its first root node.
struct Composer: ~Escapable {
  private struct Collection {
    var index: Int
    var isMapping: Bool
    /// Whether the next node is a key.
    var expectsKey: Bool
  }

  private var parser: Parser
  private var nodes: [Node] = []
  /// The innermost open collection, and those around it.
  private var current = Collection(index: -1, isMapping: false, expectsKey: false)
  private var outer: [Collection] = []
  /// The node of each anchor: the last one before the alias counts.
  private var anchors: [[UInt8]: Int] = [:]
  private var needsCheck = false
  private var hasAliases = false

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, ending: TextEnding) {
    parser = Parser(Scanner(text, ending: ending))
    nodes.reserveCapacity(text.count / 12)
    outer.reserveCapacity(16)
  }

  /// Composes the document; nil if it is empty.
  @_lifetime(copy self)
  mutating func compose() throws(Failure) -> Composition? {
    try parser.next()
    guard parser.event.kind == .documentStart else { return nil }
    repeat {
      try parser.next()
      try addNode()
    } while !outer.isEmpty
    // The token after the root has to be valid; the rest is not read.
    try parser.next()
    return Composition(
      text: parser.scanner.text, scratch: parser.scanner.scratch, nodes: nodes,
      needsCheck: needsCheck || hasAliases, hasAliases: hasAliases)
  }

  @inline(__always)
  private mutating func addNode() throws(Failure) {
    if parser.event.anchor.count > 0 { try noteAnchor(of: parser.event) }
    switch parser.event.kind {
    case .scalar:
      if parser.event.tag.count > 0 || parser.event.value.count == 2 {
        append(unusualScalar(parser.event))
      } else {
        append(
          Node(
            parser.event.isImplicit ? .plain : .string, text: parser.event.value,
            at: parser.event.start, link: nodes.count + 1))
      }
    case .alias: append(alias(parser.event))
    case .sequenceStart: open(isMapping: false, parser.event.start)
    case .mappingStart: open(isMapping: true, parser.event.start)
    case .collectionEnd, .documentStart, .documentEnd, .streamEnd:
      guard let next = outer.popLast() else { return }
      nodes[current.index].link = Int32(truncatingIfNeeded: nodes.count)
      current = next
    }
  }

  @inline(__always)
  private mutating func append(_ node: Node) {
    nodes.append(node)
    if current.isMapping { current.expectsKey.toggle() }
  }

  private mutating func open(isMapping: Bool, _ start: Mark) {
    if current.expectsKey { needsCheck = true }
    let index = nodes.count
    append(Node(isMapping ? .mapping : .sequence, at: start, link: index + 1))
    outer.append(current)
    current = Collection(index: index, isMapping: isMapping, expectsKey: isMapping)
  }

  /// Records the node of an anchor, or checks that an alias's anchor exists.
  private mutating func noteAnchor(of event: Event) throws(Failure) {
    let name = parser.scanner.copy(of: event.anchor)
    if event.kind != .alias {
      anchors[name] = nodes.count
    } else if anchors[name] == nil {
      throw Failure(.unknownAnchor, at: event.start, kubectlLine: nil)
    }
  }

  private mutating func alias(_ event: Event) -> Node {
    hasAliases = true
    let target = anchors[parser.scanner.copy(of: event.anchor)] ?? 0
    return Node(.alias, text: event.anchor, at: event.start, link: target)
  }

  /// A scalar with a tag, or a possible merge key.
  private mutating func unusualScalar(_ event: Event) -> Node {
    var kind = event.isImplicit ? Node.Kind.plain : .string
    var tag = Tag.none
    if event.tag.count > 0 {
      needsCheck = true
      tag = knownTag(event.tag)
      kind = tag == .none || tag == .str || tag == .merge ? .string : .tagged
    }
    if event.isImplicit || tag == .merge {
      tag = parser.scanner.isEqual(event.value, "<<") ? .merge : .none
      if tag == .merge { needsCheck = true }
    }
    return Node(kind, tag: tag, text: event.value, at: event.start, link: nodes.count + 1)
  }

  /// The tag with this text, written in full.
  private func knownTag(_ text: Slice) -> Tag {
    let bytes = parser.scanner.copy(of: text)
    let prefixLength = Tag.prefix.utf8CodeUnitCount
    guard bytes.count > prefixLength, bytes.span.equals(Tag.prefix, in: 0..<prefixLength) else {
      return .none
    }
    return Tag.allCases.first { bytes.span.equals($0.word, in: prefixLength..<bytes.count) }
      ?? .none
  }
}
