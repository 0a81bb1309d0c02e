/// Why a command line cannot be used.
enum ArgumentError: Error, Hashable, CustomStringConvertible {
  case noSubcommand
  case unknownSubcommand(String, nearest: String?)
  /// `of` is the subcommand; nil where none has been named yet.
  case unknownOption(String, nearest: String?, of: String?)
  case missingValue(Option, of: String)
  case unexpectedValue(Option, of: String)
  case repeatedOption(Option, of: String)
  case invalidChoice(String, Option, choices: [String], of: String)
  /// Two options, or an option and an operand, that exclude each other.
  case conflict(String, String, of: String)
  case missingOperand(String, of: String)
  case unexpectedOperand(String, advice: String, of: String)
  /// An image reference in an argument that does not parse.
  case invalidImage(String, String, of: String)
  /// An argument that should be a time in RFC 3339's form.
  case invalidTime(String, of: String)

  var description: String {
    "\(problem)\nRun: pullcreds \(subcommand.map { "\($0) " } ?? "")--help"
  }

  private var problem: String {
    switch self {
    case .noSubcommand: "nothing to do: name a subcommand, such as resolve"
    case .unknownSubcommand(let name, let nearest):
      "there is no subcommand \(name)" + suggestion(nearest)
    case .unknownOption(let name, let nearest, _):
      "there is no option \(name)" + suggestion(nearest)
    case .missingValue(let option, _):
      "--\(option.name) needs a value: --\(option.name) \(option.value ?? "")"
    case .unexpectedValue(let option, _): "--\(option.name) takes no value"
    case .repeatedOption(let option, _): "--\(option.name) is given twice"
    case .invalidChoice(let word, let option, let choices, _):
      "--\(option.name) takes \(choices.joined(separator: " or ")), not \(word)"
    case .conflict(let one, let other, _): "\(one) and \(other) exclude each other"
    case .missingOperand(let name, _): "\(name) is missing"
    case .unexpectedOperand(let operand, let advice, _):
      "\(operand) is not expected here; \(advice)"
    case .invalidImage(let image, let reason, _): "\(image) is not an image reference: \(reason)"
    case .invalidTime(let text, _):
      "\(text) is not a time; write it as 2025-01-31T08:00:00Z"
    }
  }

  private func suggestion(_ nearest: String?) -> String {
    nearest.map { "; did you mean \($0)?" } ?? ""
  }

  private var subcommand: String? {
    switch self {
    case .noSubcommand, .unknownSubcommand: nil
    case .unknownOption(_, _, let name): name
    case .missingValue(_, let name), .unexpectedValue(_, let name), .repeatedOption(_, let name),
      .invalidChoice(_, _, _, let name), .conflict(_, _, let name), .missingOperand(_, let name),
      .unexpectedOperand(_, _, let name), .invalidImage(_, _, let name),
      .invalidTime(_, let name):
      name
    }
  }
}
