import ImagePullCredentials

/// Why an object's text cannot be decoded, and where. ``ObjectReader`` adds object and path.
struct ManifestFailure: Error {
  let code: KubernetesObjects.DecodingError.Code
  let offset: Int
  let explanation: String
}

/// A forward reader over the JSON text of Kubernetes objects, by the rules of the API server's
/// decoder: field names are exact, `null` is an absent value, a value of the wrong type is an error in fields that are
/// read.
///
/// Source: sigs.k8s.io/json, which is `encoding/json` with case-sensitive names.
struct ManifestReader: ~Escapable {
  private var json: JSONReader

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, at offset: Int = 0) {
    json = JSONReader(bytes, at: offset)
  }

  var bytes: Span<UInt8> {
    @_lifetime(copy self) get { json.bytes }
  }

  /// The byte that is read next.
  var offset: Int { json.offset }

  /// How many objects and arrays are open.
  var depth: Int { json.depth }

  /// Goes back to an earlier offset and its depth.
  mutating func goBack(to offset: Int, depth: Int) {
    json.offset = offset
    json.depth = depth
  }

  /// Whether only white space is left.
  mutating func isAtEnd() -> Bool { json.isAtEnd() }

  /// The kind of the next value.
  mutating func kind() throws(ManifestFailure) -> JSONReader.Kind {
    try reading { json throws(JSONError) in try json.kind() }
  }

  /// Skips the next value.
  mutating func skip() throws(ManifestFailure) {
    try reading { json throws(JSONError) in try json.skipValue() }
  }

  func mismatch(_ expected: String) -> ManifestFailure {
    ManifestFailure(
      code: .typeMismatch, offset: offset, explanation: "expected \(expected)")
  }

  @inline(__always)
  private mutating func reading<Value>(
    _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(ManifestFailure) -> Value {
    do {
      return try body(&json)
    } catch {
      throw ManifestFailure(
        code: .invalidJSON, offset: error.offset, explanation: error.code.rawValue)
    }
  }
}

// MARK: - Containers

extension ManifestReader {
  /// Opens the next object; nil after `null`.
  mutating func beginObject() throws(ManifestFailure) -> JSONReader.Members? {
    switch try kind() {
    case .object: return try reading { json throws(JSONError) in try json.beginObject() }
    case .null: try skip()
    default: throw mismatch("an object")
    }
    return nil
  }

  /// Opens the next array; nil after `null`.
  mutating func beginArray() throws(ManifestFailure) -> JSONReader.Members? {
    switch try kind() {
    case .array: return try reading { json throws(JSONError) in try json.beginArray() }
    case .null: try skip()
    default: throw mismatch("an array")
    }
    return nil
  }

  /// The name of the next member, whose value follows; nil closes the object.
  mutating func nextName(
    _ members: inout JSONReader.Members
  ) throws(ManifestFailure) -> JSONString? {
    try reading { json throws(JSONError) in try json.nextName(&members) }
  }

  /// Whether another element follows; false closes the array.
  mutating func nextElement(
    _ members: inout JSONReader.Members
  ) throws(ManifestFailure) -> Bool {
    try reading { json throws(JSONError) in try json.nextElement(&members) }
  }

  /// Opens the next object and passes the name of each member to `body`, which reads or skips its value. False after
  /// `null`.
  @inline(__always) @discardableResult
  mutating func readObject(
    _ body: (JSONString, inout ManifestReader) throws(ManifestFailure) -> Void
  ) throws(ManifestFailure) -> Bool {
    guard var members = try beginObject() else { return false }
    while let name = try nextName(&members) { try body(name, &self) }
    return true
  }

  /// Opens the next array and calls `body` before each element, which it reads or skips. None after `null`.
  @inline(__always)
  mutating func readArray(
    _ body: (inout ManifestReader) throws(ManifestFailure) -> Void
  ) throws(ManifestFailure) {
    guard var elements = try beginArray() else { return }
    while try nextElement(&elements) { try body(&self) }
  }

  /// Whether `name` is exactly `field`.
  func names(_ name: JSONString, _ field: String) -> Bool { json.equals(name, field) }

  /// Whether `name` is exactly one of `fields`.
  func names(_ name: JSONString, oneOf fields: [String]) -> Bool {
    for field in fields where json.equals(name, field) { return true }
    return false
  }

