/// Why a stream of documents cannot be read, and where.
///
/// Two errors are equal when their codes are. The texts contain nothing of the input: what is quoted by kubectl, a value, an
/// anchor's name, a character, may be part of a secret, and is `…` here.
public struct YAMLError: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let code: Code
  /// The document in which it is wrong, from 1; empty documents and those of comments only count.
  public let document: Int
  /// The line of the input, from 1: that of the mistake where it is known, as of quotes that are not closed, else that of what
  /// cannot stand where it does.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int
  /// The line that kubectl prints; nil if it prints none.
  ///
  /// It counts from the document's first line. For errors of structure it is one too small, and for a mistake that is found
  /// later than it begins it is that later line.
  public let kubectlLine: Int?
  /// kubectl's message, without what is the input's.
  public let kubectlMessage: String
  /// What is wrong and what to do, in sentences of their own, without the place.
  public let explanation: String

  init(_ failure: Failure, document: Int, firstLine: Int, jsonOffset: Int? = nil) {
    let problem = failure.problem
    code = Code(problem)
    self.document = document
    line = firstLine + failure.line + 1
    column = failure.column + 1
    kubectlLine = failure.kubectlLine
    var words = problem.words
    if !failure.detail.isEmpty {
      let parts = words.split(separator: "…", maxSplits: 1, omittingEmptySubsequences: false)
      words = parts.joined(separator: failure.detail)
    }
    kubectlMessage = problem.prefixText(line: failure.kubectlLine, offset: jsonOffset) + words
    explanation = "\(words). \(problem.advice)"
  }

  /// Place and explanation: what to show to a person.
  public var description: String {
    "line \(line), column \(column): \(explanation)"
  }
}

extension Problem {
  fileprivate func prefixText(line: Int?, offset: Int?) -> String {
    let place = line.map { "line \($0): " } ?? ""
    return switch prefix {
    case .none: ""
    case .convertingYAML: "error converting YAML to JSON: yaml: \(place)"
    case .converting: "error converting YAML to JSON: "
    case .unmarshaling: "error unmarshaling JSON: while decoding JSON: "
    case .json: offset.map { "json: offset \($0): " } ?? ""
    }
  }
}

extension YAMLError: Hashable {
  /// Whether both are of the same kind, wherever they happened.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
