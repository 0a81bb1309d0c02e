/// The text of one document for the scanner: UTF-8, lines that end in LF, and four NUL bytes at the end for its
/// lookahead.
struct DocumentText {
  private(set) var bytes: [UInt8] = []
  private(set) var ending = TextEnding.complete

  /// Which checks the bytes of a document need.
  struct Traits {
    /// There is a CR.
    var hasCarriageReturn = false
    /// There is a byte other than printable ASCII, a tab and a line end.
    var hasUnusualByte = false
  }

  /// How bytes that are not UTF-8 are handled.
  enum IllFormed {
    case refused, replaced
  }

  /// Sets the text to the document `chunk`, in which every LF ends a line.
  mutating func set(_ chunk: Span<UInt8>, _ traits: Traits, illFormed: IllFormed) {
    bytes.removeAll(keepingCapacity: true)
    ending = .complete
    if traits.hasCarriageReturn {
      appendLines(of: chunk)
    } else {
      bytes.append(copying: chunk, 0..<chunk.count)
    }
    if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    if traits.hasUnusualByte || traits.hasCarriageReturn { checkCharacters(illFormed) }
    bytes.append(contentsOf: [0, 0, 0, 0])
  }

  /// Appends the lines, without one CR before each LF.
  private mutating func appendLines(of chunk: Span<UInt8>) {
    var start = 0
    for index in 0..<chunk.count
    where chunk[index] == UInt8(ascii: "\r") && index + 1 < chunk.count
      && chunk[index + 1] == UInt8(ascii: "\n")
    {
      bytes.append(copying: chunk, start..<index)
      start = index + 1
    }
    bytes.append(copying: chunk, start..<chunk.count)
  }

  private mutating func checkCharacters(_ illFormed: IllFormed) {
    if illFormed == .replaced, !bytes.span.isUTF8 {
      bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
    }
    var decoder = CharacterDecoder(bytes.span)
    let failure = decoder.decode()
    if let decoded = decoder.output { bytes = decoded }
    if let failure {
      bytes.removeLast(bytes.count - failure.available)
      ending = .cut(failure.failure)
    }
  }
}

/// How a document's text ends.
enum TextEnding {
  /// At the end of the document.
  case complete
  /// At a character that is not allowed. libyaml reads its input in blocks, and rejects the whole block of such a
  /// character as soon as it needs the block's first character.
  case cut(Failure)

  /// The failure, if fewer than `count` characters follow `offset` in the text, which ends in four NUL bytes.
  @inline(__always)
  func failure(within count: Int, of offset: Int, in text: Span<UInt8>) -> Failure? {
    guard case .cut(let failure) = self else { return nil }
    var end = offset
    for _ in 0..<count {
      if end >= text.count - 4 { return failure }
      end += text.characterWidth(at: end)
    }
    return nil
  }
}
