/// Decodes one credential document in one forward pass.
///
/// Each text that an entry needs is copied once, into the builder's arena; nothing else is allocated for it.
struct DockerConfigDecoder: ~Escapable, ~Copyable {
  private var json: JSONReader
  private var builder: DocumentBuilder
  private var extras = DockerConfig.Extras()
  /// The ranges of the current entry's unknown members.
  private var unknownMembers: [Range<Int>] = []
  /// What is being read, for errors.
  private var place = Place()

  struct Failure: Error {
    let code: DockerConfig.DecodingError.Code
    let offset: Int
    let explanation: String
  }

  private struct Place {
    var member: StaticString = ""
    var key: JSONString?
    var field: StaticString = ""
  }

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    json = JSONReader(bytes)
    // Less than half of a typical document is kept: `auth` repeats the fields. Entries are rarely shorter than
    // this.
    let count = min(bytes.count, DockerConfig.maximumByteCount)
    builder = DocumentBuilder(
      records: min(count / 128 + 1, DockerConfig.maximumEntryCount), text: count / 2)
  }

  /// The document. Called once.
  mutating func decode(isWrapped: Bool) throws(Failure) -> DockerConfig.Storage {
    guard json.bytes.count <= DockerConfig.maximumByteCount else {
      throw Failure(
        code: .tooLarge, offset: 0,
        explanation: "the document is larger than \(DockerConfig.maximumByteCount) bytes")
    }
    if isWrapped {
      extras.hasAuths = false
      try decodeWrapper()
    } else {
      try decodeEntries()
    }
    try reading { json throws(JSONError) in try json.expectEnd() }
    extras.headers = extras.headers.keepingLast { $0.name }
    extras.credentialHelpers = extras.credentialHelpers.keepingLast { $0.registry }
    return builder.finish(extras)
  }

  /// The top level of `config.json`: `DockerConfigJSON` in the kubelet, and Docker's other members.
  private mutating func decodeWrapper() throws(Failure) {
    guard var members = try beginObjectOrNull() else { return }
    while let name = try nextName(&members) {
      if json.names(name, "auths") {
        extras.hasAuths = true
        place.member = "auths"
        try decodeEntries()
      } else if json.names(name, "HttpHeaders") {
        place.member = "HttpHeaders"
        try decodeHeaders()
      } else if json.names(name, "credsStore") {
        if let helper = try optionalString() { extras.credentialsStore = json.text(helper) }
      } else if json.names(name, "credHelpers") {
        try decodeCredentialHelpers()
      } else {
        try skipValue()
        json.appendMember(name.start - 1..<json.offset, to: &extras.unknownMembers)
      }
      place = Place()
    }
  }

  /// The map from registry keys to entries. A second one adds to the first, `null` empties it.
  private mutating func decodeEntries() throws(Failure) {
    guard var members = try beginObjectOrNull() else {
      builder.removeAllRecords()
      return
    }
    while let key = try nextName(&members) {
      place.key = key
      try decodeEntry(key)
      place.key = nil
    }
  }

  /// `DockerConfigEntry.UnmarshalJSON` in the kubelet: the last string of each field counts, `null`
  /// is ignored.
  private mutating func decodeEntry(_ key: JSONString) throws(Failure) {
    var fields = Fields()
    if var members = try beginObjectOrNull() {
      while let name = try nextName(&members) {
        if json.names(name, "auth") {
          try decodeField("auth", into: &fields.auth)
        } else if json.names(name, "username") {
          try decodeField("username", into: &fields.username)
        } else if json.names(name, "password") {
          try decodeField("password", into: &fields.password)
        } else if json.names(name, "email") {
          try decodeField("email", into: &fields.email)
        } else if json.names(name, "identitytoken") {
          fields.identityToken = try optionalString() ?? fields.identityToken
        } else if json.names(name, "registrytoken") {
          fields.registryToken = try optionalString() ?? fields.registryToken
        } else {
          try skipValue()
          unknownMembers.append(name.start - 1..<json.offset)
        }
      }
    }
    try append(key, fields)
  }

  /// The ranges of one entry's values.
  private struct Fields {
    var auth: JSONString?
    var username: JSONString?
    var password: JSONString?
    var email: JSONString?
    var identityToken: JSONString?
    var registryToken: JSONString?
  }

  private mutating func append(_ key: JSONString, _ fields: Fields) throws(Failure) {
    var record = DockerConfig.Record()
    record.documentOffset = UInt32(key.start - 1)
    record.keyStart = UInt32(builder.textCount)
    record.keyEnd = add(key)
    if let auth = fields.auth, !auth.isEmpty {
      place.field = "auth"
      let colon = try decodeAuth(auth)
      record.usernameEnd = UInt32(colon)
      record.passwordEnd = UInt32(builder.textCount)
      record.flags = .hasAuth
      if differs(fields.username, from: record.username)
        || differs(fields.password, from: record.password)
      {
        record.flags.insert(.authOverridesFields)
      }
      place.field = ""
    } else {
      record.flags = .fieldsOnly
      record.usernameEnd = add(fields.username)
      builder.append(UInt8(ascii: ":"))
      record.passwordEnd = add(fields.password)
    }
    record.emailEnd = add(fields.email)
    record.identityTokenEnd = add(fields.identityToken)
    record.registryTokenEnd = add(fields.registryToken)
    record.unknownMembersEnd = addUnknownMembers()
    builder.append(record)
    guard builder.recordCount <= DockerConfig.maximumEntryCount else {
      throw Failure(
        code: .tooManyEntries, offset: key.start - 1,
        explanation: "the document has more than \(DockerConfig.maximumEntryCount) entries")
    }
  }

  /// Moves the unknown members of the entry to the document and returns where its text ends.
  private mutating func addUnknownMembers() -> UInt32 {
    if !unknownMembers.isEmpty {
      var text: [UInt8] = []
      for member in unknownMembers { json.appendMember(member, to: &text) }
      unknownMembers.removeAll(keepingCapacity: true)
      builder.append(text.span)
    }
    return UInt32(truncatingIfNeeded: builder.textCount)
  }

  /// Appends the decoded `auth` to the document and returns the offset of its colon.
  private mutating func decodeAuth(_ auth: JSONString) throws(Failure) -> Int {
    do {
      guard !auth.isVerbatim else {
        return try AuthField.decode(
          json.bytes.extracting(auth.start..<auth.end), appendingTo: &builder)
      }
      var field: [UInt8] = []
      json.append(auth, to: &field)
      return try AuthField.decode(field.span, appendingTo: &builder)
    } catch {
      throw describe(error, in: auth)
    }
  }

  /// Whether a field is present, not empty, and different from the document's `range`.
  private func differs(_ field: JSONString?, from range: Range<Int>) -> Bool {
    guard let field, !field.isEmpty else { return false }
    if field.isVerbatim {
      return !json.bytes.extracting(field.start..<field.end)
        .hasSameBytes(as: builder.text.extracting(range))
    }
    var value: [UInt8] = []
    json.append(field, to: &value)
    return !value.span.hasSameBytes(as: builder.text.extracting(range))
  }

  /// Appends the value of `string`, if there is one, to the document and returns where its text ends.
  private mutating func add(_ string: JSONString?) -> UInt32 {
    if let string {
      if string.isVerbatim {
        builder.append(json.bytes.extracting(string.start..<string.end))
      } else {
        builder.append(atMost: json.capacity(of: string)) { json.append(string, to: &$0) }
      }
    }
    return UInt32(truncatingIfNeeded: builder.textCount)
  }

  /// `HttpHeaders`: a map of strings. The kubelet checks it and does not use it.
  private mutating func decodeHeaders() throws(Failure) {
    guard var members = try beginObjectOrNull() else {
      extras.headers.removeAll()
      return
    }
    while let name = try nextName(&members) {
      var value: JSONString?
      place.key = name
      try decodeField("", into: &value)
      place.key = nil
      extras.headers.append(
        DockerConfig.Header(name: json.text(name), value: value.map { json.text($0) } ?? ""))
    }
  }

  /// `credHelpers`: kept if it is a map of strings, otherwise ignored, since the kubelet does not
  /// read it.
  private mutating func decodeCredentialHelpers() throws(Failure) {
    guard try kind() == .object, var members = try beginObjectOrNull() else {
      return try skipValue()
    }
    while let registry = try nextName(&members) {
      guard let helper = try optionalString() else { continue }
      extras.credentialHelpers.append(
        DockerConfig.CredentialHelper(registry: json.text(registry), helper: json.text(helper)))
    }
  }
}

