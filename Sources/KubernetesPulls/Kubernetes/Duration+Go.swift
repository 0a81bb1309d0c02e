extension Duration {
  /// Reads a duration as Kubernetes writes it in objects and configurations: `1h30m`, `-1.5s`, `0`.
  ///
  /// Source: `ParseDuration`, Go's time/format.go. Nil for what Go refuses: no number, no unit, an
  /// unknown unit, or more than 2⁶³−1 nanoseconds.
  package init?(goDuration text: String) {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    if rest.elementsEqual("0".utf8) {
      self = .zero
      return
    }
    guard !rest.isEmpty else { return nil }
    var total: UInt64 = 0
    while !rest.isEmpty {
      guard let part = Self.goDurationPart(&rest) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      // The most negative duration has no positive counterpart; Go takes it all the same.
      guard !overflow, sum <= 1 << 63 else { return nil }
      total = sum
    }
    guard isNegative || total < 1 << 63 else { return nil }
    self = .nanoseconds(Int64(truncatingIfNeeded: isNegative ? 0 &- total : total))
  }

  /// Takes one number with its unit off `text`; in nanoseconds.
  private static func goDurationPart(_ text: inout Substring.UTF8View) -> UInt64? {
    let whole = text.prefix(while: isDigit)
    text = text.dropFirst(whole.count)
    var fraction = whole.prefix(0)
    if text.first == UInt8(ascii: ".") {
      text.removeFirst()
      fraction = text.prefix(while: isDigit)
      text = text.dropFirst(fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }

    let unitText = text.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
    text = text.dropFirst(unitText.count)
    guard let unit = units.first(where: { unitText.elementsEqual($0.name.utf8) })?.nanoseconds,
      let count = whole.isEmpty ? 0 : UInt64(Substring(whole))
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow, product <= 1 << 63 else { return nil }
    return product + fractionOf(unit, digits: fraction)
  }

  /// Go's `leadingFraction`: digits that no longer fit into 63 bits are passed over.
  private static func fractionOf(_ unit: UInt64, digits: Substring.UTF8View) -> UInt64 {
    var value: UInt64 = 0
    var scale = 1.0
    for digit in digits {
      guard value <= UInt64(Int64.max) / 10 else { break }
      let next = value * 10 + UInt64(digit - UInt8(ascii: "0"))
      guard next <= 1 << 63 else { break }
      value = next
      scale *= 10
    }
    return UInt64(Double(value) * (Double(unit) / scale))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
  }

  private static let units: [(name: String, nanoseconds: UInt64)] = [
    ("ns", 1), ("us", 1_000), ("\u{B5}s", 1_000), ("\u{3BC}s", 1_000), ("ms", 1_000_000),
    ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]
}
