// Reading and skipping single values.

extension JSONReader {
  /// Reads `null` if it is next; leaves any other value in place.
  package mutating func consumeNull() throws(JSONError) -> Bool {
    guard try kind() == .null else { return false }
    try literal("null")
    return true
  }

  /// Reads the `true` or `false` that is next.
  package mutating func bool() throws(JSONError) -> Bool {
    guard try kind() == .bool else { throw JSONError(.unexpectedByte, at: offset) }
    let value = bytes[offset] == UInt8(ascii: "t")
    try literal(value ? "true" : "false")
    return value
  }

  /// Reads the number that is next and returns where its text stands.
  package mutating func number() throws(JSONError) -> Range<Int> {
    skipWhitespace()
    let start = offset
    if peek == UInt8(ascii: "-") { offset += 1 }
    if peek == UInt8(ascii: "0") {
      offset += 1
    } else {
      try digits()
    }
    if peek == UInt8(ascii: ".") {
      offset += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      offset += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
      try digits()
    }
    return start..<offset
  }

  /// Steps over the next value, whatever it is and however deep, checking its grammar.
  package mutating func skipValue() throws(JSONError) {
    var open = OpenContainers()
    repeat {
      let kind = try kind()
      switch kind {
      case .string: _ = try string()
      case .number: _ = try number()
      case .bool: _ = try bool()
      case .null: try literal("null")
      case .object, .array:
        offset += 1
        try descend()
        open.push(isObject: kind == .object)
      }
      try moveToNextValue(in: &open, isFirst: kind == .object || kind == .array)
    } while !open.isEmpty
  }

  /// Closes the containers that end here and stops before the next value of the innermost one left open.
  private mutating func moveToNextValue(
    in open: inout OpenContainers, isFirst: Bool
  ) throws(JSONError) {
    var isFirst = isFirst
    while !open.isEmpty {
      let isObject = open.innermostIsObject
      guard consume(UInt8(ascii: isObject ? "}" : "]")) else {
        if !isFirst { try expect(UInt8(ascii: ",")) }
        if isObject { try nameAndColon() }
        return
      }
      open.pop()
      depth -= 1
      isFirst = false
    }
  }

  private var peek: UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  private mutating func digits() throws(JSONError) {
    let start = offset
    while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
    guard offset > start else {
      throw JSONError(offset < bytes.count ? .invalidNumber : .unexpectedEnd, at: offset)
    }
  }

  private mutating func literal(_ text: String) throws(JSONError) {
    for expected in text.utf8 {
      guard let byte = peek else { throw JSONError(.unexpectedEnd, at: offset) }
      guard byte == expected else { throw JSONError(.invalidLiteral, at: offset) }
      offset += 1
    }
  }
}

/// The kinds of the containers that are open, innermost last: one bit each, so that skipping allocates only
/// below 64 levels, and then one word for 64 levels.
private struct OpenContainers {
  private var bits: UInt64 = 0
  private var outer: [UInt64] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }
  var innermostIsObject: Bool { bits & 1 == 1 }

  mutating func push(isObject: Bool) {
    if count > 0, count % 64 == 0 { outer.append(bits) }
    bits = bits << 1 | (isObject ? 1 : 0)
    count += 1
  }

  mutating func pop() {
    count -= 1
    if count > 0, count % 64 == 0 {
      bits = outer.popLast() ?? 0
    } else {
      bits >>= 1
    }
  }
}
