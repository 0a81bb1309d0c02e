import ImagePullCredentials

/// What is promised about the `auth` field: the input is its text, in a document with one entry.
///
/// An empty field is no field. Bytes that are not UTF-8 are not JSON's to carry and come as U+FFFD.
enum AuthFieldCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let field = String(decoding: input.copied, as: UTF8.self)
    guard !field.isEmpty else { return }
    let expected = GoAuthField.decode(field)
    // The kubelet's strings need not be UTF-8; the library refuses those that are not.
    let username = expected.flatMap { String(validating: $0.username.span) }
    let password = expected.flatMap { String(validating: $0.password.span) }

    let document = document(field)
    let config: DockerConfig
    do {
      config = try DockerConfig(dockercfg: document)
    } catch {
      try require(username == nil || password == nil, "the kubelet takes the field: \(error)")
      try DockerConfigCheck.checkPosition(
        offset: error.offset, line: error.line, column: error.column, in: document.span)
      return try check(error, isBase64: expected != nil)
    }
    let entry = config.entries[0]
    try require(entry.hasAuthField, "hasAuthField")
    try requireEqual(entry.username, username, "username")
    try requireEqual(entry.revealPassword(), password, "password")
    try requireEqual(
      entry.isAnonymous, username?.isEmpty == true && password?.isEmpty == true, "isAnonymous")
  }

  private static func check(
    _ error: DockerConfig.DecodingError, isBase64: Bool
  ) throws(BrokenInvariant) {
    let codes: [DockerConfig.DecodingError.Code] =
      isBase64 ? [.authNotUTF8] : [.authNotBase64, .authWithoutColon]
    try require(codes.contains(error.code), "rejected for another reason: \(error)")
    try requireEqual(error.path, #"["registry.example.com"].auth"#, "path")
  }

  private static func document(_ field: String) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.name("registry.example.com")
    json.beginObject()
    json.name("auth")
    json.string(field)
    json.endObject()
    json.endObject()
    return json.bytes
  }
}
