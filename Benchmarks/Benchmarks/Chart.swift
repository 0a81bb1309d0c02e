import Foundation

/// A chart of the cost of one look-up by the number of entries, as SVG, with logarithmic axes.
struct Chart {
  /// One line of the chart.
  struct Series {
    let name: String
    let color: String
    /// Entries and nanoseconds.
    let points: [(entries: Double, nanoseconds: Double)]
  }

  let series: [Series]

  /// The series of the measured `keyring/lookup`, `keyring/lookup-miss` and `model/lookup`.
  init(_ measurements: [Measurement]) {
    let names = [
      ("model/lookup", "the literal linear model", "#b04a3a"),
      ("keyring/lookup", "look-up, hits and misses", "#2a6f97"),
      ("keyring/lookup-miss", "look-up, misses", "#7fb069"),
    ]
    series = names.map { prefix, name, color in
      let points = measurements.compactMap { measurement -> (Double, Double)? in
        guard measurement.name.hasPrefix(prefix + "/"),
          let entries = Double(measurement.name.dropFirst(prefix.count + 1))
        else { return nil }
        return (entries, measurement.nanoseconds)
      }
      return Series(name: name, color: color, points: points)
    }
  }

  private static let size = (width: 640.0, height: 360.0)
  private static let frame = (left: 70.0, right: 20.0, top: 20.0, bottom: 50.0)
  /// The powers of ten at the ends of the axes.
  private static let entries = (first: 0, last: 6)
  private static let nanoseconds = (first: 1, last: 7)

  var svg: String {
    let size = Self.size
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(size.width)) \(Int(size.height))\" "
        + "font-family=\"sans-serif\" font-size=\"12\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
    ]
    lines += Self.grid
    for (number, line) in series.enumerated() where !line.points.isEmpty {
      let path = line.points.map { "\(Self.x($0.entries)),\(Self.y($0.nanoseconds))" }
      lines.append(
        "<polyline points=\"\(path.joined(separator: " "))\" fill=\"none\" stroke=\"\(line.color)\" "
          + "stroke-width=\"2\"/>")
      let y = Self.frame.top + 16 + Double(number) * 18
      lines.append("<text x=\"90\" y=\"\(y)\" fill=\"\(line.color)\">\(line.name)</text>")
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static var grid: [String] {
    let units = ["", "10 ns", "100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms"]
    let rows = (nanoseconds.first...nanoseconds.last).map { power in
      let y = y(power10(power))
      return
        "<line x1=\"\(frame.left)\" y1=\"\(y)\" x2=\"\(size.width - frame.right)\" y2=\"\(y)\" "
        + "stroke=\"#ddd\"/><text x=\"\(frame.left - 8)\" y=\"\(y + 4)\" text-anchor=\"end\">\(units[power])</text>"
    }
    let columns = (entries.first...entries.last).map { power in
      let x = x(power10(power))
      return
        "<line x1=\"\(x)\" y1=\"\(frame.top)\" x2=\"\(x)\" y2=\"\(size.height - frame.bottom)\" "
        + "stroke=\"#ddd\"/><text x=\"\(x)\" y=\"\(size.height - frame.bottom + 18)\" "
        + "text-anchor=\"middle\">\(Int(power10(power)))</text>"
    }
    let caption =
      "<text x=\"\(size.width / 2)\" y=\"\(size.height - 12)\" text-anchor=\"middle\">entries</text>"
    return rows + columns + [caption]
  }

  private static func x(_ value: Double) -> Double {
    let span = size.width - frame.left - frame.right
    let share = (log10(value) - Double(entries.first)) / Double(entries.last - entries.first)
    return rounded(frame.left + share * span)
  }

  private static func y(_ value: Double) -> Double {
    let span = size.height - frame.top - frame.bottom
    let share =
      (log10(value) - Double(nanoseconds.first)) / Double(nanoseconds.last - nanoseconds.first)
    return rounded(size.height - frame.bottom - share * span)
  }

  private static func power10(_ power: Int) -> Double {
    (0..<power).reduce(1) { value, _ in value * 10 }
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
