/// Splits a stream of YAML documents at the lines that begin with `---`.
///
/// apimachinery's rules (util/yaml/decoder.go, `YAMLReader` and `LineReader`): such a line separates anywhere, also in
/// quotes and block scalars; only a comment may follow on it; and if there is nothing before it, it is the first line
/// of the next document.
struct DocumentSplitter: ~Escapable {
  private let source: Span<UInt8>
  private(set) var offset: Int
  /// The line of `offset`, from 0.
  private(set) var line: Int

  /// Lines are read in blocks of this many bytes.
  private static let blockSize = 4_096

  /// Begins at `offset` of `source`, which is in `line`.
  @_lifetime(copy source)
  init(_ source: Span<UInt8>, at offset: Int = 0, line: Int = 0) {
    self.source = source
    self.offset = offset
    self.line = line
  }

  /// Puts the next document into `text`, and returns its first line; nil after the last one.
  mutating func next(
    into text: inout DocumentText, illFormed: DocumentText.IllFormed
  ) throws(Failure) -> Int? {
    let start = offset
    let firstLine = line
    var traits = DocumentText.Traits()
    while offset < source.count {
      if isSeparator(at: offset) {
        let end = source.firstOffset(of: UInt8(ascii: "\n"), in: offset..<source.count)
        let lineEnd = end ?? source.count
        try checkSeparator(offset + 3..<lineEnd)
        if offset > start {
          let chunk = source.extracting(start..<offset)
          offset = end.map { $0 + 1 } ?? source.count
          line += 1
          text.set(chunk, traits, illFormed: illFormed)
          return firstLine
        }
      }
      skipLines(&traits)
    }
    let end = endWithoutLostLine(from: start)
    guard end > start else { return nil }
    text.set(source.extracting(start..<end), traits, illFormed: illFormed)
    return firstLine
  }

  private func isSeparator(at offset: Int) -> Bool {
    offset + 3 <= source.count && source[offset] == UInt8(ascii: "-")
      && source[offset + 1] == UInt8(ascii: "-") && source[offset + 2] == UInt8(ascii: "-")
  }

  /// Only white space and a comment may follow `---`.
  private func checkSeparator(_ rest: Range<Int>) throws(Failure) {
    let text = source.endOfWhiteSpace(from: rest.lowerBound, before: rest.upperBound)
    guard text == rest.upperBound || source[text] == UInt8(ascii: "#") else {
      throw Failure(.invalidSeparator, line: line, column: text - rest.lowerBound + 3)
    }
  }

  /// Skips the line at `offset`, and the lines after it that do not begin with `-`.
  private mutating func skipLines(_ traits: inout DocumentText.Traits) {
    var unusual: UInt64 = 0
    var returns: UInt64 = 0
    defer {
      if returns != 0 { traits.hasCarriageReturn = true }
      if unusual != 0 { traits.hasUnusualByte = true }
    }
    var index = offset
    while index + 8 <= source.count {
      let word = source.word(at: index)
      let lineFeeds = word.exactMarks(of: UInt8(ascii: "\n"))
      let returnsHere = word.exactMarks(of: UInt8(ascii: "\r"))
      returns |= returnsHere
      unusual |= word.unusualMarks & ~(lineFeeds | returnsHere | word.exactMarks(of: 0x09))
      var rest = lineFeeds
      while rest != 0 {
        let next = index + rest.trailingZeroBitCount / 8 + 1
        line += 1
        if next < source.count, source[next] == UInt8(ascii: "-") {
          offset = next
          return
        }
        rest &= rest &- 1
      }
      index += 8
    }
    while index < source.count {
      let byte = source[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        if index < source.count, source[index] == UInt8(ascii: "-") {
          offset = index
          return
        }
      case UInt8(ascii: "\r"): returns = 1
      case 0x20...0x7E, 0x09: break
      default: unusual = 1
      }
    }
    offset = index
  }

  /// Where the last document ends. apimachinery loses a last line that has no LF and fills its blocks exactly.
  private func endWithoutLostLine(from start: Int) -> Int {
    guard let last = source.indices.last, last >= start, source[last] != UInt8(ascii: "\n") else {
      return source.count
    }
    let lineStart =
      source.lastOffset(of: UInt8(ascii: "\n"), in: start..<source.count)
      .map { $0 + 1 } ?? start
    var block = lineStart
    while source.count - block >= Self.blockSize {
      // A CR at the end of a block is read again, with the LF that may follow.
      block += Self.blockSize
      if source[block - 1] == UInt8(ascii: "\r") { block -= 1 }
    }
    return block == source.count && block > lineStart ? lineStart : source.count
  }
}

// MARK: - White space

extension Span<UInt8> {
  /// The end of the white space from `start`, as in Go's `unicode.IsSpace`.
  func endOfWhiteSpace(from start: Int, before end: Int) -> Int {
    var offset = start
    while offset < end {
      let width = whiteSpaceWidth(at: offset, before: end)
      guard width > 0 else { return offset }
      offset += width
    }
    return end
  }

  /// The length of the white space character at `offset`, 0 if there is none.
  private func whiteSpaceWidth(at offset: Int, before end: Int) -> Int {
    switch self[offset] {
    case 0x09...0x0D, 0x20: 1
    case 0xC2 where offset + 1 < end && (self[offset + 1] == 0x85 || self[offset + 1] == 0xA0): 2
    case 0xE1...0xE3 where offset + 2 < end && isWideWhiteSpace(at: offset): 3
    default: 0
    }
  }

  private func isWideWhiteSpace(at offset: Int) -> Bool {
    switch UInt32(self[offset]) << 16 | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) {
    case 0xE19A80, 0xE28080...0xE2808A, 0xE280A8, 0xE280A9, 0xE280AF, 0xE2819F, 0xE38080: true
    default: false
    }
  }

  /// Where YAML may begin after JSON that ends at `start`: after white space, up to and including the first LF.
  ///
  /// apimachinery reads four bytes at a time (util/yaml/decoder.go, `consumeWhitespace`): nil if there are fewer, or if
  /// they do not begin with UTF-8.
  func startOfYAML(after start: Int) -> Int? {
    var offset = start
    while offset + 4 <= count {
      if self[offset] == UInt8(ascii: "\n") { return offset + 1 }
      let width = whiteSpaceWidth(at: offset, before: count)
      if width == 0 {
        let isCharacter = self[offset] < 0x80 || wellFormedLength(at: offset) > 0
        return isCharacter ? offset : nil
      }
      offset += width
    }
    return nil
  }

  /// The number of characters in `range`.
  func characterCount(in range: Range<Int>) -> Int {
    var characters = 0
    for index in range where self[index] & 0xC0 != 0x80 { characters += 1 }
    return characters
  }
}
