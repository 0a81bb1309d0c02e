/// A place in a document's text, as libyaml counts: characters, and every break is a line's end.
struct Mark {
  /// The line, from 0.
  var line: UInt32 = 0
  /// The characters of the line before it.
  var column: UInt32 = 0

  /// The place after one more character of the line.
  var next: Mark { Mark(line: line, column: column &+ 1) }
}

/// A piece of text: of the document's own where the value is written in one piece, of the scratch buffer where it had to be
/// put together from several lines or had escapes.
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
