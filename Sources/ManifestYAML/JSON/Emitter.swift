/// Writes a document's nodes as JSON text: aliases copied, merges applied, the members of each object sorted by the
/// bytes of their keys.
///
/// The result is that of `json.Marshal` for the map that sigs.k8s.io/yaml converts from goyaml's. Iterative; takes the
/// time to write the text and to sort the keys.
struct Emitter: ~Escapable {
  /// An object or an array that is being written.
  private struct Frame {
    let isObject: Bool
    /// An object: the next member, an index into ``members``. An array: the next element, an index of a node.
    var next: Int
    let end: Int
    /// Where the members of an object begin.
    let start: Int
  }

  var composition: Composition
  /// The members of the objects that are being written, the outer ones first.
  var members: [Member] = []
  /// The collection that is being written, and those around it.
  private var frame = Frame(isObject: false, next: 0, end: 0, start: 0)
  private var outerFrames: [Frame] = []
  private var json: JSONText
  private let maximumByteCount: Int
  private var positions: [PositionMap.Entry] = []
  /// The nodes of keys that are twice in their mapping. Overriding a merged key does not count.
  var repeatedKeys: [Int] = []
  /// Why there is not JSON text, although all keys are usable.
  private var failure: Failure?

  @_lifetime(copy composition)
  init(_ composition: consuming Composition) {
    json = JSONText(capacity: composition.text.count + composition.text.count / 4)
    positions.reserveCapacity(composition.nodes.count)
    members.reserveCapacity(64)
    maximumByteCount = composition.hasAliases ? YAMLReader.maximumExpandedByteCount : .max
    outerFrames.reserveCapacity(16)
    self.composition = composition
  }

  /// Writes the document.
  mutating func emit() throws(Failure) -> (json: [UInt8], positions: [PositionMap.Entry]) {
    try emitValue(0)
    while true {
      guard frame.next < frame.end else {
        guard let outer = outerFrames.popLast() else { break }
        json.append(frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        if frame.isObject { members.removeLast(members.count - frame.start) }
        frame = outer
        continue
      }
      json.separate()
      var node = frame.next
      if frame.isObject {
        let member = members[frame.next]
        emitKey(member)
        node = Int(member.value)
        frame.next += 1
      } else {
        frame.next = composition.end(of: node)
      }
      try emitValue(node)
      guard json.count <= maximumByteCount else {
        throw composition.failure(.excessiveExpansion, at: node)
      }
    }
    if let failure { throw failure }
    guard json.count <= maximumByteCount else {
      throw composition.failure(.excessiveExpansion, at: 0)
    }
    return (json.finish(), positions)
  }

  /// Where ``repeatedKeys`` are in a document that begins after `lineCount` lines, each once, in order.
  func repeatedKeyPositions(after lineCount: Int) -> [YAMLPosition] {
    guard !repeatedKeys.isEmpty else { return [] }
    return Set(repeatedKeys).sorted().map { node in
      let position = composition.position(of: node)
      return YAMLPosition(line: position.line + lineCount, column: position.column)
    }
  }

  private mutating func emitKey(_ member: Member) {
    notePosition(of: Int(member.keyNode))
    json.append(string: member.key, of: composition.text, composition.scratch)
    json.append(UInt8(ascii: ":"))
  }

  @inline(__always)
  private mutating func notePosition(of node: Int) {
    positions.append(
      PositionMap.Entry(
        jsonOffset: UInt32(truncatingIfNeeded: json.count),
        line: composition.nodes[node].line, column: composition.nodes[node].column))
  }

  private mutating func emitValue(_ index: Int) throws(Failure) {
    notePosition(of: index)
    let target = composition.target(of: index)
    let node = composition.nodes[target]
    switch node.kind {
    case .plain: emit(Scalar(plain: composition.bytes(of: node.text)), of: node)
    case .string: json.append(string: node.text, of: composition.text, composition.scratch)
    case .tagged where node.tag == .binary:
      let bytes = composition.bytes(of: node.text).base64Decoded ?? []
      json.append(string: bytes.span, 0..<bytes.count)
    case .tagged: emit(Scalar(composition.bytes(of: node.text), tag: node.tag), of: node)
    case .alias: break
    case .sequence:
      open(UInt8(ascii: "["), at: target)
      frame = Frame(isObject: false, next: target + 1, end: Int(node.link), start: 0)
    case .mapping:
      open(UInt8(ascii: "{"), at: target)
      let start = members.count
      try collectMembers(of: target)
      sortMembers(from: start)
      frame = Frame(isObject: true, next: start, end: members.count, start: start)
    }
  }

  /// Begins an object or an array. Go's decoder rejects nesting that is too deep after everything is written.
  private mutating func open(_ bracket: UInt8, at node: Int) {
    json.append(bracket)
    outerFrames.append(frame)
    if outerFrames.count > YAMLReader.maximumDepth, failure == nil {
      failure = composition.failure(.nestedTooDeep, at: node)
    }
  }

  private mutating func emit(_ scalar: Scalar, of node: Node) {
    switch scalar {
    case .null: json.append("null")
    case .bool(let value): json.append(value ? "true" : "false")
    case .int(let value): json.append(integer: value)
    case .uint(let value): json.append("\(value)")
    case .float(let value) where value.isFinite: json.append(GoFloat.json(value))
    case .float(let value):
      // A number that JSON cannot represent takes precedence over depth: `json.Marshal` runs before the decoder.
      if failure?.problem != .unsupportedNumber {
        failure = Failure(
          .unsupportedNumber, line: Int(node.line), column: Int(node.column),
          detail: value.isNaN ? "NaN" : value > 0 ? "+Inf" : "-Inf")
      }
    case .timestamp, .string:
      json.append(string: node.text, of: composition.text, composition.scratch)
    }
  }
}