// MARK: - Values as encoding/json decodes them

extension DockerConfigDecoder {
  /// Reads a string into `value`; `null` leaves it unchanged; anything else is an error.
  private mutating func decodeField(
    _ name: StaticString, into value: inout JSONString?
  ) throws(Failure) {
    place.field = name
    switch try kind() {
    case .string: value = try reading { json throws(JSONError) in try json.string() }
    case .null: try skipValue()
    default: throw mismatch("a string")
    }
    place.field = ""
  }

  /// Opens an object; nil after `null`; anything else is an error.
  private mutating func beginObjectOrNull() throws(Failure) -> JSONReader.Members? {
    switch try kind() {
    case .object: return try reading { json throws(JSONError) in try json.beginObject() }
    case .null:
      try skipValue()
      return nil
    default: throw mismatch("an object")
    }
  }

  /// The next value if it is a string; otherwise nil, and the value is skipped.
  private mutating func optionalString() throws(Failure) -> JSONString? {
    guard try kind() == .string else {
      try skipValue()
      return nil
    }
    return try reading { json throws(JSONError) in try json.string() }
  }

  private mutating func kind() throws(Failure) -> JSONReader.Kind {
    try reading { json throws(JSONError) in try json.kind() }
  }

  private mutating func nextName(_ members: inout JSONReader.Members) throws(Failure) -> JSONString?
  {
    try reading { json throws(JSONError) in try json.nextName(&members) }
  }

