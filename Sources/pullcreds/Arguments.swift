import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

/// A command line, taken apart by the options that its subcommand has.
///
/// `--name value`, `--name=value`, `-n value`, `-nvalue` and `-n=value` are the same, as for kubectl.
/// `--` ends the options; `-` alone is an operand.
struct Arguments: Sendable {
  /// The arguments that are not options, in order.
  private(set) var operands: [Operand] = []
  private var values: [Option: [String]] = [:]
  /// The subcommand's name, for messages.
  let subcommand: String
  /// Where the subcommand puts what it has to say on standard error.
  let warnings: Warnings

  /// An argument that is not an option.
  struct Operand: Sendable, Hashable {
    let text: String
    /// The place on the command line, from 1, which is the subcommand's.
    let position: Int
  }

  /// Takes `arguments` apart, the first of which is the second of the command line.
  init(
    parsing arguments: some Sequence<String>, options: [Option], of subcommand: String,
    warnings: Warnings = Warnings()
  ) throws(ArgumentError) {
    self.subcommand = subcommand
    self.warnings = warnings
    var rest = arguments.enumerated().makeIterator()
    while let (index, argument) = rest.next() {
      let position = index + 2
      if argument == "--" {
        while let (index, operand) = rest.next() {
          operands.append(Operand(text: operand, position: index + 2))
        }
      } else if argument == "-" || !argument.hasPrefix("-") {
        operands.append(Operand(text: argument, position: position))
      } else {
        let (option, attached) = try Self.option(argument, position, in: options, of: subcommand)
        let value = try Self.value(
          of: option, attached, or: { rest.next()?.element }, of: subcommand)
        try add(value, of: option)
      }
    }
  }

  /// Whether an option was given.
  func has(_ option: Option) -> Bool { values[option] != nil }

  /// The value of an option that may be given once.
  func value(of option: Option) -> String? { values[option]?.first }

  /// The values of an option that may be repeated, in order.
  func values(of option: Option) -> [String] { values[option] ?? [] }

  /// The value of an option that takes one of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    of option: Option, default choice: Choice
  ) throws(ArgumentError) -> Choice {
    guard let word = value(of: option) else { return choice }
    if let choice = Choice(rawValue: word) { return choice }
    throw .invalidChoice(option, choices: Choice.allCases.map(\.rawValue), of: subcommand)
  }

  /// The operands, of which there has to be at least one; help calls it `name`.
  func requiredOperands(_ name: SafeText) throws(ArgumentError) -> [String] {
    guard !operands.isEmpty else { throw .missingOperand(name, of: subcommand) }
    return operands.map(\.text)
  }

  /// Throws if there is an operand after the first `count`.
  func allowOperands(_ count: Int = 0, advice: SafeText) throws(ArgumentError) {
    guard let operand = operands.dropFirst(count).first else { return }
    throw .unexpectedOperand(position: operand.position, advice: advice, of: subcommand)
  }

  /// The image references that `texts` are.
  func images(_ texts: [String]) throws(ArgumentError) -> [ImageReference] {
    try texts.map { text throws(ArgumentError) in
      do throws(ImageReference.ParseError) {
        return try ImageReference(text)
      } catch {
        throw .invalidImage(text, error, of: subcommand)
      }
    }
  }

  /// The value of `--at`; the present time where it is not given.
  func time() throws(ArgumentError) -> Timestamp {
    guard let text = value(of: .at) else { return .now }
    guard let time = Timestamp(text) else { throw .invalidTime(of: subcommand) }
    return time
  }
}

