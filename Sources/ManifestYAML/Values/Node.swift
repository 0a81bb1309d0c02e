/// A node of a document.
///
/// A document's nodes stand one after the other: a collection before what is in it, the keys and values of a mapping by turns.
struct Node {
  enum Kind: UInt8 {
    /// A scalar whose text decides about its type.
    case plain
    /// A scalar that is a string: quoted, a block, or with a tag that makes it one.
    case string
    /// A scalar with a tag that decides about its type.
    case tagged
    case sequence, mapping, alias
  }

  let kind: Kind
  /// Of a tagged scalar; ``Tag/merge`` of a `<<` that merges if it is a key.
  let tag: Tag
  /// A scalar's text, an alias's name.
  let text: Slice
  /// Where the node begins, from 0.
  let line: UInt32
  let column: UInt32
  /// The index of the node after this one and all that is in it; of an alias, that of the node that it stands for.
  var link: Int32

  init(_ kind: Kind, tag: Tag = .none, text: Slice = .empty, at mark: Mark, link: Int) {
    self.kind = kind
    self.tag = tag
    self.text = text
    self.line = mark.line
    self.column = mark.column
    self.link = Int32(truncatingIfNeeded: link)
  }

  var isCollection: Bool { kind == .mapping || kind == .sequence }
}

/// The tags that decide about a scalar's type. Tags on collections do not, nor do any others.
enum Tag: UInt8, CaseIterable {
  case none, str, bool, int, float, null, timestamp, binary, merge

  static let prefix: StaticString = "tag:yaml.org,2002:"

  var word: StaticString {
    switch self {
    case .none: ""
    case .str: "str"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .null: "null"
    case .timestamp: "timestamp"
    case .binary: "binary"
    case .merge: "merge"
    }
  }
}

/// A document's nodes, and the texts that they point into.
struct Composition: ~Escapable {
  let text: Span<UInt8>
  /// Values that are not in the text in one piece.
  private(set) var scratch: [UInt8]
  let nodes: [Node]
  /// Whether there is an alias, a merge, a tag, or a collection as key: what ``check()`` is for.
  let needsCheck: Bool
  let hasAliases: Bool

  @_lifetime(copy text)
  init(
    text: Span<UInt8>, scratch: [UInt8], nodes: [Node], needsCheck: Bool, hasAliases: Bool
  ) {
    self.text = text
    self.scratch = scratch
    self.nodes = nodes
    self.needsCheck = needsCheck
    self.hasAliases = hasAliases
  }

  @_lifetime(borrow self)
  func bytes(of slice: Slice) -> Span<UInt8> {
    if slice.isInScratch { return scratch.span.extracting(slice.range) }
    return text.extracting(slice.range)
  }

  /// The first eight bytes of a text as a number in big-endian order, with zeros for those that are not there.
  @inline(__always)
  func firstBytes(of slice: Slice) -> UInt64 {
    let start = slice.range.lowerBound
    let word =
      slice.isInScratch
      ? scratch.span.word(at: start, count: slice.count) : text.word(at: start, count: slice.count)
    return word.byteSwapped
  }

  /// Keeps a text that is nowhere in the document.
  mutating func addText(_ bytes: [UInt8]) -> Slice {
    scratch.append(contentsOf: bytes)
    return Slice(inScratch: scratch.count - bytes.count, count: bytes.count)
  }

  mutating func addText(_ text: String) -> Slice { addText(Array(text.utf8)) }

  /// The index after the node and all that is in it.
  func end(of index: Int) -> Int {
    nodes[index].kind == .alias ? index + 1 : Int(nodes[index].link)
  }

  /// The node that this one is or stands for.
  func target(of index: Int) -> Int {
    nodes[index].kind == .alias ? Int(nodes[index].link) : index
  }

  func failure(_ problem: Problem, at index: Int, detail: String = "") -> Failure {
    Failure(
      problem, line: Int(nodes[index].line), column: Int(nodes[index].column), detail: detail)
  }
}