  private mutating func skipValue() throws(Failure) {
    try reading { json throws(JSONError) in try json.skipValue() }
  }

  @inline(__always)
  private mutating func reading<Value>(
    _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(Failure) -> Value {
    do {
      return try body(&json)
    } catch {
      throw Failure(code: .invalidJSON, offset: error.offset, explanation: error.code.rawValue)
    }
  }

  private func mismatch(_ expected: String) -> Failure {
    Failure(
      code: .typeMismatch, offset: json.offset,
      explanation: "expected \(expected) or null; the kubelet rejects anything else")
  }

  private func describe(_ failure: AuthField.Failure, in auth: JSONString) -> Failure {
    switch failure {
    case .notBase64(let offset):
      Failure(
        code: .authNotBase64, offset: auth.isVerbatim ? auth.start + offset : auth.start,
        explanation:
          "auth is not standard base64 (its byte \(offset)); write base64(username:password)"
      )
    case .withoutColon:
      Failure(
        code: .authWithoutColon, offset: auth.start,
        explanation: "auth decodes to text without a colon; write base64(username:password)")
    case .notUTF8:
      Failure(
        code: .authNotUTF8, offset: auth.start,
        explanation: "auth decodes to bytes that are not UTF-8, which no container runtime accepts")
    }
  }

  /// The public form of `failure`, with line, column and path.
  func describe(_ failure: Failure) -> DockerConfig.DecodingError {
    let position = TextPosition(of: failure.offset, in: json.bytes)
    var path = "\(place.member)"
    if let key = place.key { path += "[\"\(RegistryPattern.displayKey(of: json.text(key)))\"]" }
    if !"\(place.field)".isEmpty { path += ".\(place.field)" }
    let isBlank = failure.code == .invalidJSON && json.isBlank
    return DockerConfig.DecodingError(
      failure.code, at: failure.offset, line: position.line, column: position.column,
      path: path, explanation: isBlank ? "the document is empty" : failure.explanation)
  }
}

extension JSONReader {
  /// Appends the member at `range`, name and value, to `members`, without the white space around and inside it,
  /// and after a comma if it is not the first.
  ///
  /// The bytes stay as they are: unknown members are kept without interpretation. The reader must have read the
  /// member before, so that its quotes and escapes are complete.
  fileprivate func appendMember(_ range: Range<Int>, to members: inout [UInt8]) {
    if !members.isEmpty { members.append(UInt8(ascii: ",")) }
    var isInString = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        isInString.toggle()
      case UInt8(ascii: "\\"):
        members.append(byte)
        members.append(bytes[index])
        index += 1
        continue
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        if !isInString { continue }
      default: break
      }
      members.append(byte)
    }
  }
}

/// The `auth` field of an entry: base64 of `username:password`.
///
/// Source: Kubernetes, `pkg/credentialprovider/config.go`, `decodeDockerConfigFieldAuth`.
enum AuthField {
  enum Failure: Error {
    /// The field is not base64; the offset is into the field.
    case notBase64(offset: Int)
    case withoutColon
    case notUTF8
  }

  /// Appends the decoded `username:password` to `document` and returns the offset of its first
  /// colon there.
  ///
  /// A field that ends in `=` is padded base64, any other unpadded. The kubelet checks the text without surrounding
  /// white space, but decodes it with that; white space other than line breaks then fails.
  static func decode(
    _ field: Span<UInt8>, appendingTo document: inout DocumentBuilder
  ) throws(Failure) -> Int {
    let start = document.textCount
    try document.append(atMost: Base64.decodedCapacity(of: field)) { output throws(Failure) in
      do throws(Base64.Failure) {
        try Base64.decode(field, padding: padding(of: field), into: &output)
      } catch {
        throw .notBase64(offset: error.offset)
      }
    }
    let decoded = document.text
    let range = start..<decoded.count
    guard let colon = decoded.firstOffset(of: UInt8(ascii: ":"), in: range) else {
      throw .withoutColon
    }
    // The kubelet passes credentials to the runtime over gRPC, which rejects strings that are not
    // UTF-8.
    guard decoded.isASCII(in: range) || decoded.extracting(range).isUTF8 else { throw .notUTF8 }
    return colon
  }

  private static func padding(of field: Span<UInt8>) -> Base64.Padding {
    var end = field.count
    while end > 0, isSpace(field[end - 1]) { end -= 1 }
    return end > 0 && field[end - 1] == UInt8(ascii: "=") ? .required : .absent
  }

  /// Go's `unicode.IsSpace` in ASCII. Other white space is not base64 either, so the decoding fails before it
  /// could hide the padding here.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
  }
}
