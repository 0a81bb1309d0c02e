import ImagePullCredentials
import PullDiagnosis

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// Text for a terminal.
///
/// Sentences are wrapped at spaces. References and registry keys are not split, so that they can be
/// copied, and have their own lines; only a digest moves to the next line.
struct TextPage: Sendable {
  /// The number of columns.
  let width: Int
  private var lines: [SafeText] = []
  private var byteCount = 0
  /// The number of lines that were left out at the end.
  private var droppedCount = 0

  /// The most bytes of a page. Small inputs can multiply: every image of a Pod has every key of its
  /// Secrets. The last line says how much is missing.
  static let maximumByteCount = 1 << 20

  init(width: Int = Terminal.width) { self.width = width }

  /// All of the page.
  var text: SafeText {
    var text: SafeText = ""
    for line in lines { text += line + "\n" }
    if droppedCount > 0 {
      text += "… and \(droppedCount) more lines; ask for less with --image or -n\n"
    }
    return text
  }

  /// An empty line, unless it would be first or follow another one.
  mutating func blank() {
    if let last = lines.last, !last.isEmpty { lines.append("") }
  }

  /// A line that is not wrapped.
  mutating func line(_ line: SafeText, indent: Int = 0) {
    guard byteCount < Self.maximumByteCount else {
      droppedCount += 1
      return
    }
    let line = line.isEmpty ? line : .spaces(indent) + line
    byteCount += line.marked.utf8.count + 1
    lines.append(line)
  }

  /// Sentences, wrapped at spaces; line breaks in them are kept. All lines but the first are
  /// indented by `hanging` more.
  mutating func paragraph(_ sentences: SafeText, indent: Int = 0, hanging: Int = 0) {
    let first = width - indent
    for (number, text) in sentences.wrapped(first: first, rest: first - hanging).enumerated() {
      line(text, indent: number == 0 ? indent : indent + hanging)
    }
  }

  /// A term, and its meaning in a separate column.
  mutating func definition(_ term: SafeText, _ meaning: SafeText, column: Int, indent: Int) {
    let room = width - indent - column
    for (number, text) in meaning.wrapped(first: room, rest: room).enumerated() {
      line((number == 0 ? term : "").padded(to: column) + text, indent: indent)
    }
  }

  /// An image reference as written, without userinfo; a digest that does not fit is on its own line.
  mutating func reference(_ reference: String, indent: Int = 0) {
    let reference = ImageReference.displayText(of: reference)
    guard indent + reference.count > width, let at = reference.lastIndex(of: "@"),
      (try? ImageReference(reference)) != nil
    else { return line("\(word: reference)", indent: indent) }
    line("\(word: String(reference[..<at]))", indent: indent)
    line("\(word: String(reference[at...]))", indent: indent)
  }

  /// A value after its label; on the next line if it does not fit.
  mutating func field(_ label: SafeText, _ value: SafeText, column: Int, indent: Int) {
    if indent + column + value.width <= width {
      line(label.padded(to: column) + value, indent: indent)
    } else {
      line(label, indent: indent)
      line(value, indent: indent + 2)
    }
  }

  /// The same for an image reference.
  mutating func field(_ label: SafeText, reference: String, column: Int, indent: Int) {
    let value: SafeText = "\(word: ImageReference.displayText(of: reference))"
    if indent + column + value.width <= width {
      line(label.padded(to: column) + value, indent: indent)
    } else {
      line(label, indent: indent)
      self.reference(reference, indent: indent + 2)
    }
  }

  /// Values after their label; each on its own line if they do not fit on one.
  mutating func field(_ label: SafeText, _ values: [SafeText], column: Int, indent: Int) {
    let joined = values.joined(separator: ", ")
    guard indent + column + joined.width > width, let first = values.first else {
      return field(label, joined, column: column, indent: indent)
    }
    field(label, first, column: column, indent: indent)
    for value in values.dropFirst() { line(value, indent: indent + column) }
  }
}

// MARK: - Commands

extension TextPage {
  /// A command line, continued on the next line if it is too long. It is broken only between words,
  /// so that it can be pasted.
  mutating func command(_ command: ShellCommand, indent: Int = 0) {
    let room = width - indent
    var current: SafeText = ""
    var isFirst = true
    for clause in command.clauses(of: room - 4) {
      // Room for a final backslash, and for the indentation of continued lines.
      if !current.isEmpty, current.width + 1 + clause.width + (isFirst ? 2 : 4) > room {
        line(current + " \\", indent: isFirst ? indent : indent + 2)
        isFirst = false
        current = clause
      } else {
        current += (current.isEmpty ? "" : " ") + clause
      }
    }
    line(current, indent: isFirst ? indent : indent + 2)
  }
}

extension ShellCommand {
  /// The options with their values, or the commands of a pipeline, each in one piece unless it is
  /// longer than `limit`.
  fileprivate func clauses(of limit: Int) -> [SafeText] {
    var clauses: [SafeText] = []
    for word in words {
      let text: SafeText = "\(sentence: word)"
      let isStart = word.hasPrefix("--") || ["|", "&&"].contains(word)
      if let last = clauses.last, !isStart, last.width + 1 + text.width <= limit {
        clauses[clauses.count - 1] = "\(last) \(text)"
      } else {
        clauses.append(text)
      }
    }
    return clauses
  }
}

// MARK: - Findings

extension TextPage {
  /// A finding: severity and code, what is wrong, the cluster's messages, what to do.
  mutating func add(_ finding: Finding, messages: [String] = [], indent: Int = 2) {
    line(
      "\(sentence: finding.severity.description): \(word: finding.code.description)", indent: indent
    )
    paragraph(finding.problemText, indent: indent + 2)
    for message in messages { add(message: message, indent: indent + 2) }
    paragraph("→ \(finding.adviceText)", indent: indent + 2, hanging: 2)
    if let command = finding.shellCommand { self.command(command, indent: indent + 2) }
  }

  /// A message of the cluster. Its continued lines begin at a column where no line of the tool
  /// begins.
  mutating func add(message: String, indent: Int) {
    paragraph("The cluster says: \(sentence: message)", indent: indent, hanging: 6)
  }
}

// MARK: - The terminal

/// The terminal of standard output, if it is one.
enum Terminal {
  /// The columns of a page: `COLUMNS`, or those of the terminal; 80 if there is none.
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
/// The first word of a line determines its colour, so the layout does not depend on colours. Input
/// cannot produce escapes: a page consists of ``SafeText``.
struct Palette: Sendable {
  private let isColoured: Bool

  /// No colours.
  static let plain = Palette(isColoured: false)
  /// Red, yellow and green.
  static let coloured = Palette(isColoured: true)

  /// Colours if standard output is a terminal that can show them and `NO_COLOR` (no-color.org) is
  /// not set.
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
