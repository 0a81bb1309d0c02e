/// A forward reader over the bytes of JSON text, with the grammar of Go's `encoding/json` scanner.
///
/// The kubelet decodes credential documents with `encoding/json`, so this reader accepts and rejects the
/// same text: a byte order mark, trailing commas and raw control characters in strings are errors;
/// ill-formed UTF-8 in strings is not (see ``append(_:to:)``).
///
/// The caller pulls: it asks for the ``kind()`` of the next value and then reads or skips it. It builds
/// nothing and does not recurse, so time is linear and memory constant for any input.
package struct JSONReader: ~Escapable {
  /// `maxNestingDepth` of Go's `encoding/json` (scanner.go): deeper documents are rejected.
  package static let maximumDepth = 10_000

  package let bytes: Span<UInt8>
  /// The byte that is read next.
  package var offset: Int
  /// How many objects and arrays are open around `offset`.
  package var depth = 0

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The kind of a value, as its first byte determines.
  package enum Kind: Sendable {
    case object, array, string, number, bool, null
  }

  /// The kind of the value that begins at the next byte that is not white space. Consumes only white space.
  package mutating func kind() throws(JSONError) -> Kind {
    skipWhitespace()
    guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case 0xEF where offset == 0 && bytes.starts(with: "\u{FEFF}", from: 0):
      throw JSONError(.byteOrderMark, at: offset)
    default: throw JSONError(.unexpectedByte, at: offset)
    }
  }

  /// Whether only white space is left.
  package mutating func isAtEnd() -> Bool {
    skipWhitespace()
    return offset == bytes.count
  }

  /// Whether the whole text is white space.
  package var isBlank: Bool {
    var reader = JSONReader(bytes)
    return reader.isAtEnd()
  }

  /// Throws unless only white space is left.
  package mutating func expectEnd() throws(JSONError) {
    guard isAtEnd() else { throw JSONError(.trailingData, at: offset) }
  }

  @inline(__always)
  mutating func skipWhitespace() {
    // Usually there is none, and all white space bytes are at most 0x20.
    if offset < bytes.count, bytes[offset] > UInt8(ascii: " ") { return }
    skipSomeWhitespace()
  }

  private mutating func skipSomeWhitespace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\n"): offset = bytes.endOfSpaces(from: offset + 1)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      default: return
      }
    }
  }

  /// Consumes `byte`, which must be next after white space.
  @inline(__always)
  mutating func expect(_ byte: UInt8) throws(JSONError) {
    skipWhitespace()
    guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
    guard bytes[offset] == byte else { throw JSONError(.unexpectedByte, at: offset) }
    offset += 1
  }

  /// Consumes `byte` if it is next after white space.
  mutating func consume(_ byte: UInt8) -> Bool {
    skipWhitespace()
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }
}

// MARK: - Containers

extension JSONReader {
  /// A position between the members of one open object or array.
  package struct Members: Sendable {
    fileprivate var isFirst = true
  }

  /// Opens the next object.
  package mutating func beginObject() throws(JSONError) -> Members {
    try expect(UInt8(ascii: "{"))
    try descend()
    return Members()
  }

  /// Opens the next array.
  package mutating func beginArray() throws(JSONError) -> Members {
    try expect(UInt8(ascii: "["))
    try descend()
    return Members()
  }

  /// The next member's name; the reader is then before its value. Nil closes the object.
  package mutating func nextName(_ members: inout Members) throws(JSONError) -> JSONString? {
    guard try advance(&members, closing: UInt8(ascii: "}")) else { return nil }
    return try nameAndColon()
  }

  /// Whether another element follows; the reader is then before it. False closes the array.
  package mutating func nextElement(_ members: inout Members) throws(JSONError) -> Bool {
    try advance(&members, closing: UInt8(ascii: "]"))
  }

  @discardableResult
  mutating func nameAndColon() throws(JSONError) -> JSONString {
    let name = try string()
    try expect(UInt8(ascii: ":"))
    return name
  }

  mutating func descend() throws(JSONError) {
    guard depth < Self.maximumDepth else { throw JSONError(.tooDeep, at: offset - 1) }
    depth += 1
  }

  /// Skips the comma before the next member, or `closer`.
  private mutating func advance(
    _ members: inout Members, closing closer: UInt8
  ) throws(JSONError) -> Bool {
    if consume(closer) {
      depth -= 1
      return false
    }
    // After a comma, the closer is not accepted: reading the required next member fails there.
    if members.isFirst {
      members.isFirst = false
    } else {
      try expect(UInt8(ascii: ","))
    }
    return true
  }
}

// Reading and skipping single values.

extension JSONReader {
  /// Reads `null` if it is next; leaves any other value in place.
  package mutating func consumeNull() throws(JSONError) -> Bool {
    guard try kind() == .null else { return false }
    try literal("null")
    return true
  }

  /// Reads the next `true` or `false`.
  package mutating func bool() throws(JSONError) -> Bool {
    guard try kind() == .bool else { throw JSONError(.unexpectedByte, at: offset) }
    let value = bytes[offset] == UInt8(ascii: "t")
    try literal(value ? "true" : "false")
    return value
  }

  /// Reads the next number and returns the range of its text.
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

  /// Skips the next value, of any kind and depth, and checks its grammar.
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

/// The kinds of the containers that are open, innermost last: one bit each, so skipping allocates only
/// beyond 64 levels, one word for each further 64.
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

/// Why the bytes are not JSON, and where.
///
/// Internal to the package: each public decoder turns it into its own error.
package struct JSONError: Error, Sendable {
  package enum Code: String, Sendable {
    case unexpectedEnd = "the text ends inside a value"
    case unexpectedByte = "unexpected byte"
    case byteOrderMark = "there is a byte order mark before the value; remove it"
    case controlCharacter = "a control character inside a string must be escaped"
    case invalidEscape = "this escape is not one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"
    case invalidLiteral = "only true, false and null are written without quotes"
    case invalidNumber = "this is not a JSON number"
    case tooDeep = "objects and arrays are nested more than 10000 deep"
    case trailingData = "unexpected text after the end of the value"
  }

  package let code: Code
  /// The byte at which reading stopped: 0 through the length of the text.
  package let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }
}
