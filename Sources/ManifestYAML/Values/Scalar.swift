/// What the text of a scalar means, by goyaml's rules (go.yaml.in/yaml/v2, resolve.go): those of YAML 1.1 without numbers to base 60.
enum Scalar {
  case null
  case bool(Bool)
  case int(Int64)
  /// An integer above the range of `Int64`.
  case uint(UInt64)
  case float(Double)
  /// A date or a time, which stays a string.
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

  /// The value of a scalar with one of the tags that decide about the type; it has that tag if text and tag agree.
  init(_ text: Span<UInt8>, tag: Tag) {
    if tag == .timestamp, text.isTimestamp {
      self = .timestamp
      return
    }
    self.init(plain: text)
    if tag == .float, case .int(let value) = self { self = .float(Double(value)) }
  }

  private init(word text: Span<UInt8>) {
    self =
      switch true {
      case text.isAny(of: "y", "Y", "yes", "Yes", "YES"), text.isAny(of: "true", "True", "TRUE"),
        text.isAny(of: "on", "On", "ON"):
        .bool(true)
      case text.isAny(of: "n", "N", "no", "No", "NO"), text.isAny(of: "false", "False", "FALSE"),
        text.isAny(of: "off", "Off", "OFF"):
        .bool(false)
      case text.isAny(of: "~", "null", "Null", "NULL"): .null
      default: .string
      }
  }

  /// A text that begins with a point: Go's `ParseFloat` on it as it is, where `_` may stand between two digits.
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

  /// A text that begins with a digit or a sign: an integer or a float once every `_` is taken out.
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
      // `0b-101` is -5: goyaml hands what follows `0b` to a parser that takes a sign.
      case .int(let value)? = text.extracting(droppingFirst: 2).integer(radix: 2)
    {
      self = .int(value)
    } else {
      self = .string
    }
  }
}

extension Span<UInt8> {
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
