import ImagePullCredentials
import PullDiagnosis

/// Text for a terminal of 80 columns.
///
/// Sentences are wrapped at spaces. References and registry keys are kept whole, so that they can be
/// copied, on lines of their own; only a digest moves to the next line.
struct TextPage: Sendable {
  static let width = 80

  private(set) var text = ""

  /// An empty line, unless nothing or one stands before it.
  mutating func blank() {
    if !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
  }

  /// A line that is not wrapped.
  mutating func line(_ line: String, indent: Int = 0) {
    text += String(repeating: " ", count: line.isEmpty ? 0 : indent) + line.printable + "\n"
  }

  /// Sentences, wrapped at spaces; line breaks in them are kept. All lines but the first are
  /// indented by `hanging` more.
  mutating func paragraph(_ sentences: String, indent: Int = 0, hanging: Int = 0) {
    let first = Self.width - indent
    for (number, text) in wrap(sentences, first: first, rest: first - hanging).enumerated() {
      line(text, indent: number == 0 ? indent : indent + hanging)
    }
  }

  /// A term, and what it means in a column of its own.
  mutating func definition(_ term: String, _ meaning: String, column: Int, indent: Int) {
    let room = Self.width - indent - column
    for (number, text) in wrap(meaning, first: room, rest: room).enumerated() {
      line((number == 0 ? term : "").padded(to: column) + text, indent: indent)
    }
  }

  /// An image reference; a digest that does not fit is on a line of its own.
  mutating func reference(_ reference: String, indent: Int = 0) {
    guard indent + reference.count > Self.width, let at = reference.lastIndex(of: "@") else {
      return line(reference, indent: indent)
    }
    line(String(reference[..<at]), indent: indent)
    line(String(reference[at...]), indent: indent)
  }

  /// A value after what it is; on the next line if it does not fit.
  mutating func field(_ label: String, _ value: String, column: Int, indent: Int) {
    if indent + column + value.count <= Self.width {
      line(label.padded(to: column) + value, indent: indent)
    } else {
      line(label, indent: indent)
      reference(value, indent: indent + 2)
    }
  }

  /// Values after what they are; each on a line of its own if they do not fit on one.
  mutating func field(_ label: String, _ values: [String], column: Int, indent: Int) {
    let joined = values.joined(separator: ", ")
    guard indent + column + joined.count > Self.width, let first = values.first else {
      return field(label, joined, column: column, indent: indent)
    }
    field(label, first, column: column, indent: indent)
    for value in values.dropFirst() { line(value, indent: indent + column) }
  }
}

/// The lines of `sentences`, of at most `first` and `rest` columns where spaces allow it.
private func wrap(_ sentences: String, first: Int, rest: Int) -> [String] {
  var lines: [String] = []
  for sentence in sentences.split(separator: "\n", omittingEmptySubsequences: false) {
    var current = ""
    for word in sentence.split(separator: " ") {
      if current.isEmpty {
        current += word
      } else if current.count + 1 + word.count <= (lines.isEmpty ? first : rest) {
        current += " \(word)"
      } else {
        lines.append(current)
        current = String(word)
      }
    }
    lines.append(current)
  }
  return lines
}

extension String {
  /// The text with spaces after it up to `column`, but at least one unless it is empty.
  fileprivate func padded(to column: Int) -> String {
    self + String(repeating: " ", count: max(isEmpty ? 0 : 1, column - count))
  }
}
