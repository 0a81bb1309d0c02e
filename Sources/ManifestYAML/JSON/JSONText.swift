/// JSON text as Go's `encoding/json` writes it.
struct JSONText {
  /// The text, followed by free space.
  private var storage: [UInt8]
  private(set) var count = 0

  /// An empty text with room for `capacity` bytes.
  init(capacity: Int) {
    storage = [UInt8](repeating: 0, count: capacity)
  }

  /// The text.
  consuming func finish() -> [UInt8] {
    storage.removeLast(storage.count - count)
    return storage
  }

  /// Makes room for `length` more bytes.
  @inline(__always)
  private mutating func reserve(_ length: Int) {
    if storage.count &- count < length { grow(length) }
  }

  private mutating func grow(_ length: Int) {
    let added = max(storage.count, length)
    storage.append(contentsOf: repeatElement(0, count: added))
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    storage[count] = byte
    count &+= 1
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { for byte in $0 { append(byte) } }
  }

  mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  mutating func append(integer value: Int64) {
    var magnitude = value.magnitude
    var digitCount = value < 0 ? 2 : 1
    while magnitude >= 10 {
      magnitude /= 10
      digitCount += 1
    }
    reserve(digitCount)
    magnitude = value.magnitude
    var index = count + digitCount
    count = index
    repeat {
      index -= 1
      storage[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude % 10)
      magnitude /= 10
    } while magnitude > 0
    if value < 0 { storage[index - 1] = UInt8(ascii: "-") }
  }

  /// Writes the comma before a member or element, unless it is the first one.
  @inline(__always)
  mutating func separate() {
    if count > 0, storage[count - 1] & 0xDF != UInt8(ascii: "[") { append(UInt8(ascii: ",")) }
  }
}

// MARK: - Strings

extension JSONText {
  @inline(__always)
  mutating func append(string slice: Slice, of text: Span<UInt8>, _ scratch: [UInt8]) {
    if slice.isInScratch {
      append(string: scratch.span, slice.range)
    } else {
      append(string: text, slice.range)
    }
  }

