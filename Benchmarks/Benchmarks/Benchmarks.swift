import Foundation

/// Runs the benchmarks: `swift run -c release Benchmarks [--filter TEXT] [--json] [--quick]`.
@main
enum Benchmarks {
  static func main() {
    do {
      try run(try Options(CommandLine.arguments.dropFirst()))
    } catch {
      print("benchmarks: \(error)")
      exit(EXIT_FAILURE)
    }
  }

  private static func run(_ options: Options) throws {
    if !options.isJSON { print(Measurement.header) }
    let harness = Harness(effort: options.isQuick ? .quick : .full)
    var suite = Suite(harness: harness, filter: options.filter) { measurement in
      print(options.isJSON ? measurement.json : measurement.row)
    }
    try ReferenceBenchmarks.run(&suite)
    try KeyringBenchmarks.run(&suite)
    try ConfigBenchmarks.run(&suite)
    try PullBenchmarks.run(&suite)
    try ObjectsBenchmarks.run(&suite)
    try AdversarialBenchmarks.run(&suite)
  }
}

/// What the command line asks for.
struct Options {
  private(set) var filter: String?
  private(set) var isJSON = false
  private(set) var isQuick = false

  init(_ arguments: some Sequence<String>) throws(WrongResult) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": isJSON = true
      case "--quick": isQuick = true
      case "--filter":
        guard let value = rest.popFirst() else {
          throw WrongResult(description: "--filter takes a part of a benchmark's name")
        }
        filter = value
      default:
        throw WrongResult(
          description: "unknown option \(argument); there are --filter NAME, --json and --quick")
      }
    }
  }
}
