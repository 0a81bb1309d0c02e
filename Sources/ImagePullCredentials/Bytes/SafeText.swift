/// Text that is safe to show on a terminal and in a log.
///
/// Literals in the source code are trusted. A `String` may hold anything, so an interpolation has
/// to say what it is:
///
/// ```swift
/// let text: SafeText = "Secret \(name: secret.name) has no key for \(word: image.registry)"
/// ```
///
/// Input can neither move the cursor nor look like a line of its own: characters that a terminal
/// acts on are escaped, and spaces from the input are marked, so that line wrapping can mark a line
/// that begins inside the input.
package struct SafeText: Sendable, Hashable {
  /// The text, with each space from the input as a no-break space. It contains no other no-break
  /// space.
  package private(set) var marked: String

  /// The most scalars of a piece of input that are shown.
  package static let limit = 160

  /// The text.
  package var text: String {
    // Usually no space is from the input, and nothing is copied.
    guard marked.unicodeScalars.contains(Self.inputSpace) else { return marked }
    var text = ""
    text.reserveCapacity(marked.utf8.count)
    for scalar in marked.unicodeScalars {
      text.unicodeScalars.append(scalar == Self.inputSpace ? " " : scalar)
    }
    return text
  }

  package var isEmpty: Bool { marked.isEmpty }

  /// Texts are compared as bytes.
  package static func == (one: SafeText, other: SafeText) -> Bool {
    ExactText(one.marked) == ExactText(other.marked)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(ExactText(marked)) }

  /// The text with a capital letter at its beginning.
  package var capitalized: SafeText {
    SafeText(marked: marked.prefix(1).uppercased() + marked.dropFirst())
  }

  /// The text without `suffix`, if it ends with that.
  package func removing(suffix: Character) -> SafeText {
    marked.last == suffix ? SafeText(marked: String(marked.dropLast())) : self
  }

  package static let inputSpace: Unicode.Scalar = "\u{A0}"

  private init(marked: String) { self.marked = marked }

  package static func + (one: SafeText, other: SafeText) -> SafeText {
    SafeText(marked: one.marked + other.marked)
  }

  package static func += (one: inout SafeText, other: SafeText) { one.marked += other.marked }
}

extension SafeText: ExpressibleByStringInterpolation, CustomStringConvertible {
  package init(stringLiteral: StaticString) { marked = stringLiteral.description }

  package init(stringInterpolation: StringInterpolation) { marked = stringInterpolation.marked }

  package var description: String { text }

  /// Builds an interpolated text.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var marked = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      marked.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      marked += literal.description
    }

    package mutating func appendInterpolation(_ text: SafeText) { marked += text.marked }

    package mutating func appendInterpolation(_ number: some BinaryInteger) {
      marked += String(number)
    }

    /// The name of a Kubernetes object: as it is if the API server accepts it, otherwise in quotes.
    package mutating func appendInterpolation(name: String) {
      if name.isObjectName { marked += name } else { appendInterpolation(quoted: name) }
    }

    /// A registry, a kind, a reason: as it is if it is one word of ASCII letters, digits and
    /// `-._:/@+*$%~,#=[]`, otherwise in quotes.
    package mutating func appendInterpolation(word: String) {
      let isWord = !word.isEmpty && word.utf8.count <= 253 && word.utf8.allSatisfy(\.isOfWord)
      if isWord { marked += word } else { appendInterpolation(quoted: word) }
    }

    /// Any text, in quotes, of at most `limit` scalars; a quote inside is escaped.
    package mutating func appendInterpolation(quoted text: String, limit: Int = SafeText.limit) {
      marked += "\""
      marked.appendEscaped(text.unicodeScalars, limit: limit, quote: "\"")
      marked += "\""
    }

    /// Any text, on one line, of at most `limit` scalars.
    package mutating func appendInterpolation(text: String, limit: Int = SafeText.limit) {
      marked.appendEscaped(text.unicodeScalars, limit: limit)
    }

    /// A sentence that this package produced, such as the description of an error. What it quotes
    /// is treated as input.
    package mutating func appendInterpolation(sentence: String) {
      var isQuoted = false
      var previous: Unicode.Scalar = " "
      for scalar in sentence.unicodeScalars {
        if scalar == "\"", previous != "\\" { isQuoted.toggle() }
        if scalar == " " {
          marked.unicodeScalars.append(isQuoted ? SafeText.inputSpace : " ")
        } else {
          marked.append(escaped: scalar)
        }
        previous = scalar
      }
    }
  }
}