  /// Appends a string with its quotes. Controls, `"`, `\`, `<`, `>`, `&`, U+2028 and U+2029 are escaped; bytes that are not
  /// UTF-8 become `\ufffd`.
  mutating func append(string text: Span<UInt8>, _ range: Range<Int>) {
    append(UInt8(ascii: "\""))
    var index = range.lowerBound
    while true {
      index = appendPlain(text, index..<range.upperBound)
      guard index < range.upperBound else { break }
      index += appendOther(text, at: index, before: range.upperBound)
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends ASCII that needs no escape, eight bytes at a time, and returns where it ends.
  @inline(__always)
  private mutating func appendPlain(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    reserve(range.count + 8)
    var index = range.lowerBound
    var end = count
    var output = storage.mutableSpan
    var bytes = output.mutableBytes
    while index < range.upperBound {
      let length = min(range.upperBound &- index, 8)
      let word = text.word(at: index, count: length)
      // Bytes stored after the end are overwritten later; there is room for them.
      bytes.storeBytes(of: word.littleEndian, toByteOffset: end, as: UInt64.self)
      let plainLength = min(word.escapedMarks.trailingZeroBitCount / 8, length)
      end &+= plainLength
      index &+= plainLength
      if plainLength < length { break }
    }
    count = end
    return index
  }

  /// Appends the character at `index`, escaped if it has to be, and returns its length.
  private mutating func appendOther(
    _ text: Span<UInt8>, at index: Int, before end: Int
  ) -> Int {
    let byte = text[index]
    guard byte >= 0x80 else {
      appendEscape(of: byte)
      return 1
    }
    let width = text.extracting(..<end).wellFormedLength(at: index)
    if width == 0 {
      append("\\ufffd")
    } else if width == 3, text.isUnicodeBreak(at: index) {
      append(text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029")
    } else {
      for offset in index..<index + width { append(text[offset]) }
    }
    return max(width, 1)
  }

  /// Appends the escape of an ASCII character.
  private mutating func appendEscape(of byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 0x08: append(UInt8(ascii: "b"))
    case 0x0C: append(UInt8(ascii: "f"))
    case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
    default:
      append("u00")
      append(UInt8(hexadecimalDigit: byte >> 4))
      append(UInt8(hexadecimalDigit: byte & 0xF))
    }
  }
}

extension UInt8 {
  /// The lower-case digit of a value below 16.
  fileprivate init(hexadecimalDigit value: UInt8) {
    self = value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
  }
}

extension Span<UInt8> {
  /// The length of the well-formed sequence of more than one byte at `index` (Unicode, table 3-7); 0 if there is none.
  func wellFormedLength(at index: Int) -> Int {
    let length: Int
    let second: ClosedRange<UInt8>
    switch self[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + length <= count, second.contains(self[index + 1]) else { return 0 }
    for next in index + 2..<index + length where self[next] & 0xC0 != 0x80 { return 0 }
    return length
  }
}

/// A number's shortest decimal digits that round-trip, written as Go writes them.
struct GoFloat {
  private let isNegative: Bool
  /// The digits, without zeros at either end; empty for zero.
  private var digits: [UInt8] = []
  /// The number of digits before the decimal point.
  private var pointPosition = 0

  /// Uses the digits of Swift's description of a finite `Double` or `Float`, which is also the shortest that
  /// round-trips.
  private init(description: String) {
    var exponent = 0
    var isAfterPoint = false
    var hasExponent = false
    var exponentIsNegative = false
    var isNegative = false
    for byte in description.utf8 {
      switch byte {
      case UInt8(ascii: "-"):
        if hasExponent { exponentIsNegative = true } else { isNegative = true }
      case UInt8(ascii: "."): isAfterPoint = true
      case UInt8(ascii: "e"): hasExponent = true
      case UInt8(ascii: "0")...UInt8(ascii: "9") where hasExponent:
        exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte) }
        if isAfterPoint {
          if digits.isEmpty { pointPosition -= 1 }
        } else if !digits.isEmpty {
          pointPosition += 1
        }
      default: break
      }
    }
    self.isNegative = isNegative
    pointPosition += exponentIsNegative ? -exponent : exponent
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty { pointPosition = 1 }
  }

  /// A finite number as `json.Marshal` writes it: with an exponent below 1e-6 and from 1e21.
  static func json(_ value: Double) -> String {
    let float = GoFloat(description: value.description)
    let usesExponent = value != 0 && (value.magnitude < 1e-6 || value.magnitude >= 1e21)
    return usesExponent ? float.scientific(exponentDigits: 1) : float.plain
  }

  /// A number as a key: `FormatFloat` with `'g'`, -1 and 32, and YAML's words for non-finite values (sigs.k8s.io/yaml,
  /// yaml.go).
  static func key(_ value: Double) -> String {
    let narrow = Float(value)
    if narrow.isNaN { return ".nan" }
    if narrow.isInfinite { return narrow < 0 ? "-.inf" : ".inf" }
    let float = GoFloat(description: narrow.description)
    let exponent = float.pointPosition - 1
    return exponent < -4 || exponent >= 6
      ? float.scientific(exponentDigits: 2) : float.plain
  }

  private var sign: String { isNegative ? "-" : "" }

  private var plain: String {
    guard !digits.isEmpty else { return sign + "0" }
    let text = String(decoding: digits, as: UTF8.self)
    if pointPosition <= 0 {
      return sign + "0." + String(repeating: "0", count: -pointPosition) + text
    }
    if pointPosition >= digits.count {
      return sign + text + String(repeating: "0", count: pointPosition - digits.count)
    }
    return sign + String(decoding: digits[..<pointPosition], as: UTF8.self) + "."
      + String(decoding: digits[pointPosition...], as: UTF8.self)
  }

  private func scientific(exponentDigits: Int) -> String {
    let first = String(decoding: digits.prefix(1), as: UTF8.self)
    let rest = String(decoding: digits.dropFirst(), as: UTF8.self)
    let exponent = pointPosition - 1
    let magnitude = "\(exponent.magnitude)"
    let padding = String(repeating: "0", count: max(exponentDigits - magnitude.utf8.count, 0))
    return sign + first + (rest.isEmpty ? "" : "." + rest) + (exponent < 0 ? "e-" : "e+") + padding
      + magnitude
  }
}
