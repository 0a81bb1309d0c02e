extension Span<UInt8> {
  /// The integer that Go's `ParseInt` with base 0, or else `ParseUint`, reads: a prefix `0x`, `0o`, `0b` or `0` tells the base.
  var goInteger: Scalar? {
    var start = 0
    if count > 0, self[0] == UInt8(ascii: "-") || self[0] == UInt8(ascii: "+") { start = 1 }
    guard start < count else { return nil }
    guard self[start] == UInt8(ascii: "0"), count > start + 1 else {
      return integer(radix: 10)
    }
    let radix: UInt64
    var prefixLength = 2
    switch self[start + 1] | 0x20 {
    case UInt8(ascii: "x") where count > start + 2: radix = 16
    case UInt8(ascii: "o") where count > start + 2: radix = 8
    case UInt8(ascii: "b") where count > start + 2: radix = 2
    default: (radix, prefixLength) = (8, 1)
    }
    return integer(radix: radix, digitsAt: start + prefixLength)
  }

  /// The integer in this base, after an optional sign.
  func integer(radix: UInt64, digitsAt digitStart: Int? = nil) -> Scalar? {
    let hasSign =
      count > 0 && (self[0] == UInt8(ascii: "-") || self[0] == UInt8(ascii: "+"))
    let start = digitStart ?? (hasSign ? 1 : 0)
    guard start < count else { return nil }
    var magnitude: UInt64 = 0
    for index in start..<count {
      guard let digit = hexadecimalValue(at: index), digit < radix else { return nil }
      let (product, overflows) = magnitude.multipliedReportingOverflow(by: radix)
      let (sum, carries) = product.addingReportingOverflow(UInt64(digit))
      guard !overflows, !carries else { return nil }
      magnitude = sum
    }
    if hasSign, self[0] == UInt8(ascii: "-") {
      return magnitude <= 1 << 63 ? .int(Int64(truncatingIfNeeded: 0 &- magnitude)) : nil
    }
    if let value = Int64(exactly: magnitude) { return .int(value) }
    return hasSign ? nil : .uint(magnitude)
  }

  /// The number in decimal notation, with a point or an exponent or without, if it is in the range of `Double`.
  var decimalFloat: Double? {
    guard isDecimal, let value = Double(String(copying: self)), value.isFinite else { return nil }
    return value
  }

  /// Whether this is a sign, digits with a point among, before or after them, and an exponent; sign, point and exponent are
  /// optional.
  private var isDecimal: Bool {
    var index = 0
    if index < count, self[index] == UInt8(ascii: "-") || self[index] == UInt8(ascii: "+") {
      index += 1
    }
    let wholeStart = index
    index = endOfDigits(from: index)
    var hasDigits = index > wholeStart
    if index < count, self[index] == UInt8(ascii: ".") {
      let fraction = endOfDigits(from: index + 1)
      hasDigits = hasDigits || fraction > index + 1
      index = fraction
    }
    guard hasDigits else { return false }
    if index < count, self[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < count, self[index] == UInt8(ascii: "-") || self[index] == UInt8(ascii: "+") {
        index += 1
      }
      let exponent = endOfDigits(from: index)
      guard exponent > index else { return false }
      index = exponent
    }
    return index == count
  }

  func endOfDigits(from start: Int) -> Int {
    var index = start
    while index < count, isDigit(at: index) { index += 1 }
    return index
  }
}

extension String {
  init(copying span: Span<UInt8>) {
    self = span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
