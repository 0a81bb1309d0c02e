package import ImagePullCredentials

/// Reads JSON as the kubelet's strict codecs do, but collects violations instead of stopping at the
/// first.
///
/// Unknown and repeated fields are violations; names are case-sensitive; `null` counts as absent.
/// Sources: `serializer.EnableStrict` in pkg/credentialprovider/plugin/plugin.go, `UnmarshalStrict`
/// in sigs.k8s.io/json. Only text that is not JSON ends the reading.
package struct StrictReader: ~Escapable {
  private var json: JSONReader
  package private(set) var violations: [FieldViolation] = []
  private var path = FieldPath()
  private let names: Names

  /// How the fields of a document are named.
  package enum Names: Sendable {
    /// As in Kubernetes' documentation.
    case published
    /// The same, in a document that may contain secrets: unknown names are not shown.
    case publishedOfSecrets
    /// As in Go. The version `__internal`, which codecs also accept, has types without JSON tags.
    case go
  }

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>, names: Names = .published) {
    json = JSONReader(bytes)
    self.names = names
  }

  package mutating func violate(
    _ code: FieldViolation.Code, at offset: Int? = nil, _ sentence: String
  ) {
    violations.append(
      FieldViolation(code, at: path.description, offset: offset ?? json.offset, sentence))
  }

  package mutating func expectEnd() throws(JSONError) { try json.expectEnd() }
}

// MARK: - Objects

extension StrictReader {
  /// An open object.
  package struct Object {
    fileprivate var members: JSONReader.Members
    fileprivate let fields: [String]
    /// One bit for each field seen so far.
    fileprivate var metFields: UInt64 = 0
    /// The keys of a map seen so far, as bytes: Strings compare equal that are different in Go.
    fileprivate var metKeys: Set<[UInt8]> = []
    fileprivate var isInside = false
    fileprivate var index = 0
  }

  /// Opens the next object, which has these fields, at most 64; skips any other value.
  package mutating func beginObject(fields: [String]) throws(JSONError) -> Object? {
    guard try expect(.object, "an object") else { return nil }
    return Object(members: try json.beginObject(), fields: fields)
  }

  /// The next known field of the object; the reader is then before its value.
  package mutating func nextField(_ object: inout Object) throws(JSONError) -> String? {
    while let name = try nextName(&object) {
      guard let index = index(of: name, in: object.fields) else {
        reject(name, known: object.fields)
        try json.skipValue()
        continue
      }
      path.append(field: object.fields[index])
      object.isInside = true
      let bit: UInt64 = 1 << UInt64(index)
      if object.metFields & bit != 0 {
        violate(.duplicateField, at: name.start - 1, "the field is here again; leave one of them")
      }
      object.metFields |= bit
      return object.fields[index]
    }
    return nil
  }

  /// The next key of an object that is a map. The path shows its place, not the key.
  package mutating func nextKey(_ object: inout Object) throws(JSONError) -> String? {
    guard let name = try nextName(&object) else { return nil }
    let key = json.text(name)
    path.append(index: object.index)
    object.index += 1
    object.isInside = true
    if !object.metKeys.insert(Array(key.utf8)).inserted {
      violate(.duplicateField, at: name.start - 1, "the key is here again; leave one of them")
    }
    return key
  }

  private mutating func nextName(_ object: inout Object) throws(JSONError) -> JSONString? {
    if object.isInside {
      path.removeLast()
      object.isInside = false
    }
    return try json.nextName(&object.members)
  }

  private func index(of name: JSONString, in fields: [String]) -> Int? {
    for (index, field) in fields.enumerated() where json.equals(name, spelling(of: field)) {
      return index
    }
    return nil
  }

  /// The spelling of a field. With Go's names, the fields of `TypeMeta` still have JSON tags.
  private func spelling(of field: String) -> String {
    guard names == .go else { return field }
    switch field {
    case "uid": return "UID"
    case "apiVersion": return path.isRoot ? field : "APIVersion"
    case "kind" where path.isRoot: return field
    default: return field.prefix(1).uppercased() + field.dropFirst()
    }
  }

  private func spellings(of fields: [String]) -> [String] {
    var spellings: [String] = []
    for field in fields { spellings.append(spelling(of: field)) }
    return spellings
  }

  private mutating func reject(_ name: JSONString, known: [String]) {
    let text = json.text(name)
    let known = spellings(of: known)
    let meant = known.first { $0.lowercased() == text.lowercased() }
    if names != .publishedOfSecrets { path.append(field: text) }
    violate(
      .unknownField, at: name.start - 1,
      meant.map { "letter case counts: write \($0)" }
        ?? "there is no such field; the fields here are \(known.joined(separator: ", "))")
    if names != .publishedOfSecrets { path.removeLast() }
  }
}

