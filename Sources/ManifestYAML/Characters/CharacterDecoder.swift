/// Goes through the characters of a document as libyaml's reader does (go.yaml.in/yaml/v2, readerc.go): it decodes
/// UTF-16, skips a byte order mark, and finds the first character that is not allowed.
struct CharacterDecoder: ~Escapable {
  /// Where a text has to end, and why.
  struct Cut {
    let failure: Failure
    /// The length of the text that is read before the failure.
    let available: Int
  }

  /// libyaml reads blocks of this many bytes.
  private static let blockSize = 512

  private let input: Span<UInt8>
  private var offset = 0
  /// Where the block of the last read character begins in the text, and where it ends in the input.
  private var blockStart = 0
  private var blockEnd = Self.blockSize
  /// The text in UTF-8 without a byte order mark; nil if that is the input.
  private(set) var output: [UInt8]?

  @_lifetime(copy input)
  init(_ input: Span<UInt8>) {
    self.input = input
  }

  mutating func decode() -> Cut? {
    do {
      switch (byte(0), byte(1), byte(2)) {
      case (0xFF, 0xFE, _): try decodeUTF16(isLittleEndian: true)
      case (0xFE, 0xFF, _): try decodeUTF16(isLittleEndian: false)
      case (0xEF, 0xBB, 0xBF):
        offset = 3
        output = [UInt8](input.extracting(droppingFirst: 3))
        try checkUTF8(markLength: 3)
      default: try checkUTF8(markLength: 0)
      }
      return nil
    } catch {
      return Cut(failure: failure(error), available: blockStart)
    }
  }

  private func byte(_ index: Int) -> UInt8 {
    index < input.count ? input[index] : 0
  }

  /// The problem at `offset`. Lines and columns of UTF-16 are those of its bytes.
  private func failure(_ problem: Problem) -> Failure {
    var line = 0
    var lineStart = 0
    while let end = input.firstOffset(of: UInt8(ascii: "\n"), in: lineStart..<offset) {
      line += 1
      lineStart = end + 1
    }
    return Failure(problem, line: line, column: input.characterCount(in: lineStart..<offset))
  }

  // MARK: - UTF-8

  private mutating func checkUTF8(markLength: Int) throws(Problem) {
    while true {
      offset = input.endOfUsualBytes(from: offset)
      guard offset < input.count else { return }
      let lead = input[offset]
      let width =
        switch lead {
        case 0..<0x80: 1
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF8: 4
        default: 0
        }
      beginCharacter(width: max(width, 1), textOffset: offset - markLength)
      guard width > 0 else { throw .invalidLeadingByte }
      guard offset + width <= input.count else { throw .incompleteCharacter }
      var value = UInt32(width == 1 ? lead : lead & (0x7F >> UInt8(width)))
      for index in offset + 1..<offset + width {
        guard input[index] & 0xC0 == 0x80 else { throw .invalidTrailingByte }
        value = value << 6 | UInt32(input[index] & 0x3F)
      }
      let least: UInt32 = width == 4 ? 0x10000 : width == 3 ? 0x800 : width == 2 ? 0x80 : 0
      guard value >= least else { throw .overlongCharacter }
      guard Unicode.Scalar(value) != nil else { throw .invalidCharacter }
      guard Self.isAllowed(value) else { throw .controlCharacter }
      offset += width
    }
  }

  /// Notes that the next character takes `width` bytes; it begins a new block if it does not end in this one.
  private mutating func beginCharacter(width: Int, textOffset: Int) {
    if offset > blockEnd {
      let passed = (offset - blockEnd) / Self.blockSize * Self.blockSize
      blockStart = textOffset - (offset - blockEnd - passed)
      blockEnd += passed + Self.blockSize
    }
    guard offset + width > min(blockEnd, input.count) else { return }
    blockStart = textOffset
    blockEnd = offset + Self.blockSize
  }

  private static func isAllowed(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
      true
    default: false
    }
  }

  // MARK: - UTF-16

  private mutating func decodeUTF16(isLittleEndian: Bool) throws(Problem) {
    var text: [UInt8] = []
    defer { output = text }
    offset = 2
    while offset < input.count {
      let first = unit(at: offset, isLittleEndian)
      let isPair = first.map { $0 & 0xFC00 == 0xD800 } ?? false
      let width = isPair ? 4 : 2
      beginCharacter(width: width, textOffset: text.count)
      guard let first else { throw .incompleteUTF16 }
      guard first & 0xFC00 != 0xDC00 else { throw .unexpectedLowSurrogate }
      var value = UInt32(first)
      if isPair {
        guard let second = unit(at: offset + 2, isLittleEndian) else {
          throw .incompleteSurrogatePair
        }
        guard second & 0xFC00 == 0xDC00 else { throw .missingLowSurrogate }
        value = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
      }
      guard Self.isAllowed(value) else { throw .controlCharacter }
      text.append(scalar: value)
      offset += width
    }
  }

  private func unit(at offset: Int, _ isLittleEndian: Bool) -> UInt16? {
    guard offset + 2 <= input.count else { return nil }
    let (first, second) = (UInt16(input[offset]), UInt16(input[offset + 1]))
    return isLittleEndian ? second << 8 | first : first << 8 | second
  }
}

// MARK: - Files

extension Span<UInt8> {
  /// The text in UTF-8 if this begins with a byte order mark of UTF-16; ill-formed parts become U+FFFD.
  var utf16Decoded: [UInt8]? {
    guard count >= 2 else { return nil }
    let isLittleEndian: Bool
    switch (self[0], self[1]) {
    case (0xFF, 0xFE): isLittleEndian = true
    case (0xFE, 0xFF): isLittleEndian = false
    default: return nil
    }
    var units: [UInt16] = []
    units.reserveCapacity(count / 2)
    for offset in stride(from: 2, to: count - 1, by: 2) {
      let (first, second) = (UInt16(self[offset]), UInt16(self[offset + 1]))
      units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
    }
    var bytes = Array(String(decoding: units, as: UTF16.self).utf8)
    if count % 2 == 1 { bytes.append(contentsOf: UTF8.encodedReplacementCharacter) }
    return bytes
  }
}
