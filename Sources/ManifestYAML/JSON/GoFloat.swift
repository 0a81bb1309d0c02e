/// A number's shortest decimal digits that round-trip, written as Go writes them.
struct GoFloat {
  private let isNegative: Bool
  /// The digits, without zeros at either end; none of zero.
  private var digits: [UInt8] = []
  /// How many of the digits are before the decimal point.
  private var pointPosition = 0

  /// Takes the digits of Swift's description of a finite `Double` or `Float`, which is the shortest that round-trips too.
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

  /// A number as a key: `FormatFloat` with `'g'`, -1 and 32, and YAML's words for what is no number (sigs.k8s.io/yaml, yaml.go).
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
