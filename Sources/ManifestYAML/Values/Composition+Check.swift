extension Composition {
  /// What is still to be visited, as goyaml's decoder would (go.yaml.in/yaml/v2, decode.go).
  private enum Step {
    case visit(Int)
    /// The elements of a sequence, or the members of a mapping, from one index to another.
    case elements(Int, end: Int)
    case members(Int, end: Int)
    case leaveAlias(Int)
    case checkKey(Int)
    case merge(Int)
  }

  /// Goes through the document in its order, aliases expanded, and throws what goyaml's decoder would fail with.
  ///
  /// How many nodes are visited is limited by goyaml's rule for aliases.
  func check() throws(Failure) {
    var aliases = AliasCount()
    var openAliases: Set<Int> = []
    var steps: [Step] = [.visit(0)]
    while let step = steps.popLast() {
      switch step {
      case .visit(let index):
        let node = nodes[index]
        guard aliases.visit(isBelowAlias: !openAliases.isEmpty) else {
          throw failure(.excessiveAliasing, at: index)
        }
        switch node.kind {
        case .plain, .string: break
        case .tagged: try checkTag(at: index)
        case .sequence: steps.append(.elements(index + 1, end: Int(node.link)))
        case .mapping: steps.append(.members(index + 1, end: Int(node.link)))
        case .alias:
          guard openAliases.insert(index).inserted else {
            throw failure(.recursiveAnchor, at: index)
          }
          steps.append(.leaveAlias(index))
          steps.append(.visit(Int(node.link)))
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
          steps.append(.visit(value))
          steps.append(.checkKey(key))
          steps.append(.visit(key))
        }
      case .leaveAlias(let index): openAliases.remove(index)
      case .checkKey(let index):
        if nodes[target(of: index)].isCollection { throw failure(.collectionAsKey, at: index) }
      case .merge(let index):
        guard nodes[target(of: index)].kind == .mapping else {
          throw failure(.invalidMerge, at: index)
        }
        steps.append(.visit(index))
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

/// goyaml's limit on aliases: of the nodes visited, only a part may be below an alias, 99 in 100 in small documents and 10 in 100
/// in large ones (go.yaml.in/yaml/v2, decode.go, `allowedAliasRatio`).
struct AliasCount {
  /// Below these, there is no limit.
  static let freeAliasedCount = 100
  static let freeCount = 1_000
  static let smallCount = 400_000
  static let largeCount = 4_000_000

  private var count = 1
  private var aliasedCount = 0

  /// Counts a node, and returns whether it may be visited. The document itself has been counted.
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
