/// A line and a column of a text, both from 1; the column counts bytes.
package struct TextPosition: Sendable, Hashable {
  package let line: Int
  package let column: Int

  /// The position of byte `offset` in `bytes`. O(offset): for error messages only.
  package init(of offset: Int, in bytes: Span<UInt8>) {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    self.line = line
    self.column = offset - lineStart + 1
  }
}
