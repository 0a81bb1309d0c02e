import ImagePullCredentials

/// The invariants of credential documents. The input is read in both formats.
enum DockerConfigCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    try check(decodeWrapped(input), of: input)
    try check(decodeBare(input), of: input)
    guard let text = String(validating: input) else { return }
    try requireEqual(
      try? DockerConfig(dockerConfigJSON: text), try? decodeWrapped(input).get(), "from a String")
  }

  private static func decodeWrapped(
    _ input: Span<UInt8>
  ) -> Result<DockerConfig, DockerConfig.DecodingError> {
    do {
      return .success(try DockerConfig(dockerConfigJSON: input))
    } catch {
      return .failure(error)
    }
  }

  private static func decodeBare(
    _ input: Span<UInt8>
  ) -> Result<DockerConfig, DockerConfig.DecodingError> {
    do {
      return .success(try DockerConfig(dockercfg: input))
    } catch {
      return .failure(error)
    }
  }

  private static func check(
    _ outcome: Result<DockerConfig, DockerConfig.DecodingError>, of input: Span<UInt8>
  ) throws(BrokenInvariant) {
    switch outcome {
    case .failure(let error):
      try checkPosition(
        offset: error.offset, line: error.line, column: error.column, in: input)
    case .success(let config):
      for entry in config.entries {
        try require(
          input[entry.documentOffset] == UInt8(ascii: "\""),
          "there is no key at byte \(entry.documentOffset)")
        try checkRedaction(of: entry, in: config)
      }
      try requireEqual(
        Set(config.entries.map { Array($0.registryKey.utf8) }).count, config.entries.count,
        "distinct keys")
      try requireEqual(
        Array(DockerConfig(config.entries).entries), Array(config.entries), "entries, put together")
      try checkEncoding(of: config)
      var keyring = Keyring()
      keyring.add(config, source: .literal)
      try require(keyring.count <= config.entries.count, "the keyring has more than was added")
    }
  }

  /// An encoded document decodes to an equal document, and encodes again to the same bytes.
  private static func checkEncoding(of config: DockerConfig) throws(BrokenInvariant) {
    let wrapped = config.encodeDockerConfigJSON()
    guard let again = try? DockerConfig(dockerConfigJSON: wrapped) else {
      throw BrokenInvariant(
        "its own encoding is rejected: \(String(decoding: wrapped, as: UTF8.self))")
    }
    try requireEqual(again, config, "encoded and decoded")
    try require(again.encodeDockerConfigJSON() == wrapped, "encoded, decoded and encoded")

    let bare = config.encodeDockercfg()
    guard let again = try? DockerConfig(dockercfg: bare) else {
      throw BrokenInvariant(
        "its own encoding is rejected: \(String(decoding: bare, as: UTF8.self))")
    }
    try requireEqual(
      Array(again.entries), Array(config.entries), "entries, encoded as dockercfg and decoded")
  }

  /// No description contains a password that is not part of something else.
  private static func checkRedaction(
    of entry: DockerConfig.Entry, in config: DockerConfig
  ) throws(BrokenInvariant) {
    let password = entry.revealPassword()
    guard password.utf8.count >= 8, !"password redacted".contains(password) else { return }
    let others = [entry.registryKey, entry.username, entry.email]
    guard !others.contains(where: { $0.contains(password) || password.contains($0) }) else {
      return
    }
    try require(!"\(entry)".contains(password), "the description shows the password")
  }

  /// Line and column are those of the offset, which is in the input.
  static func checkPosition(
    offset: Int, line: Int, column: Int, in input: Span<UInt8>
  ) throws(BrokenInvariant) {
    try require((0...input.count).contains(offset), "offset \(offset) is outside the input")
    let before = input.extracting(first: offset).copied
    let lines = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    try requireEqual(line, lines.count, "line of byte \(offset)")
    try requireEqual(column, (lines.last?.count ?? 0) + 1, "column of byte \(offset)")
  }
}

/// The invariants of the `auth` field. The input is its text, in a document with one entry.
///
/// An empty field counts as absent. Bytes that are not UTF-8 cannot be in JSON and become U+FFFD.
enum AuthFieldCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let field = String(decoding: input.copied, as: UTF8.self)
    guard !field.isEmpty else { return }
    let expected = GoAuthField.decode(field)
    // The kubelet's strings need not be UTF-8; the library rejects those that are not.
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
