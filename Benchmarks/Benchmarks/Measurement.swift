/// The result of one benchmark.
struct Measurement {
  let name: String
  /// Nanoseconds per operation of each sample, ascending.
  let samples: [Double]
  /// Heap allocations per operation; nil if they cannot be counted.
  let allocations: Double?
  /// The input bytes of one operation, if the benchmark measures throughput.
  var bytesPerOperation: Double?
  /// Heap bytes per keyring entry, if the benchmark measures memory.
  var bytesPerEntry: Double?

  var nanoseconds: Double { samples.isEmpty ? 0 : samples[samples.count / 2] }

  /// The difference between the slowest and the fastest sample, in percent of the median.
  var spread: Double {
    guard let first = samples.first, let last = samples.last, nanoseconds > 0 else { return 0 }
    return (last - first) / nanoseconds * 100
  }

  var megabytesPerSecond: Double? {
    bytesPerOperation.map { nanoseconds > 0 ? $0 / nanoseconds * 1_000 : 0 }
  }

  /// One line of JSON.
  var json: String {
    var members = ["\"name\":\"\(name)\"", "\"nanoseconds\":\(rounded(nanoseconds))"]
    members.append("\"allocations\":\(allocations.map { rounded($0) } ?? "null")")
    if let megabytesPerSecond {
      members.append("\"megabytesPerSecond\":\(rounded(megabytesPerSecond))")
    }
    if let bytesPerEntry { members.append("\"bytesPerEntry\":\(rounded(bytesPerEntry))") }
    members.append("\"spreadPercent\":\(rounded(spread))")
    return "{\(members.joined(separator: ","))}"
  }

  /// One row of the table.
  var row: String {
    var columns = [
      pad(name, to: -28), pad(samples.isEmpty ? "" : rounded(nanoseconds), to: 13),
      pad(samples.isEmpty ? "" : "±\(rounded(spread / 2)) %", to: 10),
      pad(allocations.map { rounded($0) } ?? "", to: 9),
    ]
    columns.append(pad(megabytesPerSecond.map { "\(rounded($0)) MB/s" } ?? "", to: 13))
    columns.append(pad(bytesPerEntry.map { "\(rounded($0)) B/entry" } ?? "", to: 14))
    return columns.joined()
  }

  static let header =
    "name                          nanoseconds    spread   allocs"

  /// Two decimals at most: more would be noise.
  private func rounded(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths.magnitude < 1e15 else { return "\(value)" }
    let whole = Int(hundredths)
    guard whole % 100 != 0 else { return "\(whole / 100)" }
    let fraction = whole.magnitude % 100
    return
      "\(whole / 100).\(fraction < 10 ? "0" : "")\(fraction % 10 == 0 ? fraction / 10 : fraction)"
  }

  private func pad(_ text: String, to width: Int) -> String {
    let padding = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? text + padding : padding + text
  }
}
