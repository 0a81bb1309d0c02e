/// What the scanner makes of the text, as libyaml's scanner does.
struct Token {
  enum Kind: UInt8 {
    case streamEnd, versionDirective, tagDirective, documentStart, documentEnd
    case blockSequenceStart, blockMappingStart, blockEnd
    case flowSequenceStart, flowSequenceEnd, flowMappingStart, flowMappingEnd
    case blockEntry, flowEntry, key, value
    case alias, anchor, tag, plainScalar, otherScalar
  }

  let kind: Kind
  let start: Mark
  /// The place after the token, where an empty node stands that should have followed it.
  var end = Mark()
  /// A scalar's value, an anchor's name, a tag's handle, the version.
  var text = Slice.empty
  /// A tag's text after the handle, or the prefix of a directive.
  var suffix = Slice.empty
  /// The flow level at which this token may turn out to begin a simple key, or -1.
  var keyLevel: Int32 = -1

  init(_ kind: Kind, at start: Mark) {
    self.kind = kind
    self.start = start
  }
}

/// The tokens that have been scanned and not yet parsed.
///
/// It is a queue, because a `:` turns what stands before it into a key: a token is then inserted before tokens that are
/// waiting. At most 1,024 characters wait, so that inserting is cheap.
struct TokenQueue {
  private var tokens: [Token] = []
  private var head = 0
  /// How many tokens have been taken out: the number of the first token that waits.
  private(set) var takenCount = 0

  var isEmpty: Bool { head == tokens.count }
  /// The number that the next token to be appended gets.
  var nextNumber: Int { takenCount + tokens.count - head }
  /// The first token. There must be one.
  var first: Token {
    @inline(__always) get { tokens[head] }
  }

  @inline(__always)
  mutating func append(_ token: Token) {
    tokens.append(token)
  }

  /// Inserts a token before the one with `number`; appends it if that one has been taken, as libyaml's Go port does.
  mutating func insert(_ token: Token, before number: Int) {
    let position = number - takenCount
    if position < 0 {
      tokens.append(token)
    } else {
      tokens.insert(token, at: min(head + position, tokens.count))
    }
  }

  @inline(__always)
  mutating func removeFirst() {
    head += 1
    takenCount += 1
    if head == tokens.count {
      tokens.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 2_048, head > tokens.count / 2 {
      tokens.removeFirst(head)
      head = 0
    }
  }
}

/// Where a simple key, one without `?`, may have begun.
struct SimpleKey {
  /// Whether it still may be one.
  var isPossible = false
  /// Whether the token must be a key: block context, at the column of the mapping.
  var isRequired = false
  /// Whether scanning goes on for its sake while its token is the first that waits.
  var isAwaited = false
  var tokenNumber = 0
  var mark = Mark()
}
