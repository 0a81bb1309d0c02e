import ImagePullCredentials
import PullDiagnosis

/// Why a command line cannot be used.
///
/// An argument that is not understood may be a password that strayed. So a message names options of
/// the command and the place of the argument, from 1, never what was given.
enum ArgumentError: CommandError, Hashable {
  case noSubcommand
  case unknownSubcommand(position: Int, nearest: String?)
  /// `of` is the subcommand; nil where none has been named yet.
  case unknownOption(position: Int, nearest: String?, of: String?)
  case missingValue(Option, of: String)
  case unexpectedValue(Option, of: String)
  case repeatedOption(Option, of: String)
  case invalidChoice(Option, choices: [String], of: String)
  /// Two options, or an option and an operand, that exclude each other.
  case conflict(SafeText, SafeText, of: String)
  case missingOperand(SafeText, of: String)
  case unexpectedOperand(position: Int, advice: SafeText, of: String)
  /// A text that should be an image reference and does not parse.
  case invalidImage(String, ImageReference.ParseError, of: String)
  /// An argument that should be a time in RFC 3339's form.
  case invalidTime(of: String)

  var message: SafeText {
    guard let subcommand else { return "\(problem)\nRun: pullcreds --help" }
    return "\(problem)\nRun: pullcreds \(word: subcommand) --help"
  }

  private var problem: SafeText {
    switch self {
    case .noSubcommand: "nothing to do: name a subcommand, such as resolve"
    case .unknownSubcommand(let position, let nearest):
      "argument \(position) is no subcommand\(suggestion(nearest))"
    case .unknownOption(let position, let nearest, _):
      "argument \(position) is no option\(suggestion(nearest))"
    case .missingValue(let option, _):
      "\(option.title) needs a value: \(option.title) \(option.value ?? "")"
    case .unexpectedValue(let option, _): "\(option.title) takes no value"
    case .repeatedOption(let option, _): "\(option.title) is given twice"
    case .invalidChoice(let option, let choices, _):
      "\(option.title) takes \(choices.map { "\(word: $0)" }.joined(separator: " or "))"
    case .conflict(let one, let other, _): "\(one) and \(other) exclude each other"
    case .missingOperand(let name, _): "\(name) is missing"
    case .unexpectedOperand(let position, let advice, _):
      "argument \(position) is not expected here; \(advice)"
    case .invalidImage(let image, let error, _):
      "\(quoted: ImageReference.displayText(of: image)) is not an image reference: \(sentence: error.description)"
    case .invalidTime: "--at takes a time, such as 2025-01-31T08:00:00Z"
    }
  }

  private func suggestion(_ nearest: String?) -> SafeText {
    nearest.map { "; did you mean \(word: $0)?" } ?? ""
  }

  private var subcommand: String? {
    switch self {
    case .noSubcommand, .unknownSubcommand: nil
    case .unknownOption(_, _, let name): name
    case .missingValue(_, let name), .unexpectedValue(_, let name), .repeatedOption(_, let name),
      .invalidChoice(_, _, let name), .conflict(_, _, let name), .missingOperand(_, let name),
      .unexpectedOperand(_, _, let name), .invalidImage(_, _, let name), .invalidTime(let name):
      name
    }
  }
}

/// The candidate that `word` was probably meant to be: one that it begins, or the one that is most
/// like it.
func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
  guard !word.isEmpty else { return nil }
  if word.utf8.count > 2, let longer = candidates.first(where: { $0.hasPrefix(word) }) {
    return longer
  }
  return NearestName.find(word, in: candidates)
}