/// A type that has a safe description.
package protocol SafelyDescribed {
  /// A description for people: one line, without secrets.
  var safeText: SafeText { get }
}

extension SafeText.StringInterpolation {
  package mutating func appendInterpolation(_ value: some SafelyDescribed) {
    appendInterpolation(value.safeText)
  }
}

// MARK: - Lines

extension SafeText {
  /// A document that this package wrote as JSON. Characters that a terminal acts on can only be in
  /// its strings, and are escaped as in JSON.
  package init(json text: String) {
    if text.utf8.allSatisfy({ $0 < 0x7F }) {
      marked = text
      return
    }
    marked = ""
    marked.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar.isPrintable {
        marked.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          marked += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
  }

  /// `count` spaces; none for a negative count.
  package static func spaces(_ count: Int) -> SafeText {
    SafeText(marked: String(repeating: " ", count: max(0, count)))
  }

  /// The columns that it takes on a terminal, one for each character.
  package var width: Int { marked.count }

  /// The text with spaces after it up to `column`, but at least one unless it is empty.
  package func padded(to column: Int) -> SafeText {
    self + .spaces(isEmpty ? column : max(1, column - width))
  }

  /// The parts before and after `start`, if the text begins with it after optional spaces.
  package func parts(around start: SafeText) -> (indent: SafeText, rest: SafeText)? {
    let indent = marked.prefix { $0 == " " }
    let rest = marked[indent.endIndex...]
    guard rest.hasPrefix(start.marked) else { return nil }
    return (
      SafeText(marked: String(indent)),
      SafeText(marked: String(rest.dropFirst(start.marked.count)))
    )
  }

  /// The lines that the source code breaks the text into.
  package var lines: [SafeText] {
    marked.split(separator: "\n", omittingEmptySubsequences: false).map {
      SafeText(marked: String($0))
    }
  }

  /// The lines of the text, of at most `first` and `rest` columns where spaces allow it.
  ///
  /// A piece of input that is longer than a line is broken at its own spaces too, but no line begins
  /// with words of the input that look like the tool's own: there is no break before such a word or,
  /// if one is needed, the line begins with `…`.
  package func wrapped(first: Int, rest: Int) -> [SafeText] {
    var lines = Lines(first: first, rest: rest)
    for line in marked.split(separator: "\n", omittingEmptySubsequences: false) {
      for word in line.split(separator: " ") {
        if word.count > rest, word.unicodeScalars.contains(Self.inputSpace) {
          let parts = word.split(
            separator: Character(Self.inputSpace), omittingEmptySubsequences: false)
          for (index, part) in parts.enumerated() { lines.add(part, ofInput: index > 0) }
        } else {
          lines.add(word, ofInput: false)
        }
      }
      lines.end()
    }
    return lines.finished.map { SafeText(marked: $0) }
  }

  /// Fills lines with words.
  private struct Lines {
    let first: Int
    let rest: Int
    var finished: [String] = []
    /// The words of the current line, and whether each follows a space of the input.
    private var words: [(text: Substring, isOfInput: Bool)] = []
    private var width = 0

    init(first: Int, rest: Int) {
      self.first = first
      self.rest = rest
    }

    mutating func add(_ word: Substring, ofInput isOfInput: Bool) {
      if !words.isEmpty, width + 1 + word.count > (finished.isEmpty ? first : rest) {
        let next = isOfInput ? takeBack(before: word) : []
        end()
        if isOfInput, (next.first?.text ?? word).isLikeTheTools {
          words = [("…", false)]
          width = 1
        }
        for word in next { append(word.text, ofInput: word.isOfInput) }
      }
      append(word, ofInput: isOfInput)
    }

    private mutating func append(_ word: Substring, ofInput isOfInput: Bool) {
      width += (words.isEmpty ? 0 : 1) + word.count
      words.append((word, isOfInput))
    }

    /// The last words of the line, to be moved to the next line so that it does not begin with words
    /// like the tool's; none if there is no way.
    private mutating func takeBack(before word: Substring) -> [(text: Substring, isOfInput: Bool)] {
      guard word.isLikeTheTools else { return [] }
      var start = words.count
      var room = rest - word.count
      while start > 1, words[start - 1].isOfInput {
        start -= 1
        room -= words[start].text.count + 1
        guard room >= 0 else { return [] }
        guard words[start].text.isLikeTheTools else {
          let taken = words[start...]
          words.removeSubrange(start...)
          return Array(taken)
        }
      }
      return []
    }

    mutating func end() {
      var line = ""
      for (index, word) in words.enumerated() {
        if index > 0 { line.unicodeScalars.append(word.isOfInput ? SafeText.inputSpace : " ") }
        line += word.text
      }
      finished.append(line)
      words = []
      width = 0
    }
  }
}

extension Substring {
  /// Whether a line that begins with the word looks like one of the tool's: those begin with a mark, a
  /// capital letter, or one of a few words.
  fileprivate var isLikeTheTools: Bool {
    guard let first = unicodeScalars.first, first.isASCII else { return true }
    let isPlain = ("a"..."z").contains(first) || ("0"..."9").contains(first) || first == "/"
    return !isPlain || ["will", "may", "worth", "no", "container", "kubectl"].contains(self)
  }
}

extension Sequence<SafeText> {
  /// The texts, joined with `separator`.
  package func joined(separator: SafeText = "") -> SafeText {
    var joined: SafeText = ""
    for (index, text) in enumerated() { joined += index > 0 ? separator + text : text }
    return joined
  }
}

extension String {
  /// The text on one line. What a terminal or a log would act on is an escape, such as `\u{1B}`.
  package var printable: String {
    guard !unicodeScalars.allSatisfy(\.isPrintable) else { return self }
    var text = ""
    for scalar in unicodeScalars { text.append(escaped: scalar) }
    return text
  }