// MARK: - Arrays

extension StrictReader {
  /// An open array.
  package struct Elements {
    fileprivate var members: JSONReader.Members
    fileprivate var index = 0
    fileprivate var isInside = false
  }

  /// Opens the next array; skips any other value.
  package mutating func beginArray() throws(JSONError) -> Elements? {
    guard try expect(.array, "an array") else { return nil }
    return Elements(members: try json.beginArray())
  }

  /// Whether another element follows; the reader is then before it.
  package mutating func nextElement(_ elements: inout Elements) throws(JSONError) -> Bool {
    if elements.isInside { path.removeLast() }
    elements.isInside = try json.nextElement(&elements.members)
    if elements.isInside {
      path.append(index: elements.index)
      elements.index += 1
    }
    return elements.isInside
  }

  /// The next array of strings; an element that is not a string counts as empty.
  package mutating func strings() throws(JSONError) -> [String] {
    var strings: [String] = []
    guard var elements = try beginArray() else { return strings }
    while try nextElement(&elements) { strings.append(try string() ?? "") }
    return strings
  }
}

// MARK: - Scalars

extension StrictReader {
  /// The next string; nil for `null`, and for any other value, which is a violation.
  package mutating func string() throws(JSONError) -> String? {
    guard try expect(.string, "a string") else { return nil }
    return json.text(try json.string())
  }

  /// The next `true` or `false`; nil as for ``string()``.
  package mutating func bool() throws(JSONError) -> Bool? {
    guard try expect(.bool, "true or false") else { return nil }
    return try json.bool()
  }

  /// The next duration, a string in Go's format; nil as for ``string()``.
  package mutating func duration() throws(JSONError) -> Duration? {
    guard let text = try string() else { return nil }
    guard let duration = Duration(goDuration: text) else {
      violate(.invalidDuration, "write a duration as in \"12h\", \"1h30m\" or \"0s\"")
      return nil
    }
    return duration
  }

  /// The next time, a string in RFC 3339 format; nil as for ``string()``.
  package mutating func time() throws(JSONError) -> Timestamp? {
    guard let text = try string() else { return nil }
    guard let time = Timestamp(text) else {
      violate(.invalidTime, "write a time as in \"2025-01-31T08:00:00Z\"")
      return nil
    }
    return time
  }

  /// Whether a value of `kind` is next. Any other one is skipped.
  private mutating func expect(_ kind: JSONReader.Kind, _ what: String) throws(JSONError) -> Bool {
    let actual = try json.kind()
    if actual == kind { return true }
    if actual != .null { violate(.typeMismatch, "this must be \(what)") }
    try json.skipValue()
    return false
  }
}

// MARK: - What a document is

extension Span<UInt8> {
  /// The bytes without a leading byte order mark.
  package var afterByteOrderMark: Span<UInt8> {
    @_lifetime(copy self)
    get { starts(with: "\u{FEFF}", from: 0) ? extracting(3...) : self }
  }

  /// Whether Kubernetes reads the text as JSON; if not, it is YAML.
  ///
  /// (apimachinery: util/yaml, `IsJSONBuffer`. A mark before JSON makes it YAML, which reads it.)
  package var isJSONObject: Bool {
    byte(at: end(from: 0) { " \n\t\r".utf8.contains($0) }) == UInt8(ascii: "{")
  }
}

/// `apiVersion` and `kind` of a document, at any position.
///
/// They determine how the rest is read, so they are read first (apimachinery: `MetaFactory`).
package struct TypeMeta {
  package private(set) var apiVersion = ""
  package private(set) var kind = ""
  /// The byte offsets of the two values.
  package private(set) var apiVersionOffset = 0
  package private(set) var kindOffset = 0

  /// Reads them from a document that is an object.
  package init(_ bytes: Span<UInt8>) throws(JSONError) {
    var reader = JSONReader(bytes)
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      let isString = try reader.kind() == .string
      if isString, reader.equals(name, "apiVersion") {
        apiVersionOffset = reader.offset
        apiVersion = reader.text(try reader.string())
      } else if isString, reader.equals(name, "kind") {
        kindOffset = reader.offset
        kind = reader.text(try reader.string())
      } else {
        try reader.skipValue()
      }
    }
    try reader.expectEnd()
  }
}
