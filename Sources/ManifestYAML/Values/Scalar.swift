/// What the text of a scalar means, by goyaml's rules (go.yaml.in/yaml/v2, resolve.go): those of YAML 1.1 without base
/// 60 numbers.
enum Scalar {
  case null
  case bool(Bool)
  case int(Int64)
  /// An integer above the range of `Int64`.
  case uint(UInt64)
  case float(Double)
  /// A date or a time, which remains a string.
  case timestamp
  case string

  /// The tag of the type.
  var tag: Tag {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int, .uint: .int
    case .float: .float
    case .timestamp: .timestamp
    case .string: .str
    }
  }

  /// The value of a plain scalar without a tag.
  @inline(__always)
  init(plain text: Span<UInt8>) {
    guard text.count > 0 else {
      self = .null
      return
    }
    switch text[0] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      self = Scalar(number: text)
    case UInt8(ascii: "."): self = Scalar(pointFirst: text)
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"),
      UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "~"):
      self = text.count <= 5 ? Scalar(word: text) : .string
    default: self = .string
    }
  }

  /// The value of a scalar with a tag that determines its type; it has that tag if text and tag agree.
  init(_ text: Span<UInt8>, tag: Tag) {
    if tag == .timestamp, text.isTimestamp {
      self = .timestamp
      return
    }
    self.init(plain: text)
    if tag == .float, case .int(let value) = self { self = .float(Double(value)) }
  }

  /// A text of at most five bytes that begins like a word with a special meaning.
  private init(word text: Span<UInt8>) {
    switch text.count {
    case 1 where text[0] | 0x20 == UInt8(ascii: "y"): self = .bool(true)
    case 1 where text[0] | 0x20 == UInt8(ascii: "n"): self = .bool(false)
    case 1 where text[0] == UInt8(ascii: "~"): self = .null
    case 2 where text.isWord("on"): self = .bool(true)
    case 2 where text.isWord("no"): self = .bool(false)
    case 3 where text.isWord("yes"): self = .bool(true)
    case 3 where text.isWord("off"): self = .bool(false)
    case 4 where text.isWord("true"): self = .bool(true)
    case 4 where text.isWord("null"): self = .null
    case 5 where text.isWord("false"): self = .bool(false)
    default: self = .string
    }
  }

  /// A text that begins with a point: Go's `ParseFloat` on the unchanged text, where `_` may be between two digits.
  private init(pointFirst text: Span<UInt8>) {
    if text.isAny(of: ".nan", ".NaN", ".NAN") {
      self = .float(.nan)
    } else if text.isAny(of: ".inf", ".Inf", ".INF") {
      self = .float(.infinity)
    } else if text.hasUnderscoresBetweenDigitsOnly,
      let value = text.withoutUnderscores.span.decimalFloat
    {
      self = .float(value)
    } else {
      self = .string
    }
  }

  /// A text that begins with a digit or a sign: an integer or a float after every `_` is removed.
  private init(number text: Span<UInt8>) {
    if text.count == 5 {
      if text.isAny(of: "+.inf", "+.Inf", "+.INF") {
        self = .float(.infinity)
        return
      }
      if text.isAny(of: "-.inf", "-.Inf", "-.INF") {
        self = .float(-.infinity)
        return
      }
    }
    if text.firstOffset(of: UInt8(ascii: "_"), in: 0..<text.count) == nil {
      self = Scalar(digits: text)
    } else {
      self = Scalar(digits: text.withoutUnderscores.span)
    }
  }

  private init(digits text: Span<UInt8>) {
    if let integer = text.goInteger {
      self = integer
    } else if let value = text.decimalFloat {
      self = .float(value)
    } else if text.count > 2, text.equals("0b", in: 0..<2),
      // `0b-101` is -5: goyaml passes the text after `0b` to a parser that accepts a sign.
      case .int(let value)? = text.extracting(droppingFirst: 2).integer(radix: 2)
    {
      self = .int(value)
    } else {
      self = .string
    }
  }
}

extension Span<UInt8> {
  /// Whether this is `word` in lower case, capitalised, or all in upper case. `word` itself is in lower case.
  fileprivate func isWord(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { word in
      guard word.count == count, self[0] | 0x20 == word[0] else { return false }
      // The bits in which the letters after the first one may differ from the word: none, or the case bit.
      let difference = count > 1 ? self[1] ^ word[1] : 0
      guard difference == 0 || (difference == 0x20 && self[0] & 0x20 == 0) else { return false }
      for index in 1..<count where self[index] ^ word[index] != difference { return false }
      return true
    }
  }

  /// Whether the bytes are those of one of the words.
  func isAny(of words: StaticString...) -> Bool {
    for word in words where equals(word, in: 0..<count) { return true }
    return false
  }

  fileprivate var withoutUnderscores: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in indices where self[index] != UInt8(ascii: "_") { bytes.append(self[index]) }
    return bytes
  }

  fileprivate var hasUnderscoresBetweenDigitsOnly: Bool {
    for index in indices where self[index] == UInt8(ascii: "_") {
      guard index > 0, isDigit(at: index - 1), index + 1 < count, isDigit(at: index + 1) else {
        return false
      }
    }
    return true
  }
}

// MARK: - Numbers

extension Span<UInt8> {
  /// The integer that Go's `ParseInt` with base 0, or else `ParseUint`, reads: a prefix `0x`, `0o`, `0b` or `0`
  /// determines the base.
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