extension Arguments {
  /// The option that `argument` names, and the value that is attached to it.
  private static func option(
    _ argument: String, _ position: Int, in options: [Option], of subcommand: String
  ) throws(ArgumentError) -> (Option, attached: String?) {
    let isLong = argument.hasPrefix("--")
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = isLong ? String(parts[0].dropFirst(2)) : String(argument.dropFirst().prefix(1))
    guard
      let option = options.first(where: { isLong ? $0.name == name : $0.short?.description == name }
      )
    else {
      let known = options.map { "--\($0.name)" }
      throw .unknownOption(
        position: position, nearest: nearest(to: "--\(parts[0].drop { $0 == "-" })", in: known),
        of: subcommand)
    }
    var attached: String? = parts.count > 1 ? String(parts[1]) : nil
    if !isLong {
      let rest = argument.dropFirst(2)
      attached = rest.isEmpty ? nil : String(rest.first == "=" ? rest.dropFirst() : rest)
    }
    if option.value == nil, attached != nil { throw .unexpectedValue(option, of: subcommand) }
    return (option, attached)
  }

  /// The value of `option`: `attached`, or the next argument; empty for an option without a value.
  private static func value(
    of option: Option, _ attached: String?, or next: () -> String?, of subcommand: String
  ) throws(ArgumentError) -> String {
    guard option.value != nil else { return "" }
    if let attached, !attached.isEmpty { return attached }
    guard attached == nil, let next = next(), next == "-" || !next.hasPrefix("-"), !next.isEmpty
    else { throw .missingValue(option, of: subcommand) }
    return next
  }

  private mutating func add(_ value: String, of option: Option) throws(ArgumentError) {
    if option.value != nil, !option.isRepeatable, values[option] != nil {
      throw .repeatedOption(option, of: subcommand)
    }
    values[option, default: []].append(value)
  }
}

/// An option that a subcommand takes. Equal to all of that name.
struct Option: Sendable, Hashable {
  /// The long name, without dashes.
  let name: String
  /// The short name, without its dash.
  let short: Character?
  /// What stands for the value in help and messages, such as `FILE`; nil for an option without one.
  let value: SafeText?
  /// Whether it may be given more than once.
  let isRepeatable: Bool
  /// What it is for.
  let help: SafeText

  init(
    _ name: String, short: Character? = nil, value: SafeText? = nil, isRepeatable: Bool = false,
    help: SafeText
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.isRepeatable = isRepeatable
    self.help = help
  }

  static func == (one: Option, other: Option) -> Bool { one.name == other.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// `--filename`.
  var title: SafeText { "--\(word: name)" }

  /// As it is written on a command line: `-f, --filename FILE`.
  var synopsis: SafeText {
    (short.map { "-\(word: String($0)), " } ?? "    ") + title + (value.map { " \($0)" } ?? "")
  }
}

extension Option {
  static let help = Option("help", short: "h", help: "Show this help.")

  static let output = Option(
    "output", short: "o", value: "FORMAT", help: "text (default) or json.")

  static let at = Option(
    "at", value: "TIME",
    help: """
      Take this for the present time, which tokens expire by: RFC 3339, such as \
      2025-01-31T08:00:00Z.
      """)
}

/// How a report is printed.
enum OutputFormat: String, Sendable, CaseIterable {
  case text
  case json
}

// MARK: - Errors

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
  /// A text that is not an image reference.
  case invalidImage(String, ImageReference.ParseError, of: String)
  /// An argument that should be a time in RFC 3339's form.
  case invalidTime(of: String)
  /// An argument that should be a kubelet's version.
  case invalidVersion(of: String)

  var message: SafeText {
    guard let subcommand else { return "\(problem)\nRun: pullcreds --help" }
    return "\(problem)\nRun: pullcreds \(word: subcommand) --help"
  }

  private var problem: SafeText {
    switch self {
    case .noSubcommand: "nothing to do: name a subcommand, such as resolve"
    case .unknownSubcommand(let position, let nearest):
      "argument \(position) is not a subcommand\(suggestion(nearest))"
    case .unknownOption(let position, let nearest, _):
      "argument \(position) is not an option\(suggestion(nearest))"
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
    case .invalidVersion: "--kubelet-version takes a version, such as 1.36 or v1.36.2"
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
      .unexpectedOperand(_, _, let name), .invalidImage(_, _, let name), .invalidTime(let name),
      .invalidVersion(let name):
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
