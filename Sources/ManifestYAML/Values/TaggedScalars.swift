extension Span<UInt8> {
  /// Whether this is a date that goyaml recognises: four digits and `-`, and then one of Go's layouts `2006-1-2`,
  /// `2006-1-2 15:4:5.999999999` and `2006-1-2T15:4:5.999999999Z07:00`, also with `t` (go.yaml.in/yaml/v2, resolve.go).
  var isTimestamp: Bool {
    var reader = TimestampReader(self)
    return reader.readTimestamp()
  }
}

/// Reads a timestamp as Go's `time.Parse` does, which accepts one or two digits.
private struct TimestampReader: ~Escapable {
  private let text: Span<UInt8>
  private var offset = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) {
    self.text = text
  }

  mutating func readTimestamp() -> Bool {
    guard text.endOfDigits(from: 0) == 4, let year = number(digits: 4...4), take("-"),
      let month = number(digits: 1...2), (1...12).contains(month), take("-"),
      let day = number(digits: 1...2), day >= 1, day <= Self.dayCount(of: month, year)
    else { return false }
    if offset == text.count { return true }
    if take("T") || take("t") { return readTime() && readZone() && offset == text.count }
    guard take(" ") else { return false }
    while take(" ") {}
    return readTime() && offset == text.count
  }

  private static func dayCount(of month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private mutating func readTime() -> Bool {
    guard let hour = number(digits: 1...2), hour < 24, take(":"),
      let minute = number(digits: 1...2), minute < 60, take(":"),
      let second = number(digits: 1...2), second < 60
    else { return false }
    let fraction = text.endOfDigits(from: offset + 1)
    if fraction > offset + 1, take(".") || take(",") { offset = fraction }
    return true
  }

  private mutating func readZone() -> Bool {
    if take("Z") { return true }
    guard take("+") || take("-"), let hour = number(digits: 2...2), hour <= 24, take(":"),
      let minute = number(digits: 2...2), minute <= 60
    else { return false }
    return true
  }

  /// Reads a number with as many of the allowed `digits` as there are.
  private mutating func number(digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < digits.upperBound, offset < text.count, text.isDigit(at: offset) {
      value = value * 10 + Int(text[offset] - UInt8(ascii: "0"))
      offset += 1
      count += 1
    }
    return count >= digits.lowerBound ? value : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard offset < text.count, text[offset] == UInt8(ascii: scalar) else { return false }
    offset += 1
    return true
  }
}

extension Span<UInt8> {
  /// The decoded bytes of standard base64 with padding, ignoring CR and LF, as in Go's `base64.StdEncoding`; nil if it
  /// is invalid.
  var base64Decoded: [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var digitCount = 0
    var paddingCount = 0
    for index in indices {
      let byte = self[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
      if byte == UInt8(ascii: "=") {
        // Two digits and two, or three and one, and then the end.
        guard digitCount + paddingCount >= 2, digitCount + paddingCount < 4 else { return nil }
        paddingCount += 1
        continue
      }
      guard paddingCount == 0, let value = Self.base64Value(of: byte) else { return nil }
      bits = bits << 6 | value
      digitCount += 1
      guard digitCount == 4 else { continue }
      for shift in [16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
      digitCount = 0
    }
    guard digitCount == 0 || digitCount + paddingCount == 4 else { return nil }
    if digitCount == 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> 4)) }
    if digitCount == 3 {
      bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
    }
    return bytes
  }

  private static func base64Value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
