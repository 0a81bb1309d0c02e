/// Checks JSON values as Go's `json.Decoder` does (encoding/json/scanner.go), without building
/// anything.
struct JSONSyntax: ~Escapable {
  private let bytes: Span<UInt8>
  /// The byte that is read next; after a failure, the one that is wrong.
  private(set) var offset: Int
  /// Whether the open collections are objects, the outermost first.
  private var isObject: [Bool] = []

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, at offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// Skips white space, and returns whether nothing follows.
  mutating func isAtEnd() -> Bool {
    skipWhiteSpace()
    return offset == bytes.count
  }

  /// Skips one value.
  mutating func skipValue() throws(Problem) {
    repeat {
      let isOpen = try beginValue()
      if !isOpen { try endValues() }
    } while !isObject.isEmpty
  }

  /// Skips a scalar, or the beginning of a collection up to its first value; returns whether a
  /// value follows.
  private mutating func beginValue() throws(Problem) -> Bool {
    switch try next() {
    case UInt8(ascii: "{"):
      try open(isObject: true)
      if try next() == UInt8(ascii: "}") { return close() }
      try skipKey()
      return true
    case UInt8(ascii: "["):
      try open(isObject: false)
      return try next() == UInt8(ascii: "]") ? close() : true
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber()
    case UInt8(ascii: "t"): try skipLiteral("true")
    case UInt8(ascii: "f"): try skipLiteral("false")
    case UInt8(ascii: "n"): try skipLiteral("null")
    default: throw .jsonValue
    }
    return false
  }

  /// Skips to the next value, closing collections.
  private mutating func endValues() throws(Problem) {
    while let isObject = isObject.last {
      let byte = try next()
      if byte == UInt8(ascii: ",") {
        offset += 1
        if isObject {
          _ = try next()
          try skipKey()
        }
        return
      }
      guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw isObject ? .jsonAfterMember : .jsonAfterElement
      }
      _ = close()
    }
  }

  private mutating func open(isObject: Bool) throws(Problem) {
    guard self.isObject.count < YAMLReader.maximumDepth else { throw .jsonTooDeep }
    self.isObject.append(isObject)
    offset += 1
  }

  /// Skips the end of a collection; returns false, as no value follows.
  private mutating func close() -> Bool {
    isObject.removeLast()
    offset += 1
    return false
  }

  private mutating func skipKey() throws(Problem) {
    guard bytes[offset] == UInt8(ascii: "\"") else { throw .jsonKey }
    try skipString()
    guard try next() == UInt8(ascii: ":") else { throw .jsonAfterKey }
    offset += 1
  }

  private mutating func skipWhiteSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        offset += 1
      default: return
      }
    }
  }

  /// The next byte that is not white space.
  private mutating func next() throws(Problem) -> UInt8 {
    skipWhiteSpace()
    return try byte()
  }

  private func byte() throws(Problem) -> UInt8 {
    guard offset < bytes.count else { throw .jsonUnexpectedEnd }
    return bytes[offset]
  }
}

// MARK: - Scalars

extension JSONSyntax {
  private mutating func skipString() throws(Problem) {
    offset += 1
    while true {
      switch try byte() {
      case UInt8(ascii: "\""):
        offset += 1
        return
      case UInt8(ascii: "\\"):
        offset += 1
        try skipEscape()
      case 0..<0x20: throw .jsonString
      default: offset += 1
      }
    }
  }

  private mutating func skipEscape() throws(Problem) {
    switch try byte() {
    case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
      UInt8(ascii: "t"), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""):
      offset += 1
    case UInt8(ascii: "u"):
      offset += 1
      for _ in 0..<4 {
        _ = try byte()
        guard bytes.hexadecimalValue(at: offset) != nil else { throw .jsonUnicodeEscape }
        offset += 1
      }
    default: throw .jsonEscape
    }
  }

  private mutating func skipLiteral(_ literal: StaticString) throws(Problem) {
    for index in 0..<literal.utf8CodeUnitCount {
      guard try byte() == literal.withUTF8Buffer({ $0[index] }) else { throw .jsonLiteral }
      offset += 1
    }
  }

  private mutating func skipNumber() throws(Problem) {
    if try byte() == UInt8(ascii: "-") {
      offset += 1
      _ = try byte()
      guard bytes.isDigit(at: offset) else { throw .jsonNumber }
    }
    if bytes[offset] == UInt8(ascii: "0") {
      offset += 1
    } else {
      offset = bytes.endOfDigits(from: offset)
    }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      try skipDigits(else: .jsonFraction)
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if try byte() == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
      try skipDigits(else: .jsonExponent)
    }
  }

  private mutating func skipDigits(else problem: Problem) throws(Problem) {
    _ = try byte()
    guard bytes.isDigit(at: offset) else { throw problem }
    offset = bytes.endOfDigits(from: offset)
  }
}
