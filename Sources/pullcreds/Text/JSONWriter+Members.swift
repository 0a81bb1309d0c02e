import ImagePullCredentials

extension JSONWriter {
  /// Writes a member that is a string, or `null`.
  mutating func member(_ name: String, _ value: String?) {
    self.name(name)
    if let value { string(value) } else { null() }
  }

  /// Writes a member that is a number.
  mutating func member(_ name: String, _ value: Int) {
    self.name(name)
    integer(value)
  }

  /// Writes a member that is true or false.
  mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    bool(value)
  }

  /// Writes an object.
  mutating func object(_ write: (inout JSONWriter) -> Void) {
    beginObject()
    write(&self)
    endObject()
  }

  /// Writes a member that is an object.
  mutating func member(_ name: String, object write: (inout JSONWriter) -> Void) {
    self.name(name)
    object(write)
  }

  /// Writes a member that is an array of objects.
  mutating func member<Element>(
    _ name: String, objects elements: some Sequence<Element>,
    _ write: (inout JSONWriter, Element) -> Void
  ) {
    self.name(name)
    beginArray()
    for element in elements { object { write(&$0, element) } }
    endArray()
  }

  /// Writes an error about an image reference.
  mutating func member(_ name: String, _ error: ImageReference.ParseError) {
    member(name) { writer in
      writer.member("code", error.code.description)
      writer.member("offset", error.offset)
      writer.member("message", error.description)
    }
  }

  /// Writes a member that is an array of strings.
  mutating func member(_ name: String, strings values: some Sequence<String>) {
    self.name(name)
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}

extension SafeText {
  /// A JSON object, indented, with a line feed at the end.
  init(jsonObject write: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(.indented(2))
    writer.object(write)
    self.init(json: writer.text + "\n")
  }
}
