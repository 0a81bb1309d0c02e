/// Turns the text of a document into tokens.
///
/// This is the state machine of libyaml 0.1, for YAML 1.1, in goyaml v2's port (go.yaml.in/yaml/v2, scannerc.go): its
/// states, not a grammar, determine which texts it accepts and where it reports errors.
///
/// It makes one forward pass over the bytes. Columns and distances count characters; in a text that is all ASCII, bytes
/// are characters.
struct Scanner: ~Escapable {
  /// The text, followed by four NUL bytes, which it cannot contain.
  let text: Span<UInt8>
  /// How the text ends: with the document, or before a character that is not allowed.
  let ending: TextEnding
  private let isCut: Bool
  /// The byte that is read next.
  var offset = 0
  /// The line of `offset`, from 0.
  var line = 0
  /// Bytes before `offset` that do not begin a character.
  var trailingByteCount = 0
  /// The index of the first character of the line of `offset`.
  var lineIndex = 0

  var tokens = TokenQueue()
  /// The number of open flow collections.
  var flowLevel = 0
  /// The column of the innermost open block collection; -1 if there is none.
  var indent = -1
  var outerIndents: [Int] = []
  /// Whether a simple key may begin here.
  var allowsSimpleKey = true
  /// A simple key for the block context and each open flow collection.
  var simpleKeys = [SimpleKey()]
  /// Values that are not contiguous in the text.
  var scratch: [UInt8] = []
  /// The breaks between two lines of a scalar, after the first one.
  var breaks: [UInt8] = []

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, ending: TextEnding) {
    self.text = text
    self.ending = ending
    if case .cut = ending { isCut = true } else { isCut = false }
    outerIndents.reserveCapacity(16)
  }

  var index: Int { offset &- trailingByteCount }
  var column: Int { index &- lineIndex }
  var mark: Mark {
    Mark(line: UInt32(truncatingIfNeeded: line), column: UInt32(truncatingIfNeeded: column))
  }

  /// The kind of the next token.
  @inline(__always)
  mutating func peek() throws(Failure) -> Token.Kind {
    while try needsToken() { try fetchToken() }
    return tokens.first.kind
  }

  /// The peeked token.
  var token: Token {
    @inline(__always) get { tokens.first }
  }

  @inline(__always)
  mutating func skip() {
    tokens.removeFirst()
  }

  /// Whether the first token is not final yet: there is none, or a `:` may still make it a key.
  @inline(__always)
  private mutating func needsToken() throws(Failure) -> Bool {
    if tokens.isEmpty { return true }
    let level = Int(tokens.first.keyLevel)
    return level < 0 ? false : try isAwaited(at: level)
  }

  /// Whether the first token is saved as a simple key of this level and may still be one.
  private mutating func isAwaited(at level: Int) throws(Failure) -> Bool {
    guard level < simpleKeys.count else { return false }
    guard simpleKeys[level].isAwaited, simpleKeys[level].tokenNumber == tokens.takenCount else {
      return false
    }
    return try isStillPossible(at: level)
  }

  /// The failure at a character that is not allowed, if scanning is so close that libyaml has read it.
  @inline(__always)
  func unreadable(within count: Int) -> Failure? {
    isCut ? ending.failure(within: count, of: offset, in: text) : nil
  }

  /// The failure at `offset`; `start` is the mistake, if it is before.
  func failure(_ problem: Problem, startedAt start: Mark? = nil) -> Failure {
    if let unreadable = unreadable(within: 4) { return unreadable }
    return Failure(problem, at: start ?? mark, kubectlLine: line == 0 ? nil : line + 1)
  }
}

// MARK: - Simple keys and indentation

extension Scanner {
  /// A simple key is on one line, and its `:` at most this many characters after its start.
  static let maximumKeyDistance = 1_024

  /// Whether the simple key of a level may still be one.
  mutating func isStillPossible(at level: Int) throws(Failure) -> Bool {
    let key = simpleKeys[level]
    guard key.isPossible else { return false }
    guard
      Int(key.mark.line) < line || key.index + Self.maximumKeyDistance < index
    else { return true }
    guard !key.isRequired else { throw failure(.missingColon, startedAt: key.mark) }
    simpleKeys[level].isPossible = false
    return false
  }

