/// A place in a document's text, as libyaml counts: in characters, where every break ends a line.
struct Mark {
  /// The line, from 0.
  var line: UInt32 = 0
  /// The number of characters before it in the line.
  var column: UInt32 = 0

  /// The place after one more character of the line.
  var next: Mark { Mark(line: line, column: column &+ 1) }
}

/// A piece of text: in the document if the value is contiguous there, in the scratch buffer if it spans several lines
/// or has escapes.
struct Slice {
  private let start: Int32
  private let length: Int32

  static let empty = Slice(inText: 0, count: 0)

  init(inText start: Int, count: Int) {
    self.start = Int32(truncatingIfNeeded: start)
    self.length = Int32(truncatingIfNeeded: count)
  }

  init(inScratch start: Int, count: Int) {
    self.start = ~Int32(truncatingIfNeeded: start)
    self.length = Int32(truncatingIfNeeded: count)
  }

  var count: Int { Int(length) }
  var isInScratch: Bool { start < 0 }
  var range: Range<Int> {
    let start = Int(start < 0 ? ~start : start)
    return start..<start &+ count
  }
}

/// The scanner's output, as in libyaml.
struct Token {
  enum Kind: UInt8 {
    case streamEnd, versionDirective, tagDirective, documentStart, documentEnd
    case blockSequenceStart, blockMappingStart, blockEnd
    case flowSequenceStart, flowSequenceEnd, flowMappingStart, flowMappingEnd
    case blockEntry, flowEntry, key, value
    /// A scalar that is a simple key, with the implied start of the key and the `:` after it: three tokens in libyaml.
    case simpleKey
    case alias, anchor, tag, scalar
  }

  var kind: Kind
  let start: Mark
  /// A scalar's value, an anchor's name, a tag's handle, the version.
  var text = Slice.empty
  /// A tag's text after the handle, or the prefix of a directive.
  var suffix = Slice.empty
  /// The place after the `:` of a simple key, where its value is if it is empty.
  var end = Mark()
  /// Whether a scalar is plain.
  var isPlain = false
  /// The flow level at which this token may begin a simple key, or -1.
  var keyLevel: Int32 = -1

  init(_ kind: Kind, at start: Mark) {
    self.kind = kind
    self.start = start
  }
}

/// The tokens that are scanned but not yet parsed.
///
/// It is a queue because a `:` can turn the text before it into a key: tokens are then inserted before the waiting
/// ones. Usually few wait, and they are stored inline; at most the tokens of 1,024 characters wait.
struct TokenQueue {
  private static let nearCapacity = 8

  /// The first tokens, in a ring.
  private var near = InlineArray<8, Token>(repeating: Token(.streamEnd, at: Mark()))
  private var head = 0
  private var nearCount = 0
  /// The tokens after them, if there are more.
  private var far: [Token] = []
  private var farHead = 0
  /// The number of tokens taken out, which is the number of the first waiting token.
  private(set) var takenCount = 0

  private var farCount: Int { far.count &- farHead }
  var isEmpty: Bool { nearCount == 0 }
  /// The number of the next appended token.
  var nextNumber: Int { takenCount &+ nearCount &+ farCount }
  /// The first token. The queue must not be empty.
  var first: Token {
    @inline(__always) get { near[head] }
  }

  @inline(__always)
  mutating func append(_ token: Token) {
    if nearCount < Self.nearCapacity, farCount == 0 {
      near[(head &+ nearCount) % Self.nearCapacity] = token
      nearCount &+= 1
    } else {
      far.append(token)
    }
  }

  @inline(__always)
  mutating func removeFirst() {
    head = (head &+ 1) % Self.nearCapacity
    nearCount &-= 1
    takenCount &+= 1
    if nearCount == 0, farCount > 0 { refill() }
  }

  private mutating func refill() {
    head = 0
    nearCount = min(farCount, Self.nearCapacity)
    for index in 0..<nearCount { near[index] = far[farHead + index] }
    farHead += nearCount
    guard farHead > far.count / 2 else { return }
    far.removeFirst(farHead)
    farHead = 0
  }

  /// Inserts a token before the one with `number`; appends it if that one was taken out, as in libyaml's Go port.
  mutating func insert(_ token: Token, before number: Int) {
    let position = number - takenCount
    guard position >= 0, number < nextNumber else { return append(token) }
    guard position < nearCount else {
      return far.insert(token, at: farHead + position - nearCount)
    }
    var last = token
    for index in position..<nearCount { swap(&near[(head + index) % Self.nearCapacity], &last) }
    if farCount == 0 {
      append(last)
    } else {
      far.insert(last, at: farHead)
    }
  }
}

/// Where a simple key, which has no `?`, may begin.
struct SimpleKey {
  /// Whether it still may be one.
  var isPossible = false
  /// Whether the token must be a key: block context, at the column of the mapping.
  var isRequired = false
  /// Whether scanning continues for it while its token is the first waiting one.
  var isAwaited = false
  var tokenNumber = 0
  /// Where it begins: the place and the number of characters before it.
  var mark = Mark()
  var index = 0
}
