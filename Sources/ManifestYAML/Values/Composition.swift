/// A node of a document.
///
/// A document's nodes are consecutive: a collection comes before its contents, and the keys and values of a mapping
/// alternate.
struct Node {
  enum Kind: UInt8 {
    /// A scalar whose text determines its type.
    case plain
    /// A scalar that is a string: quoted, a block, or with a string tag.
    case string
    /// A scalar whose tag determines its type.
    case tagged
    case sequence, mapping, alias
  }

  let kind: Kind
  /// The tag of a tagged scalar; ``Tag/merge`` for a `<<` that merges if it is a key.
  let tag: Tag
  /// A scalar's text, an alias's name.
  let text: Slice
  /// Where the node begins, from 0.
  let line: UInt32
  let column: UInt32
  /// The index of the node after this one and its contents; for an alias, the index of its target.
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

/// The tags that determine a scalar's type. Other tags, and tags on collections, have no effect.
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

/// A document's nodes and their texts.
struct Composition: ~Escapable {
  let text: Span<UInt8>
  /// Values that are not contiguous in the text.
  private(set) var scratch: [UInt8]
  let nodes: [Node]
  /// Whether there is an alias, a merge, a tag, or a collection as a key, which ``check()`` is for.
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

  /// The first eight bytes of a text as a number in big-endian order, with zeros for missing ones.
  @inline(__always)
  func firstBytes(of slice: Slice) -> UInt64 {
    let start = slice.range.lowerBound
    let word =
      slice.isInScratch
      ? scratch.span.word(at: start, count: slice.count) : text.word(at: start, count: slice.count)
    return word.byteSwapped
  }

  /// Adds a text that is not in the document.
  mutating func addText(_ bytes: [UInt8]) -> Slice {
    scratch.append(contentsOf: bytes)
    return Slice(inScratch: scratch.count - bytes.count, count: bytes.count)
  }

  mutating func addText(_ text: String) -> Slice { addText(Array(text.utf8)) }

  /// The index after the node and its contents.
  func end(of index: Int) -> Int {
    nodes[index].kind == .alias ? index + 1 : Int(nodes[index].link)
  }

  /// This node or, for an alias, its target.
  func target(of index: Int) -> Int {
    nodes[index].kind == .alias ? Int(nodes[index].link) : index
  }

  /// The place of a node in the document.
  func position(of index: Int) -> YAMLPosition {
    YAMLPosition(line: Int(nodes[index].line) + 1, column: Int(nodes[index].column) + 1)
  }

  func failure(_ problem: Problem, at index: Int, detail: String = "") -> Failure {
    Failure(
      problem, line: Int(nodes[index].line), column: Int(nodes[index].column), detail: detail)
  }
}

// MARK: - Check

extension Composition {
  /// The remaining steps, in goyaml's order (go.yaml.in/yaml/v2, decode.go).
  private enum Step {
    /// A node. A merged mapping sets keys of the mapping around it.
    case visit(Int, isMerged: Bool = false)
    /// The elements of a sequence, or the members of a mapping, from one index to another.
    case elements(Int, end: Int)
    case members(Int, end: Int)
    case checkKey(Int)
    case setKey(Int, value: Int)
    case leaveMapping
    case leaveAlias(Int)
    case merge(Int)
  }