  /// Notes that the next token may begin a simple key, and returns the token's ``Token/keyLevel``.
  mutating func saveSimpleKey() throws(Failure) -> Int32 {
    guard allowsSimpleKey else { return -1 }
    try removeSimpleKey()
    return saveSimpleKey(at: mark, index)
  }

  private mutating func saveSimpleKey(at start: Mark, _ index: Int) -> Int32 {
    let level = simpleKeys.count - 1
    simpleKeys[level] = SimpleKey(
      isPossible: true, isRequired: flowLevel == 0 && indent == Int(start.column),
      isAwaited: true, tokenNumber: tokens.nextNumber, mark: start, index: index)
    return Int32(truncatingIfNeeded: level)
  }

  /// Whether the scalar that begins here may be a simple key.
  @inline(__always)
  mutating func beginScalar() throws(Failure) -> Bool {
    guard allowsSimpleKey else { return false }
    try removeSimpleKey()
    allowsSimpleKey = false
    return true
  }

  /// Appends a scalar that may be a simple key and begins at a character's index. If its `:` follows at once it is one, and
  /// nothing has to be saved.
  @inline(__always)
  mutating func append(
    _ scalar: Token, mayBeKey: Bool, index startIndex: Int
  ) throws(Failure) {
    guard mayBeKey else { return tokens.append(scalar) }
    var token = scalar
    if text[offset] == UInt8(ascii: ":"), flowLevel > 0 || isBlankOrEnd(at: offset + 1),
      Int(scalar.start.line) == line, index - startIndex <= Self.maximumKeyDistance
    {
      if let unreadable = unreadable(within: 4) { throw unreadable }
      simpleKeys[simpleKeys.count - 1].tokenNumber = tokens.nextNumber
      try openBlock(
        .blockMappingStart, column: Int(scalar.start.column), before: nil, at: scalar.start)
      token.kind = .simpleKey
      offset += 1
      token.end = mark
    } else {
      token.keyLevel = saveSimpleKey(at: scalar.start, startIndex)
    }
    tokens.append(token)
  }

  /// Removes the simple key of this level, which is not a key.
  mutating func removeSimpleKey() throws(Failure) {
    let level = simpleKeys.count - 1
    guard simpleKeys[level].isPossible else { return }
    guard !simpleKeys[level].isRequired else {
      throw failure(.missingColon, startedAt: simpleKeys[level].mark)
    }
    simpleKeys[level].isPossible = false
    simpleKeys[level].isAwaited = false
  }

  mutating func openFlowLevel() throws(Failure) {
    simpleKeys.append(SimpleKey(tokenNumber: tokens.nextNumber, mark: mark))
    flowLevel += 1
    guard flowLevel <= YAMLReader.maximumDepth else { throw failure(.tooDeep) }
  }

  mutating func closeFlowLevel() {
    guard flowLevel > 0, let closed = simpleKeys.popLast() else { return }
    flowLevel -= 1
    // The Go port finds a key by its token's number, and drops the number of the level that it closes. If no key was
    // saved there, that is still the number of the bracket itself: `[]` and `{}` do not wait and do not become keys.
    let level = simpleKeys.count - 1
    if simpleKeys[level].tokenNumber == closed.tokenNumber { simpleKeys[level].isAwaited = false }
  }

  /// Opens a block collection if `column` is deeper than the innermost one.
  mutating func openBlock(
    _ kind: Token.Kind, column: Int, before number: Int?, at mark: Mark
  ) throws(Failure) {
    guard flowLevel == 0, indent < column else { return }
    outerIndents.append(indent)
    indent = column
    guard outerIndents.count <= YAMLReader.maximumDepth else { throw failure(.tooDeep) }
    if let number {
      tokens.insert(Token(kind, at: mark), before: number)
    } else {
      tokens.append(Token(kind, at: mark))
    }
  }

  /// Closes the block collections that are deeper than `column`.
  mutating func closeBlocks(deeperThan column: Int) {
    guard flowLevel == 0 else { return }
    while indent > column {
      tokens.append(Token(.blockEnd, at: mark))
      indent = outerIndents.popLast() ?? -1
    }
  }
}
