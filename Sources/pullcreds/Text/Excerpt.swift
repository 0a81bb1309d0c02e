import ImagePullCredentials
import PullDiagnosis

/// One line of a text that has a byte of interest in it, short enough for a terminal.
struct Excerpt: Sendable, Hashable {
  /// What is shown; `…` stands for what is left out before and after.
  let text: String
  /// The column of `text` at which the byte is shown, from 0; that after the last for a byte at the
  /// end.
  let column: Int

  /// An excerpt of at most `width` columns, and one more for the byte at the end.
  init(of line: String, around offset: Int, width: Int) {
    // Each scalar may take several columns, as an escape; all that belong to it stay together.
    var cells: [String] = []
    var target: Int?
    var byte = 0
    for scalar in line.unicodeScalars {
      if target == nil, offset < byte + UTF8.width(scalar) { target = cells.count }
      byte += UTF8.width(scalar)
      cells += scalar.printable.map(String.init)
    }
    let column = target ?? cells.count
    guard cells.count > width else {
      (text, self.column) = (cells.joined(), column)
      return
    }
    let room = width - 2
    let start = min(max(0, column - room / 2), cells.count - room)
    let end = start + room
    text =
      (start > 0 ? "…" : "") + cells[start..<end].joined() + (end < cells.count ? "…" : "")
    self.column = column - start + (start > 0 ? 1 : 0)
  }
}
