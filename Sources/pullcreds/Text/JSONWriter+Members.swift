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

  /// Writes a member that is an array of objects, as many as `room` allows. If some are left out, the member `more` has
  /// their number. The total is `count`; `elements` may be only the first ones.
  mutating func member<Element>(
    _ name: String, objects elements: some Sequence<Element>, count: Int, more: String,
    in room: inout ReportRoom, _ write: (inout JSONWriter, Element) -> Void
  ) {
    self.name(name)
    beginArray()
    let written = room.take(elements, for: &self) { writer, element in
      writer.object { write(&$0, element) }
    }
    endArray()
    if written < count { member(more, count - written) }
  }

  /// The same for strings.
  mutating func member(
    _ name: String, strings values: some Collection<String>, more: String,
    in room: inout ReportRoom
  ) {
    self.name(name)
    beginArray()
    let written = room.take(values, for: &self) { $0.string($1) }
    endArray()
    if written < values.count { member(more, values.count - written) }
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

/// The remaining room in a JSON report for what a small input can multiply: images times credentials, causes times
/// workloads, and names of any length.
struct ReportRoom: Sendable {
  /// The most elements in all such arrays together.
  static let elementLimit = 10_000
  /// The most bytes of all of them together.
  static let byteLimit = 8 << 20

  private(set) var elements = Self.elementLimit
  private var bytes = Self.byteLimit

  /// Writes the first elements, as many as fit.
  ///
  /// - Returns: the number of written elements.
  fileprivate mutating func take<Element>(
    _ all: some Sequence<Element>, for writer: inout JSONWriter,
    _ write: (inout JSONWriter, Element) -> Void
  ) -> Int {
    var count = 0
    for element in all {
      guard elements > 0, bytes > 0 else { break }
      let start = writer.bytes.count
      write(&writer, element)
      elements -= 1
      bytes -= writer.bytes.count - start
      count += 1
    }
    return count
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
