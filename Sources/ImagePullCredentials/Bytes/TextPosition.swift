/// A line and a column of a text, both from 1; the column counts bytes.
package struct TextPosition: Sendable, Hashable {
  package private(set) var line = 1
  package private(set) var column = 1

  /// The position of byte `offset` in `bytes`. O(offset): for error messages only.
  package init(of offset: Int, in bytes: Span<UInt8>) {
    advance(from: 0, to: offset, in: bytes)
  }

  /// Moves on from byte `start`, whose position this is, to byte `end`.
  package mutating func advance(from start: Int, to end: Int, in bytes: Span<UInt8>) {
    column += end - start
    var index = start
    while index < min(end, bytes.count) {
      if bytes[index] == UInt8(ascii: "\n") {
        line += 1
        column = end - index
      }
      index += 1
    }
  }
}
