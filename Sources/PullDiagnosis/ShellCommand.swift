import ImagePullCredentials

/// A command line that can be pasted into a POSIX shell as it is.
///
/// The words are kept apart, so that it can be printed on several lines without a break inside
/// quotes. Literals are shell text of the source code: programs, options, `|`, `&&`.
package struct ShellCommand: Sendable, Hashable {
  /// The words, quoted where the shell would read more into them.
  package let words: [String]

  /// A command line of these words; nil if one of them is: with a name that cannot be one, or
  /// that is read as an option, it would do something else than it says.
  package init?(_ words: Word?...) { self.init(words) }

  package init?(_ words: [Word?]) {
    var texts: [String] = []
    for word in words {
      guard let word else { return nil }
      texts.append(word.text)
    }
    self.words = texts
  }

  private init(words: [String]) { self.words = words }

  /// A command line that was stored as text, as one word.
  init(stored text: String) { words = [text] }

  /// The words of both, one after the other; nil if one is.
  package static func + (one: ShellCommand, other: ShellCommand?) -> ShellCommand? {
    other.map { ShellCommand(words: one.words + $0.words) }
  }
}

extension ShellCommand: CustomStringConvertible {
  /// The command line, on one line.
  package var description: String { words.joined(separator: " ") }
}

extension ShellCommand {
  /// A word of a command line, as the shell reads it.
  package struct Word: Sendable, Hashable, ExpressibleByStringLiteral {
    fileprivate let text: String

    /// What the source code says, as it is.
    package init(stringLiteral: StaticString) { text = stringLiteral.description }

    private init(text: String) { self.text = text }

    /// The name of a Kubernetes object; nil for what the API server takes for none.
    package static func name(_ name: String) -> Word? {
      name.isObjectName ? Word(text: name) : nil
    }

    /// The name of a file, so that it is not read as an option; nil for one that cannot be pasted.
    package static func file(_ path: String) -> Word? {
      argument(path.utf8.first == UInt8(ascii: "-") ? "./\(path)" : path)
    }

    /// An option and its value in one word, such as `--docker-server=ghcr.io`; nil for a value that
    /// cannot be pasted.
    package static func option(_ option: StaticString, _ value: String) -> Word? {
      argument("\(option)=\(value)")
    }

    /// An option whose value is what `command` prints; nil if there is none.
    package static func option(_ option: StaticString, outputOf command: ShellCommand?) -> Word? {
      command.map { Word(text: "\(option)=\"$(\($0))\"") }
    }

    /// Any text; nil for one that cannot be pasted because it has control or invisible characters.
    ///
    /// Only for text that begins with what the source code says: another could be read as an option.
    package static func argument(_ text: String) -> Word? {
      guard text.unicodeScalars.allSatisfy({ $0.printable.unicodeScalars.first == $0 }) else {
        return nil
      }
      if !text.isEmpty, text.utf8.allSatisfy(\.isPlainInShell) { return Word(text: text) }
      // Inside single quotes nothing is special but the quote itself.
      var quoted = "'"
      for scalar in text.unicodeScalars {
        if scalar == "'" { quoted += #"'\''"# } else { quoted.unicodeScalars.append(scalar) }
      }
      return Word(text: quoted + "'")
    }
  }
}

extension UInt8 {
  fileprivate var isPlainInShell: Bool { isAlphanumeric || "-._/:=,@+%".utf8.contains(self) }
}
