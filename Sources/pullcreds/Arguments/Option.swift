/// An option that a subcommand takes.
struct Option: Sendable, Hashable {
  /// The long name, without dashes.
  let name: String
  /// The short name, without its dash.
  let short: Character?
  /// What stands for the value in help and messages, such as `FILE`; nil for an option without one.
  let value: String?
  /// Whether it may be given more than once.
  let isRepeatable: Bool
  /// What it is for.
  let help: String

  init(
    _ name: String, short: Character? = nil, value: String? = nil, isRepeatable: Bool = false,
    help: String
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.isRepeatable = isRepeatable
    self.help = help
  }

  /// As it is written on a command line: `-f, --filename FILE`.
  var synopsis: String {
    (short.map { "-\($0), " } ?? "    ") + "--\(name)" + (value.map { " \($0)" } ?? "")
  }
}

extension Option {
  static let help = Option("help", short: "h", help: "Show this help.")

  static let output = Option(
    "output", short: "o", value: "FORMAT", help: "text (default) or json.")
}

/// How a report is printed.
enum OutputFormat: String, Sendable, CaseIterable {
  case text
  case json
}
