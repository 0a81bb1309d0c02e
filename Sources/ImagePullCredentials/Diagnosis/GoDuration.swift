/// A span of time as Go writes it: `1h30m`, `90s`, `1.5h`, `0`.
///
/// Source: `ParseDuration`, Go's time/format.go. Parts below a second are dropped.
struct GoDuration: Hashable {
  let seconds: Int64

  /// The span that `text` names; nil if it names none, or one of more than a hundred years.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard !rest.isEmpty else { return nil }
    if rest.elementsEqual("0".utf8) {
      seconds = 0
      return
    }
    var nanoseconds = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0 < 0x3A && $0 > 0x2F || $0 == UInt8(ascii: ".") }
      rest.removeFirst(number.count)
      let unit = rest.prefix { $0 >= UInt8(ascii: "a") }
      rest.removeFirst(unit.count)
      guard let value = Double(String(decoding: number, as: UTF8.self)),
        let length = Self.units[String(decoding: unit, as: UTF8.self)]
      else { return nil }
      nanoseconds += value * length
    }
    let seconds = nanoseconds / 1e9
    guard seconds < 3.2e9 else { return nil }
    self.seconds = Int64(isNegative ? -seconds : seconds)
  }

  private static let units: [String: Double] = [
    "ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
  ]
}
