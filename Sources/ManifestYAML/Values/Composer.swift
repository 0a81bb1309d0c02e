/// The events of a document into nodes: its first root node, and no more.
struct Composer: ~Escapable {
  private struct OpenCollection {
    let index: Int
    let isMapping: Bool
    /// Whether the next node is a key.
    var expectsKey: Bool
  }

  private var parser: Parser
  private var nodes: [Node] = []
  private var open: [OpenCollection] = []
  /// The node of each anchor: the last one before the alias counts.
  private var anchors: [[UInt8]: Int] = [:]
  private var needsCheck = false

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, ending: TextEnding) {
    parser = Parser(Scanner(text, ending: ending))
    nodes.reserveCapacity(text.count / 16)
  }

  /// Composes the document; nil if there is nothing in it.
  @_lifetime(copy self)
  mutating func compose() throws(Failure) -> Composition? {
    guard try parser.next().kind == .documentStart else { return nil }
    repeat { try add(parser.next()) } while !open.isEmpty
    // The token after the root has to be one; what comes after that is not looked at.
    _ = try parser.next()
    return Composition(
      text: parser.scanner.text, scratch: parser.scanner.scratch, nodes: nodes,
      needsCheck: needsCheck)
  }

  private mutating func add(_ event: Event) throws(Failure) {
    let index = nodes.count
    switch event.kind {
    case .scalar:
      nodes.append(scalar(event, at: index))
    case .alias:
      needsCheck = true
      guard let target = anchors[parser.scanner.copy(of: event.anchor)] else {
        throw Failure(.unknownAnchor, at: event.start, kubectlLine: nil)
      }
      nodes.append(Node(.alias, text: event.anchor, at: event.start, link: target))
    case .sequenceStart, .mappingStart:
      let isMapping = event.kind == .mappingStart
      nodes.append(Node(isMapping ? .mapping : .sequence, at: event.start, link: index + 1))
      if open.last?.expectsKey == true { needsCheck = true }
    case .collectionEnd, .documentStart, .documentEnd, .streamEnd:
      if let closed = open.popLast() { nodes[closed.index].link = Int32(truncatingIfNeeded: index) }
      return
    }
    if event.anchor.count > 0, event.kind != .alias {
      anchors[parser.scanner.copy(of: event.anchor)] = index
    }
    if let last = open.indices.last, open[last].isMapping { open[last].expectsKey.toggle() }
    if nodes[index].isCollection {
      let isMapping = nodes[index].kind == .mapping
      open.append(OpenCollection(index: index, isMapping: isMapping, expectsKey: isMapping))
    }
  }

  private mutating func scalar(_ event: Event, at index: Int) -> Node {
    var kind = event.isImplicit ? Node.Kind.plain : .string
    var tag = Tag.none
    if event.tag.count > 0 {
      tag = knownTag(event.tag)
      kind = tag == .none || tag == .str || tag == .merge ? .string : .tagged
      needsCheck = true
    }
    if event.value.count == 2, event.isImplicit || tag == .merge,
      parser.scanner.isEqual(event.value, "<<")
    {
      tag = .merge
      needsCheck = true
    } else if tag == .merge {
      tag = .none
    }
    return Node(kind, tag: tag, text: event.value, at: event.start, link: index + 1)
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
