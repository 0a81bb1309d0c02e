import ImagePullCredentials
import Synchronization

/// One of the things `pullcreds` does. A new one is a file with a `static let`, and a place in
/// ``all``.
struct Subcommand: Sendable {
  let name: String
  /// One line for the list of subcommands.
  let summary: SafeText
  /// The ways to call it, without `pullcreds` and the name.
  let usage: [SafeText]
  /// What it does, a paragraph each.
  let about: [SafeText]
  /// The options besides `--help`, which every subcommand has.
  let options: [Option]
  let examples: [Example]
  /// What the exit status means, by status.
  let exitStatus: [(status: ExitStatus, meaning: SafeText)]
  /// Runs it: reads the input, and writes nothing but the files that the arguments name.
  let run: @Sendable (Arguments) throws -> CommandResult

  /// A command line and what it is for.
  struct Example: Sendable {
    let purpose: SafeText
    let command: SafeText
  }

  /// All subcommands, in the order in which `--help` lists them.
  static let all = [
    resolve, explain, audit, parse, export, clients, createSecret, patchServiceAccount, check,
    checkProviderConfig, imageAccess,
  ]
}

/// What a subcommand prints, and its exit status.
struct CommandResult: Sendable {
  let output: Output
  let status: ExitStatus

  /// What goes to standard output.
  enum Output: Sendable {
    /// What a person may see.
    case text(SafeText)
    /// A document that holds secrets, byte for byte. It is not written to a terminal.
    case secret([UInt8])
  }

  init(_ text: SafeText, _ status: ExitStatus) {
    output = .text(text)
    self.status = status
  }

  init(secret document: [UInt8], _ status: ExitStatus) {
    output = .secret(document)
    self.status = status
  }
}

/// An answer, for a person and for a program.
protocol Report {
  /// Lines for a terminal.
  var text: SafeText { get }
  /// A JSON object. Its members are described in Docs/Command.md and are stable.
  var json: SafeText { get }
  var status: ExitStatus { get }
}

extension CommandResult {
  /// A report in the format that `--output` asks for.
  init(_ report: some Report, in format: OutputFormat) {
    let text = format == .json ? report.json : Palette.standardOutput.paint(report.text)
    self.init(text, report.status)
  }
}

/// Messages for standard error besides the answer, or before an error.
final class Warnings: Sendable {
  private let texts = Mutex<[SafeText]>([])

  /// All, in the order in which they were added.
  var all: [SafeText] { texts.withLock { $0 } }

  func add(_ text: SafeText) { texts.withLock { $0.append(text) } }
}

/// The exit statuses of all subcommands.
enum ExitStatus: Int32, Sendable {
  /// Done, and all is well.
  case success = 0
  /// Done, and the answer is not what one would wish.
  case negative = 1
  /// Not done: the arguments, the input or the output cannot be used.
  case unusable = 2
}

/// The version of the command, as CHANGELOG.md counts it.
enum Version {
  static let current: SafeText = "0.1.0-dev"
}

extension Subcommand {
  /// Does what the command line `arguments`, without the program's name, asks for.
  static func run(
    _ arguments: [String], warnings: Warnings = Warnings()
  ) throws -> CommandResult {
    guard let first = arguments.first else { throw ArgumentError.noSubcommand }
    switch first {
    case "--help", "-h", "help":
      guard arguments.count > 1 else { return CommandResult(Help.overview, .success) }
      let subcommand = try named(arguments[1], position: 2)
      return CommandResult(Help.page(for: subcommand), .success)
    case "--version":
      return CommandResult("pullcreds \(Version.current)\n", .success)
    default:
      let subcommand = try named(first, position: 1)
      let parsed = try Arguments(
        parsing: arguments.dropFirst(), options: subcommand.options + [.help],
        of: subcommand.name, warnings: warnings)
      if parsed.has(.help) { return CommandResult(Help.page(for: subcommand), .success) }
      return try subcommand.run(parsed)
    }
  }

  private static func named(
    _ name: String, position: Int
  ) throws(ArgumentError) -> Subcommand {
    if let subcommand = all.first(where: { $0.name == name }) { return subcommand }
    guard !name.hasPrefix("-") else {
      throw .unknownOption(
        position: position, nearest: nearest(to: name, in: ["--help", "--version"]), of: nil)
    }
    throw .unknownSubcommand(
      position: position, nearest: nearest(to: name, in: all.map { $0.name }))
  }
}

// MARK: - Help

/// The help texts, made from what the subcommands say of themselves.
enum Help {
  /// What `pullcreds --help` prints.
  static var overview: SafeText {
    var page = TextPage()
    page.paragraph(
      "pullcreds: which registry credentials a kubelet would try for an image, in which order, "
        + "and where each comes from. It reads what kubectl prints; it asks no cluster, and never "
        + "shows a password.")
    page.section("Usage")
    page.line("pullcreds SUBCOMMAND ARGUMENT…", indent: 2)
    page.line("pullcreds SUBCOMMAND --help", indent: 2)
    page.line("pullcreds --version", indent: 2)
    page.section("Subcommands")
    page.table(Subcommand.all.map { ("\(word: $0.name)" as SafeText, $0.summary) })
    page.section("Example")
    page.line("kubectl get pods,sa,secrets -n payments -o json |", indent: 2)
    page.line("  pullcreds resolve --pod payment-api-7d9f4-xkp2m", indent: 2)
    return page.text
  }

  /// What `pullcreds SUBCOMMAND --help` prints.
  static func page(for subcommand: Subcommand) -> SafeText {
    var page = TextPage()
    page.paragraph("pullcreds \(word: subcommand.name): \(subcommand.summary)")
    page.section("Usage")
    for usage in subcommand.usage {
      page.paragraph("pullcreds \(word: subcommand.name) \(usage)", indent: 2, hanging: 4)
    }
    for paragraph in subcommand.about {
      page.blank()
      page.paragraph(paragraph)
    }
    page.section("Options")
    page.table((subcommand.options + [.help]).map { ($0.synopsis, $0.help) })
    page.section("Exit status")
    page.table(subcommand.exitStatus.map { ("\($0.status.rawValue)" as SafeText, $0.meaning) })
    page.section("Examples")
    for example in subcommand.examples {
      page.paragraph("# \(example.purpose)", indent: 2)
      for line in example.command.lines { page.line(line, indent: 2) }
    }
    return page.text
  }
}

extension TextPage {
  fileprivate mutating func section(_ title: SafeText) {
    blank()
    line("\(title):")
  }

  /// Rows of a term and what it means, the meanings in one column.
  fileprivate mutating func table(_ rows: [(term: SafeText, meaning: SafeText)]) {
    let column = (rows.map(\.term.width).max() ?? 0) + 2
    for row in rows { definition(row.term, row.meaning, column: column, indent: 2) }
  }
}
