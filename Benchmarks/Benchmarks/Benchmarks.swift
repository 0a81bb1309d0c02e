import Foundation

/// Runs the benchmarks: `swift run -c release Benchmarks [--filter NAME] [--json] [--quick] [--chart FILE]`.
@main
enum Benchmarks {
  static func main() {
    do {
      try run(try Options(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit(EXIT_FAILURE)
    }
  }

  private static func run(_ options: Options) throws {
    if let count = options.clusterPodCount { return AuditBenchmarks.writeCluster(pods: count) }
    if !options.isJSON { print(Measurement.header) }
    var measurements: [Measurement] = []
    let harness = Harness(effort: options.isQuick ? .quick : .full)
    var suite = Suite(harness: harness, filter: options.filter) { measurement in
      print(options.isJSON ? measurement.json : measurement.row)
      measurements.append(measurement)
    }
    try ReferenceBenchmarks.run(&suite)
    try KeyringBenchmarks.run(&suite)
    try ConfigBenchmarks.run(&suite)
    try PullBenchmarks.run(&suite)
    try ResolveBenchmarks.run(&suite)
    try ObjectsBenchmarks.run(&suite)
    try AuditBenchmarks.run(&suite)
    try YAMLBenchmarks.run(&suite)
    try ControllerBenchmarks.run(&suite)
    try AdversarialBenchmarks.run(&suite)
    if let chart = options.chart {
      try Data(Chart(measurements).svg.utf8).write(to: URL(filePath: chart))
    }
  }
}

/// The options of the command line.
struct Options {
  private(set) var filter: String?
  /// The output file for the chart of look-up costs.
  private(set) var chart: String?
  /// The number of Pods in the cluster to print instead of running benchmarks.
  private(set) var clusterPodCount: Int?
  private(set) var isJSON = false
  private(set) var isQuick = false

  init(_ arguments: some Sequence<String>) throws(WrongResult) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": isJSON = true
      case "--quick": isQuick = true
      case "--filter": filter = try Self.value(of: argument, &rest)
      case "--chart": chart = try Self.value(of: argument, &rest)
      case "--write-cluster": clusterPodCount = Int(try Self.value(of: argument, &rest))
      default:
        throw WrongResult(
          description:
            "unknown option \(argument); there are --filter NAME, --json, --quick, --chart FILE and "
            + "--write-cluster PODS")
      }
    }
  }

  private static func value(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(WrongResult) -> String {
    guard let value = rest.popFirst() else {
      throw WrongResult(description: "\(option) takes a value")
    }
    return value
  }
}
