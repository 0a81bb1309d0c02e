/// A moment in time to the second, as Kubernetes writes it: RFC 3339 text.
///
/// ```swift
/// Timestamp("2025-01-31T08:00:00Z")?.secondsSince1970  // 1738310400
/// ```
public struct Timestamp: Sendable, Hashable {
  /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
  public let secondsSince1970: Int64

  /// The moment that is `secondsSince1970` seconds after 1970-01-01T00:00:00Z.
  ///
  /// - Parameter secondsSince1970: the seconds, without leap seconds.
  public init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  /// The moment that `text` names; nil unless it is a date, `T`, a time and `Z` or a numeric
  /// offset, in RFC 3339's form with capital letters. A fraction of a second is checked and
  /// dropped. Outside of the years that this form can say, the form of ``description``.
  ///
  /// What Kubernetes reads beyond RFC 3339 is read too: an hour of one digit, a comma before the
  /// fraction, offsets of 24 hours and of 60 minutes. (Go: time/format.go, `Parse`.)
  ///
  /// - Parameter text: the text.
  public init?(_ text: String) {
    if text.hasSuffix(" s"), let seconds = Int64(text.dropLast(2)),
      !Self.printable.contains(seconds)
    {
      self.init(secondsSince1970: seconds)
    } else {
      self.init(parsing: text.utf8.span)
    }
  }

  init?(parsing text: Span<UInt8>) {
    var scanner = Scanner(text: text)
    guard let year = scanner.number(digits: 4), scanner.consume("-"),
      let month = scanner.number(digits: 2), scanner.consume("-"),
      let day = scanner.number(digits: 2), scanner.consume("T"),
      let hour = scanner.number(digits: 1...2), scanner.consume(":"),
      let minute = scanner.number(digits: 2), scanner.consume(":"),
      let second = scanner.number(digits: 2), scanner.skipFraction(),
      let offset = scanner.zone(), scanner.isAtEnd,
      (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = Self.daysSince1970(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    secondsSince1970 = Int64(seconds)
  }
}

extension Timestamp: Comparable {
  /// Whether `one` is earlier.
  public static func < (one: Timestamp, other: Timestamp) -> Bool {
    one.secondsSince1970 < other.secondsSince1970
  }
}

extension Timestamp: LosslessStringConvertible, Codable {
  /// RFC 3339 in UTC, such as `2025-01-31T08:00:00Z`; outside the years 0 through 9999, which that
  /// form cannot represent, the seconds since 1970.
  public var description: String {
    guard Self.printable.contains(secondsSince1970) else { return "\(secondsSince1970) s" }
    let (days, second) = Int(secondsSince1970).quotientAndRemainder(flooringBy: 86_400)
    let (year, month, day) = Self.date(daysSince1970: days)
    let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, to: 2) }
    let date = [padded(year, to: 4), padded(month, to: 2), padded(day, to: 2)]
    return "\(date.joined(separator: "-"))T\(time.joined(separator: ":"))Z"
  }

  /// Decodes the text of ``description``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let timestamp = Timestamp(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected a time in RFC 3339 format")
    }
    self = timestamp
  }

  /// Encodes the text of ``description``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// From 0000-01-01T00:00:00Z through 9999-12-31T23:59:59Z.
  private static let printable: ClosedRange<Int64> = -62_167_219_200...253_402_300_799
}

// MARK: - Calendar

extension Timestamp {
  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar. Years begin in March here, so the
  /// leap day is the last of a year, and 400 years are an era of 146,097 days.
  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let (era, yearOfEra) = marchYear.quotientAndRemainder(flooringBy: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(flooringBy: 146_097)
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}

extension Int {
  fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (Int, Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

private func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Reads the parts of RFC 3339 text in order.
private struct Scanner: ~Escapable {
  let text: Span<UInt8>
  private var index = 0

  @_lifetime(copy text)
  init(text: Span<UInt8>) {
    self.text = text
  }

  var isAtEnd: Bool { index == text.count }

  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func number(digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// As many digits as there are, within limits.
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    guard var value = number(digits: digits.lowerBound) else { return nil }
    for _ in digits.lowerBound..<digits.upperBound {
      guard let digit = digit() else { break }
      value = value * 10 + digit
    }
    return value
  }

  mutating func skipFraction() -> Bool {
    guard consume(".") || consume(",") else { return true }
    guard digit() != nil else { return false }
    while digit() != nil {}
    return true
  }

  /// The offset of local time from UTC in seconds.
  mutating func zone() -> Int? {
    if consume("Z") { return 0 }
    let isAhead = consume("+")
    guard isAhead || consume("-"), let hours = number(digits: 2), hours <= 24, consume(":"),
      let minutes = number(digits: 2), minutes <= 60
    else { return nil }
    return (hours * 3_600 + minutes * 60) * (isAhead ? 1 : -1)
  }

  private mutating func digit() -> Int? {
    guard index < text.count, text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "9")
    else { return nil }
    index += 1
    return Int(text[index - 1] - UInt8(ascii: "0"))
  }
}

// MARK: - Durations

extension Duration {
  /// Reads a duration as Kubernetes writes it in objects and configurations: `1h30m`, `-1.5s`, `0`.
  ///
  /// Source: `ParseDuration`, Go's time/format.go. Nil for text that Go rejects: no number, no
  /// unit, an unknown unit, or more than 2⁶³−1 nanoseconds.
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
      // The most negative duration has no positive counterpart; Go accepts it anyway.
      guard !overflow, sum <= 1 << 63 else { return nil }
      total = sum
    }
    guard isNegative || total < 1 << 63 else { return nil }
    self = .nanoseconds(Int64(truncatingIfNeeded: isNegative ? 0 &- total : total))
  }

  /// Removes one number with its unit from `text` and returns it in nanoseconds.
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

  /// Go's `leadingFraction`: digits that do not fit into 63 bits are ignored.
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
