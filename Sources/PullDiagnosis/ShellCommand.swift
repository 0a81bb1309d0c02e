import ImagePullCredentials

/// A command line that can be pasted into a POSIX shell unchanged.
///
/// The words stay separate, so that it can be printed on several lines without a break inside
/// quotes. Literals are shell text of the source code: programs, options, `|`, `&&`.
package struct ShellCommand: Sendable, Hashable {
  /// The words, quoted if the shell would interpret them.
  package let words: [String]

  /// A command line of these words; nil if one of them is nil: with an invalid name, or one that is
  /// read as an option, the command would do something else.
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

  /// A command line from stored text, as one word.
  init(stored text: String) { words = [text] }

  /// The words of both, one after the other; nil if one of them is nil.
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

    /// Literal text of the source code, unchanged.
    package init(stringLiteral: StaticString) { text = stringLiteral.description }

    private init(text: String) { self.text = text }

    /// The name of a Kubernetes object; nil for a name that the API server rejects.
    package static func name(_ name: String) -> Word? {
      name.isObjectName ? Word(text: name) : nil
    }

    /// The name of a file, in a form that is not read as an option; nil if it cannot be pasted.
    package static func file(_ path: String) -> Word? {
      argument(path.utf8.first == UInt8(ascii: "-") ? "./\(path)" : path)
    }

    /// An option and its value in one word, such as `--docker-server=ghcr.io`; nil for a value that
    /// cannot be pasted.
    package static func option(_ option: StaticString, _ value: String) -> Word? {
      argument("\(option)=\(value)")
    }

    /// An option whose value is the output of `command`; nil if there is none.
    package static func option(_ option: StaticString, outputOf command: ShellCommand?) -> Word? {
      command.map { Word(text: "\(option)=\"$(\($0))\"") }
    }

    /// Any text; nil for one that cannot be pasted because it has control or invisible characters.
    ///
    /// Only for text with a literal beginning: other text could be read as an option.
    package static func argument(_ text: String) -> Word? {
      guard text.unicodeScalars.allSatisfy({ $0.printable.unicodeScalars.first == $0 }) else {
        return nil
      }
      if !text.isEmpty, text.utf8.allSatisfy(\.isPlainInShell) { return Word(text: text) }
      // Inside single quotes, only the quote itself is special.
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
