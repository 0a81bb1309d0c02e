extension Span<UInt8> {
  /// The end of the white space from `start`, as Go's `unicode.IsSpace` has it.
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

  /// Where YAML may begin after JSON that ends at `start`: after white space, the first LF included.
  ///
  /// apimachinery looks at four bytes at a time (util/yaml/decoder.go, `consumeWhitespace`): nil if there are not so many, or
  /// if they do not begin with UTF-8.
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

  /// How many characters are in `range`.
  func characterCount(in range: Range<Int>) -> Int {
    var characters = 0
    for index in range where self[index] & 0xC0 != 0x80 { characters += 1 }
    return characters
  }
}
