#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Colours for a report's marks and severities, or none.
///
/// A line is coloured by the word that it begins with, so that text is laid out without regard to
/// colour. All text of a page has been made printable before: escapes in it can only come from here.
struct Palette: Sendable {
  private let isColoured: Bool

  /// No colours.
  static let plain = Palette(isColoured: false)
  /// Red, yellow and green.
  static let coloured = Palette(isColoured: true)

  /// Colours if standard output is a terminal that can show them and `NO_COLOR` (no-color.org) is
  /// not set to anything.
  static var standardOutput: Palette {
    let isRefused = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    let isAble = FileDescriptor.standardOutput.isTerminal && environment("TERM") != "dumb"
    return isAble && !isRefused ? .coloured : .plain
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// `text` with each line's first word in its colour.
  func paint(_ text: String) -> String {
    guard isColoured else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(paint(line:))
      .joined(separator: "\n")
  }

  private func paint(line: Substring) -> String {
    let indent = line.prefix { $0 == " " }
    let rest = line[indent.endIndex...]
    for (word, colour) in Self.words where rest.hasPrefix(word) {
      return "\(indent)\u{1B}[\(colour)m\(word)\u{1B}[0m\(rest.dropFirst(word.count))"
    }
    return String(line)
  }

  /// The words, and the number that sets each one's colour.
  private static let words = [
    ("✓", 32), ("✗", 31), ("will fail", 31), ("may fail", 33), ("worth knowing", 36),
  ]
}
