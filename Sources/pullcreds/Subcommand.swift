import ImagePullCredentials
import Synchronization

/// A subcommand of `pullcreds`. To add one, create a file with a `static let`, and add it to
/// ``all``.
struct Subcommand: Sendable {
  let name: String
  /// One line for the list of subcommands.
  let summary: SafeText
  /// The ways to call it, without `pullcreds` and the name.
  let usage: [SafeText]
  /// What it does, in paragraphs.
  let about: [SafeText]
  /// The options besides `--help`, which every subcommand has.
  let options: [Option]
  let examples: [Example]
  /// What the exit status means, by status.
  let exitStatus: [(status: ExitStatus, meaning: SafeText)]
  /// Runs it: reads the input, and writes only the files that the arguments name.
  let run: @Sendable (Arguments) throws -> CommandResult

  /// A command line and its purpose.
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
    /// Text for people.
    case text(SafeText)
    /// A document with secrets, byte for byte. It is not written to a terminal.
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

/// A report, for people and for programs.
protocol Report {
  /// Lines for a terminal.
  var text: SafeText { get }
  /// A JSON object. Its members are described in Docs/Command.md and are stable.
  var json: SafeText { get }
  var status: ExitStatus { get }
}

extension CommandResult {
  /// A report in the format of `--output`.
  init(_ report: some Report, in format: OutputFormat) {
    let text = format == .json ? report.json : Palette.standardOutput.paint(report.text)
    self.init(text, report.status)
  }
}

/// Messages for standard error, besides the report or before an error.
final class Warnings: Sendable {
  private let texts = Mutex<[SafeText]>([])

  /// All, in the order in which they were added.
  var all: [SafeText] { texts.withLock { $0 } }

  func add(_ text: SafeText) { texts.withLock { $0.append(text) } }
}

/// The exit statuses of all subcommands.
enum ExitStatus: Int32, Sendable {
  /// Done, with a positive answer.
  case success = 0
  /// Done, with a negative answer.
  case negative = 1
  /// Not done: the arguments, the input or the output cannot be used.
  case unusable = 2
}

/// The version of the command, as in CHANGELOG.md.
enum Version {
  static let current: SafeText = "0.1.0-dev"
}

extension Subcommand {
  /// Runs the command line `arguments`, without the program's name.
  static func run(
    _ arguments: [String], warnings: Warnings = Warnings()
  ) throws -> CommandResult {
    var subcommand: Subcommand?
    do {
      guard let first = arguments.first else { throw ArgumentError.noSubcommand }
      switch first {
      case "--help", "-h", "help":
        guard arguments.count > 1 else { return CommandResult(Help.overview, .success) }
        return CommandResult(Help.page(for: try named(arguments[1], position: 2)), .success)
      case "--version":
        return CommandResult("pullcreds \(Version.current)\n", .success)
      default:
        let named = try named(first, position: 1)
        subcommand = named
        return try named.answer(arguments.dropFirst(), warnings)
      }
    } catch let problem as ArgumentError {
      throw UsageError(problem: problem, subcommand: subcommand?.name)
    }
  }

  private func answer(
    _ arguments: ArraySlice<String>, _ warnings: Warnings
  ) throws -> CommandResult {
    let parsed = try Arguments(
      parsing: arguments, options: options + [.help], of: name, warnings: warnings)
    return parsed.has(.help) ? CommandResult(Help.page(for: self), .success) : try run(parsed)
  }

  private static func named(
    _ name: String, position: Int
  ) throws(ArgumentError) -> Subcommand {
    if let subcommand = all.first(where: { $0.name == name }) { return subcommand }
    guard !name.hasPrefix("-") else {
      throw .unknownOption(
        position: position, nearest: nearest(to: name, in: ["--help", "--version"]))
    }
    throw .unknownSubcommand(
      position: position, nearest: nearest(to: name, in: all.map { $0.name }))
  }
}

// MARK: - Help

/// The help texts, from the values of the subcommands.
enum Help {
  /// The output of `pullcreds --help`.
  static var overview: SafeText {
    var page = TextPage()
    page.paragraph(
      "pullcreds: which registry credentials a kubelet would try for an image, in which order, "
        + "and where each comes from. It reads kubectl's output, contacts no cluster, and never "
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

  /// The output of `pullcreds SUBCOMMAND --help`.
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

  /// Rows of terms and their meanings, with the meanings in one column.
  fileprivate mutating func table(_ rows: [(term: SafeText, meaning: SafeText)]) {
    let column = (rows.map(\.term.width).max() ?? 0) + 2
    for row in rows { definition(row.term, row.meaning, column: column, indent: 2) }
  }
}
