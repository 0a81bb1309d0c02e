/// One of the things `pullcreds` does. A new one is a file with a `static let`, and a place in
/// ``all``.
struct Subcommand: Sendable {
  let name: String
  /// One line for the list of subcommands.
  let summary: String
  /// The ways to call it, without `pullcreds` and the name.
  let usage: [String]
  /// What it does, a paragraph each.
  let about: [String]
  /// The options besides `--help`, which every subcommand has.
  let options: [Option]
  let examples: [Example]
  /// What the exit status means, by status.
  let exitStatus: [(status: ExitStatus, meaning: String)]
  /// Does it: reads what there is to read, and writes nothing but files that the arguments name.
  ///
  /// An error's description says what is wrong, where, and what to do, without secrets.
  let run: @Sendable (Arguments) throws -> CommandResult

  /// A command line and what it is for.
  struct Example: Sendable {
    let purpose: String
    let command: String
  }

  /// All subcommands, in the order in which `--help` lists them.
  static let all = [
    resolve, explain, audit, parse, export, clients, createSecret, patchServiceAccount,
    checkProviderConfig, imageAccess,
  ]
}

/// What a subcommand prints on standard output, and its exit status.
struct CommandResult: Sendable {
  let output: String
  let status: ExitStatus
  /// Whether the output holds secrets, so that it must not be shown on a terminal.
  let isSecret: Bool

  init(_ output: String, _ status: ExitStatus, isSecret: Bool = false) {
    self.output = output
    self.status = status
    self.isSecret = isSecret
  }
}

extension Subcommand {
  /// Does what the command line `arguments`, without the program's name, asks for.
  static func run(_ arguments: [String]) throws -> CommandResult {
    guard let first = arguments.first else { throw ArgumentError.noSubcommand }
    let rest = arguments.dropFirst()
    switch first {
    case "--help", "-h", "help":
      guard let name = rest.first else { return CommandResult(Help.overview, .success) }
      return CommandResult(Help.page(for: try named(name)), .success)
    case "--version":
      return CommandResult("pullcreds \(Version.current)\n", .success)
    default:
      let subcommand = try named(first)
      let parsed = try Arguments(parsing: rest, options: subcommand.options + [.help], of: first)
      if parsed.has(.help) { return CommandResult(Help.page(for: subcommand), .success) }
      return try subcommand.run(parsed)
    }
  }

  private static func named(_ name: String) throws(ArgumentError) -> Subcommand {
    if let subcommand = all.first(where: { $0.name == name }) { return subcommand }
    guard !name.hasPrefix("-") else {
      throw .unknownOption(name, nearest: nearest(to: name, in: ["--help", "--version"]), of: nil)
    }
    throw .unknownSubcommand(name, nearest: nearest(to: name, in: all.map { $0.name }))
  }
}