  /// Visits the document in order, with aliases expanded. goyaml's rule for aliases limits the number of visited nodes.
  ///
  /// - Parameter isStrict: whether to look for repeated keys of a mapping, including merged ones.
  /// - Returns: Those keys, and their values.
  /// - Throws: the failure of goyaml's decoder.
  @discardableResult
  func check(isStrict: Bool = false) throws(Failure) -> [(key: Int, value: Int)] {
    var aliases = AliasCount()
    var openAliases: Set<Int> = []
    /// The keys of the open mappings so far.
    var keys: [Set<Key>] = []
    var repeated: [(key: Int, value: Int)] = []
    var steps: [Step] = [.visit(0)]
    while let step = steps.popLast() {
      switch step {
      case .visit(let index, let isMerged):
        let node = nodes[index]
        guard aliases.visit(isBelowAlias: !openAliases.isEmpty) else {
          throw failure(.excessiveAliasing, at: index)
        }
        switch node.kind {
        case .plain, .string: break
        case .tagged: try checkTag(at: index)
        case .sequence: steps.append(.elements(index + 1, end: Int(node.link)))
        case .mapping:
          if isStrict, !isMerged {
            keys.append([])
            steps.append(.leaveMapping)
          }
          steps.append(.members(index + 1, end: Int(node.link)))
        case .alias:
          guard openAliases.insert(index).inserted else {
            throw failure(.recursiveAnchor, at: index)
          }
          steps.append(.leaveAlias(index))
          steps.append(.visit(Int(node.link), isMerged: isMerged))
        }
      case .elements(let index, let end):
        guard index < end else { continue }
        steps.append(.elements(self.end(of: index), end: end))
        steps.append(.visit(index))
      case .members(let key, let end):
        guard key < end else { continue }
        let value = self.end(of: key)
        steps.append(.members(self.end(of: value), end: end))
        if nodes[key].tag == .merge {
          try appendMerge(of: value, to: &steps)
        } else {
          if isStrict { steps.append(.setKey(key, value: value)) }
          steps.append(.visit(value))
          steps.append(.checkKey(key))
          steps.append(.visit(key))
        }
      case .checkKey(let index):
        if nodes[target(of: index)].isCollection { throw failure(.collectionAsKey, at: index) }
      case .setKey(let index, let value):
        if keys.last?.contains(Key(index, in: self)) == true {
          repeated.append((index, value))
        } else if !keys.isEmpty {
          keys[keys.count - 1].insert(Key(index, in: self))
        }
      case .leaveMapping: keys.removeLast()
      case .leaveAlias(let index): openAliases.remove(index)
      case .merge(let index):
        guard nodes[target(of: index)].kind == .mapping else {
          throw failure(.invalidMerge, at: index)
        }
        steps.append(.visit(index, isMerged: true))
      }
    }
    return repeated
  }

  /// What makes two keys of a mapping equal: the value with its type.
  private enum Key: Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case float(Double)
    case text([UInt8])

    init(_ index: Int, in composition: borrowing Composition) {
      let node = composition.nodes[composition.target(of: index)]
      let text = composition.bytes(of: node.text)
      if node.tag == .binary {
        self = .text(text.base64Decoded ?? [])
        return
      }
      switch node.kind == .string ? .string : Scalar(text, tag: node.tag) {
      case .null: self = .null
      case .bool(let value): self = .bool(value)
      case .int(let value): self = .int(value)
      case .uint(let value): self = .uint(value)
      case .float(let value): self = .float(value)
      case .timestamp, .string: self = .text([UInt8](text))
      }
    }
  }

  /// The value of `<<`: a mapping, an alias to one, or a list of those, of which the last is merged first.
  private func appendMerge(of value: Int, to steps: inout [Step]) throws(Failure) {
    guard nodes[value].kind == .sequence else {
      steps.append(.merge(value))
      return
    }
    var element = value + 1
    while element < end(of: value) {
      steps.append(.merge(element))
      element = end(of: element)
    }
  }

  private func checkTag(at index: Int) throws(Failure) {
    let node = nodes[index]
    let text = bytes(of: node.text)
    if node.tag == .binary {
      guard text.base64Decoded != nil else { throw failure(.invalidBase64, at: index) }
      return
    }
    let scalar = Scalar(text, tag: node.tag)
    guard scalar.tag == node.tag else {
      throw failure(
        .tagMismatch, at: index, detail: "!!\(scalar.tag.word) … as a !!\(node.tag.word)")
    }
  }
}

/// goyaml's limit on aliases: of the visited nodes, at most 99 % may be below an alias in small documents, and 10 % in
/// large ones (go.yaml.in/yaml/v2, decode.go, `allowedAliasRatio`).
struct AliasCount {
  /// There is no limit below this count.
  static let freeAliasedCount = 100
  static let freeCount = 1_000
  static let smallCount = 400_000
  static let largeCount = 4_000_000

  private var count = 1
  private var aliasedCount = 0

  /// Counts a node, and returns whether it may be visited. The document itself is already counted.
  mutating func visit(isBelowAlias: Bool) -> Bool {
    count += 1
    if isBelowAlias { aliasedCount += 1 }
    guard aliasedCount > Self.freeAliasedCount, count > Self.freeCount else { return true }
    return Double(aliasedCount) / Double(count) <= allowedRatio
  }

  private var allowedRatio: Double {
    if count <= Self.smallCount { return 0.99 }
    if count >= Self.largeCount { return 0.10 }
    return 0.99 - 0.89
      * (Double(count - Self.smallCount) / Double(Self.largeCount - Self.smallCount))
  }
}