  /// The text of a member's name.
  func text(_ name: JSONString) -> String { json.text(name) }
}

// MARK: - Scalars

extension ManifestReader {
  /// The range of the next string; nil after `null`.
  mutating func token() throws(ManifestFailure) -> JSONString? {
    switch try kind() {
    case .string: return try reading { json throws(JSONError) in try json.string() }
    case .null: try skip()
    default: throw mismatch("a string")
    }
    return nil
  }

  /// The next string; nil after `null`.
  mutating func string() throws(ManifestFailure) -> String? {
    try token().map { json.text($0) }
  }

  /// The next string; nil after `null` and if it is empty, which the API treats as absent.
  mutating func nonEmptyString() throws(ManifestFailure) -> String? {
    guard let token = try token(), !token.isEmpty else { return nil }
    return json.text(token)
  }

  /// The value of `true` or `false`; false after `null`.
  mutating func bool() throws(ManifestFailure) -> Bool {
    switch try kind() {
    case .bool: return try reading { json throws(JSONError) in try json.bool() }
    case .null: try skip()
    default: throw mismatch("true or false")
    }
    return false
  }

  /// The next whole number; nil after `null`, and for a number that is not a 64-bit integer.
  mutating func integer() throws(ManifestFailure) -> Int? {
    switch try kind() {
    case .number:
      let text = try reading { json throws(JSONError) in try json.number() }
      return Int(String(copying: bytes.extracting(text)))
    case .null: try skip()
    default: throw mismatch("a number")
    }
    return nil
  }

  /// The next time; nil after `null`.
  mutating func timestamp() throws(ManifestFailure) -> Timestamp? {
    guard let token = try token() else { return nil }
    let timestamp =
      token.isVerbatim
      ? Timestamp(parsing: bytes.extracting(token.start..<token.end)) : Timestamp(text(token))
    guard let timestamp else {
      throw ManifestFailure(
        code: .invalidTimestamp, offset: token.start,
        explanation: "expected a time in RFC 3339 format, such as 2025-01-31T08:00:00Z")
    }
    return timestamp
  }

  /// The bytes of the next string; empty after `null`.
  mutating func utf8() throws(ManifestFailure) -> [UInt8] {
    var value: [UInt8] = []
    if let token = try token() { json.append(token, to: &value) }
    return value
  }

  /// The bytes of the next string, decoded from padded base64; empty after `null`.
  ///
  /// Go's `encoding/json` decodes a `[]byte` with `base64.StdEncoding`.
  mutating func base64() throws(ManifestFailure) -> [UInt8] {
    guard let token = try token() else { return [] }
    return try base64(token)
  }

  /// The same; nil for a mask such as `**REDACTED**` instead of a value.
  mutating func base64OrMask() throws(ManifestFailure) -> [UInt8]? {
    guard let token = try token() else { return [] }
    return isMask(bytes.extracting(token.start..<token.end)) ? nil : try base64(token)
  }

  private func base64(_ token: JSONString) throws(ManifestFailure) -> [UInt8] {
    var value: [UInt8] = []
    do {
      if token.isVerbatim {
        try Base64.decode(
          bytes.extracting(token.start..<token.end), padding: .required, appendingTo: &value)
      } else {
        var text: [UInt8] = []
        json.append(token, to: &text)
        try Base64.decode(text.span, padding: .required, appendingTo: &value)
      }
    } catch {
      throw ManifestFailure(
        code: .notBase64, offset: token.isVerbatim ? token.start + error.offset : token.start,
        explanation: "expected padded standard base64; plain text goes into stringData")
    }
    return value
  }
}

/// Whether `text` is a mask: asterisks and similar characters, or a word such as `REDACTED`, which may be valid base64
/// by chance.
private func isMask(_ text: Span<UInt8>) -> Bool {
  guard (2...32).contains(text.count) else { return false }
  var word: [UInt8] = []
  for index in text.indices {
    let byte = text[index]
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "]"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: " "), UInt8(ascii: "#"):
      continue
    default: word.append(byte.lowercasedASCII)
    }
  }
  let words = [
    "", "x", "redacted", "masked", "hidden", "omitted", "removed", "sanitized", "secret",
    "censored",
  ]
  return words.contains { word.elementsEqual($0.utf8) }
    || word.allSatisfy { $0 == UInt8(ascii: "x") }
}
