import ImagePullCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// The terminal that standard output is, if it is one.
enum Terminal {
  /// How many columns a page has: `COLUMNS`, or those of the terminal; 80 where there is none.
  static let width = min(max(40, columns ?? 80), 400)

  private static var columns: Int? {
    if let text = Environment.variable("COLUMNS"), let columns = Int(text), columns > 0 {
      return columns
    }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// Colours for a report's marks and severities, or none.
///
/// A line is coloured by the word that it begins with, so that text is laid out without regard to
/// colour. Input cannot make escapes of its own: a page is made of ``SafeText``.
struct Palette: Sendable {
  private let isColoured: Bool

  /// No colours.
  static let plain = Palette(isColoured: false)
  /// Red, yellow and green.
  static let coloured = Palette(isColoured: true)

  /// Colours if standard output is a terminal that can show them and `NO_COLOR` (no-color.org) is
  /// not set to anything.
  static var standardOutput: Palette {
    let isRefused = Environment.variable("NO_COLOR").map { !$0.isEmpty } ?? false
    let isAble =
      FileDescriptor.standardOutput.isTerminal && Environment.variable("TERM") != "dumb"
    return isAble && !isRefused ? .coloured : .plain
  }

  /// `text` with each line's first word in its colour.
  func paint(_ text: SafeText) -> SafeText {
    guard isColoured else { return text }
    return text.lines.map(paint(line:)).joined(separator: "\n")
  }

  private func paint(line: SafeText) -> SafeText {
    for (word, colour) in Self.words {
      if let (indent, rest) = line.parts(around: word) {
        return "\(indent)\u{1B}[\(colour)m\(word)\u{1B}[0m\(rest)"
      }
    }
    return line
  }

  /// The words, and the number that sets each one's colour.
  private static let words: [(SafeText, Int)] = [
    ("✓", 32), ("✗", 31), ("will fail", 31), ("may fail", 33), ("worth knowing", 36),
  ]
}
