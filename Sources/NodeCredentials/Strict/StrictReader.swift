import ImagePullCredentials

/// Reads JSON as the kubelet's strict codecs do, and collects what they refuse instead of stopping
/// at it.
///
/// Unknown and repeated fields are refused, and so are names in another letter case, as they are
/// other names; `null` is as good as absent. Sources: `serializer.EnableStrict` in
/// pkg/credentialprovider/plugin/plugin.go, `UnmarshalStrict` in sigs.k8s.io/json. Only text that is
/// no JSON at all ends the reading.
struct StrictReader: ~Escapable {
  private var json: JSONReader
  private(set) var violations: [FieldViolation] = []
  private var path = FieldPath()
  /// Whether a name that is not known may be shown: not in a response, where it may be anything.
  private let showsNames: Bool

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, showsNames: Bool) {
    json = JSONReader(bytes)
    self.showsNames = showsNames
  }

  mutating func violate(_ code: FieldViolation.Code, at offset: Int? = nil, _ sentence: String) {
    violations.append(
      FieldViolation(code, at: path.description, offset: offset ?? json.offset, sentence))
  }

  mutating func expectEnd() throws(JSONError) { try json.expectEnd() }
}

// MARK: - Objects

extension StrictReader {
  /// An object that is being read.
  struct Object {
    fileprivate var members: JSONReader.Members
    fileprivate let fields: [String]
    /// In bytes: to a String, names are equal that Go tells apart, such as those with a Kelvin sign for
    /// a K.
    fileprivate var seen: Set<[UInt8]> = []
    fileprivate var isInside = false
    fileprivate var index = 0
  }

  /// Opens the object that is next, which has these fields; steps over any other value.
  mutating func beginObject(fields: [String]) throws(JSONError) -> Object? {
    guard try expect(.object, "an object") else { return nil }
    return Object(members: try json.beginObject(), fields: fields)
  }

  /// The next field that the object may have, the reader standing before its value.
  mutating func nextField(_ object: inout Object) throws(JSONError) -> String? {
    while let (name, offset) = try nextName(&object) {
      guard let field = object.fields.first(where: { $0.utf8.elementsEqual(name.utf8) }) else {
        reject(name, at: offset, known: object.fields)
        try json.skipValue()
        continue
      }
      enter(field, at: offset, &object)
      return field
    }
    return nil
  }

  /// The next key of an object that is a map. The path shows its place, not the key.
  mutating func nextKey(_ object: inout Object) throws(JSONError) -> String? {
    guard let (key, offset) = try nextName(&object) else { return nil }
    path.append(index: object.index)
    object.index += 1
    object.isInside = true
    if !object.seen.insert(Array(key.utf8)).inserted {
      violate(.duplicateField, at: offset, "the key stands here again; leave one of the two")
    }
    return key
  }

  private mutating func nextName(
    _ object: inout Object
  ) throws(JSONError) -> (name: String, offset: Int)? {
    if object.isInside {
      path.removeLast()
      object.isInside = false
    }
    guard let name = try json.nextName(&object.members) else { return nil }
    return (json.text(name), name.start - 1)
  }

  private mutating func enter(_ name: String, at offset: Int, _ object: inout Object) {
    path.append(field: name)
    object.isInside = true
    if !object.seen.insert(Array(name.utf8)).inserted {
      violate(.duplicateField, at: offset, "the field stands here again; leave one of the two")
    }
  }

  private mutating func reject(_ name: String, at offset: Int, known: [String]) {
    if showsNames { path.append(field: name) }
    if let meant = known.first(where: { $0.lowercased() == name.lowercased() }) {
      violate(.unknownField, at: offset, "letter case counts: write \(meant)")
    } else {
      violate(
        .unknownField, at: offset,
        "there is no such field; the fields here are \(known.joined(separator: ", "))")
    }
    if showsNames { path.removeLast() }
  }
}

// MARK: - Arrays

extension StrictReader {
  /// An array that is being read.
  struct Elements {
    fileprivate var members: JSONReader.Members
    fileprivate var index = 0
    fileprivate var isInside = false
  }

  /// Opens the array that is next; steps over any other value.
  mutating func beginArray() throws(JSONError) -> Elements? {
    guard try expect(.array, "an array") else { return nil }
    return Elements(members: try json.beginArray())
  }

  /// Whether another element follows, the reader standing before it.
  mutating func nextElement(_ elements: inout Elements) throws(JSONError) -> Bool {
    if elements.isInside { path.removeLast() }
    elements.isInside = try json.nextElement(&elements.members)
    if elements.isInside {
      path.append(index: elements.index)
      elements.index += 1
    }
    return elements.isInside
  }

  /// The array of strings that is next; an element that is no string counts as empty.
  mutating func strings() throws(JSONError) -> [String] {
    var strings: [String] = []
    guard var elements = try beginArray() else { return strings }
    while try nextElement(&elements) { strings.append(try string() ?? "") }
    return strings
  }
}

// MARK: - Scalars

extension StrictReader {
  /// The string that is next; nil for `null` and for any other value, which is a violation.
  mutating func string() throws(JSONError) -> String? {
    guard try expect(.string, "a string") else { return nil }
    return json.text(try json.string())
  }

  /// The `true` or `false` that is next; nil as for ``string()``.
  mutating func bool() throws(JSONError) -> Bool? {
    guard try expect(.bool, "true or false") else { return nil }
    return try json.bool()
  }

  /// The duration that is next, as Go writes it in a string; nil as for ``string()``.
  mutating func duration() throws(JSONError) -> Duration? {
    guard let text = try string() else { return nil }
    guard let duration = Duration(goDuration: text) else {
      violate(.invalidDuration, "write a duration as in \"12h\", \"1h30m\" or \"0s\"")
      return nil
    }
    return duration
  }

  /// Whether a value of `kind` is next. Any other one is stepped over.
  private mutating func expect(_ kind: JSONReader.Kind, _ what: String) throws(JSONError) -> Bool {
    let actual = try json.kind()
    if actual == kind { return true }
    if actual != .null { violate(.typeMismatch, "this must be \(what)") }
    try json.skipValue()
    return false
  }
}
