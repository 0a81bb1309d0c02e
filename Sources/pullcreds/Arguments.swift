import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

/// A command line, parsed with the options of its subcommand.
///
/// `--name value`, `--name=value`, `-n value`, `-nvalue` and `-n=value` are the same, as in kubectl.
/// `--` ends the options; `-` alone is an operand.
struct Arguments: Sendable {
  /// The arguments that are not options, in order.
  private(set) var operands: [Operand] = []
  private var values: [Option: [String]] = [:]
  /// The subcommand's name, for messages.
  let subcommand: String
  /// The subcommand's messages for standard error.
  let warnings: Warnings

  /// An argument that is not an option.
  struct Operand: Sendable, Hashable {
    let text: String
    /// The position on the command line; the subcommand is 1.
    let position: Int
  }

  /// Parses `arguments`, the first of which is the second on the command line.
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
        let (option, attached) = try Self.option(argument, position, in: options)
        let value = try Self.value(
          of: option, attached, or: { rest.next()?.element })
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
    throw .invalidChoice(option, choices: Choice.allCases.map(\.rawValue))
  }

  /// The operands; there must be at least one, which help calls `name`.
  func requiredOperands(_ name: SafeText) throws(ArgumentError) -> [String] {
    guard !operands.isEmpty else { throw .missingOperand(name) }
    return operands.map(\.text)
  }

  /// Throws if there is an operand after the first `count`.
  func allowOperands(_ count: Int = 0, advice: SafeText) throws(ArgumentError) {
    guard let operand = operands.dropFirst(count).first else { return }
    throw .unexpectedOperand(position: operand.position, advice: advice)
  }

  /// `texts` as image references.
  func images(_ texts: [String]) throws(ArgumentError) -> [ImageReference] {
    try texts.map { text throws(ArgumentError) in
      do throws(ImageReference.ParseError) {
        return try ImageReference(text)
      } catch {
        throw .invalidImage(text, error)
      }
    }
  }

  /// The value of `--at`; by default the present time.
  func time() throws(ArgumentError) -> Timestamp {
    guard let text = value(of: .at) else { return .now }
    guard let time = Timestamp(text) else { throw .invalidTime }
    return time
  }
}

extension Arguments {
  /// The option in `argument`, and the attached value.
  private static func option(
    _ argument: String, _ position: Int, in options: [Option]
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
        position: position, nearest: nearest(to: "--\(parts[0].drop { $0 == "-" })", in: known))
    }
    var attached: String? = parts.count > 1 ? String(parts[1]) : nil
    if !isLong {
      let rest = argument.dropFirst(2)
      attached = rest.isEmpty ? nil : String(rest.first == "=" ? rest.dropFirst() : rest)
    }
    if option.value == nil, attached != nil { throw .unexpectedValue(option) }
    return (option, attached)
  }

  /// The value of `option`: `attached`, or the next argument; empty for an option without a value.
  private static func value(
    of option: Option, _ attached: String?, or next: () -> String?
  ) throws(ArgumentError) -> String {
    guard option.value != nil else { return "" }
    if let attached, !attached.isEmpty { return attached }
    guard attached == nil, let next = next(), next == "-" || !next.hasPrefix("-"), !next.isEmpty
    else { throw .missingValue(option) }
    return next
  }

  private mutating func add(_ value: String, of option: Option) throws(ArgumentError) {
    if option.value != nil, !option.isRepeatable, values[option] != nil {
      throw .repeatedOption(option)
    }
    values[option, default: []].append(value)
  }
}

/// An option of a subcommand. Options are compared by their names.
struct Option: Sendable, Hashable {
  /// The long name, without dashes.
  let name: String
  /// The short name, without its dash.
  let short: Character?
  /// The placeholder of the value in help and messages, such as `FILE`; nil for an option without a
  /// value.
  let value: SafeText?
  /// Whether it may be given more than once.
  let isRepeatable: Bool
  /// Its description.
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

  /// Its syntax: `-f, --filename FILE`.
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
/// An unknown argument may be a misplaced password. So a message has only options of the command and
/// the position of the argument, from 1, never the argument itself.
enum ArgumentError: CommandError, Hashable {
  case noSubcommand
  case unknownSubcommand(position: Int, nearest: String?)
  case unknownOption(position: Int, nearest: String?)
  case missingValue(Option)
  case unexpectedValue(Option)
  case repeatedOption(Option)
  case invalidChoice(Option, choices: [String])
  /// Two options, or an option and an operand, that exclude each other.
  case conflict(SafeText, SafeText)
  case missingOperand(SafeText)
  case unexpectedOperand(position: Int, advice: SafeText)
  /// A text that is not an image reference.
  case invalidImage(String, ImageReference.ParseError)
  /// An argument that should be a time in RFC 3339 format.
  case invalidTime
  /// An argument that should be a kubelet's version.
  case invalidVersion

  var message: SafeText {
    switch self {
    case .noSubcommand: "nothing to do: name a subcommand, such as resolve"
    case .unknownSubcommand(let position, let nearest):
      "argument \(position) is not a subcommand\(suggestion(nearest))"
    case .unknownOption(let position, let nearest):
      "argument \(position) is not an option\(suggestion(nearest))"
    case .missingValue(let option):
      "\(option.title) needs a value: \(option.title) \(option.value ?? "")"
    case .unexpectedValue(let option): "\(option.title) takes no value"
    case .repeatedOption(let option): "\(option.title) is given twice"
    case .invalidChoice(let option, let choices):
      "\(option.title) takes \(choices.map { "\(word: $0)" }.joined(separator: " or "))"
    case .conflict(let one, let other): "\(one) and \(other) exclude each other"
    case .missingOperand(let name): "\(name) is missing"
    case .unexpectedOperand(let position, let advice):
      "argument \(position) is not expected here; \(advice)"
    case .invalidImage(let image, let error):
      "\(quoted: ImageReference.displayText(of: image)) is not an image reference: \(sentence: error.description)"
    case .invalidTime: "--at takes a time, such as 2025-01-31T08:00:00Z"
    case .invalidVersion: "--kubelet-version takes a version, such as 1.36 or v1.36.2"
    }
  }

  private func suggestion(_ nearest: String?) -> SafeText {
    nearest.map { "; did you mean \(word: $0)?" } ?? ""
  }
}

/// An error in a command line, with a hint to the help.
struct UsageError: CommandError, Hashable {
  let problem: ArgumentError
  /// The subcommand's name; nil if the command line names none.
  let subcommand: String?

  var message: SafeText {
    let name: SafeText = subcommand.map { "\(word: $0) " } ?? ""
    return "\(problem.message)\nRun: pullcreds \(name)--help"
  }
}

/// The probably intended candidate: one that begins with `word`, or the most similar one.
func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
  guard !word.isEmpty else { return nil }
  if word.utf8.count > 2, let longer = candidates.first(where: { $0.hasPrefix(word) }) {
    return longer
  }
  return NearestName.find(word, in: candidates)
}