  /// The text as a ``SafeText`` shows a word: in quotes if it is not one.
  package var displayWord: String { ("\(word: self)" as SafeText).text }

  /// Appends input: spaces are marked, and of several in a row all but the first are escaped, so
  /// that they cannot push the rest to a new terminal line.
  fileprivate mutating func appendEscaped(
    _ input: some Sequence<Unicode.Scalar>, limit: Int, quote: Unicode.Scalar? = nil
  ) {
    var previous: Unicode.Scalar?
    for (index, scalar) in input.enumerated() {
      guard index < limit else {
        self += "…"
        return
      }
      if scalar == " " {
        if previous == " " { self += "\\u{20}" } else { unicodeScalars.append(SafeText.inputSpace) }
      } else {
        if scalar == quote { self += "\\" }
        append(escaped: scalar)
      }
      previous = scalar
    }
  }

  fileprivate mutating func append(escaped scalar: Unicode.Scalar) {
    if scalar.isPrintable { unicodeScalars.append(scalar) } else { self += scalar.printable }
  }
}

extension Unicode.Scalar {
  /// The scalar, or an escape for it.
  package var printable: String {
    isPrintable ? String(self) : escaped(asASCII: true)
  }

  /// Whether a terminal shows the scalar, and shows it as what it is: no control character, no line
  /// separator, and nothing that is invisible or changes how other characters are shown.
  fileprivate var isPrintable: Bool {
    guard !isASCII else { return value >= 0x20 && value != 0x7F }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
      .unassigned, .surrogate:
      false
    default: !properties.isDefaultIgnorableCodePoint
    }
  }
}

extension UInt8 {
  fileprivate var isOfWord: Bool { isAlphanumeric || "-._:/@+*$%~,#=[]".utf8.contains(self) }
}
