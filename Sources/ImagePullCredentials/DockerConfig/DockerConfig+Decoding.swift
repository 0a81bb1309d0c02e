extension DockerConfig {
  /// Decodes `~/.docker/config.json`, which is also what a Secret of type `kubernetes.io/dockerconfigjson` holds.
  ///
  /// - Parameter text: the document. Linear in its length.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockerConfigJSON text: String) throws(DecodingError) {
    try self.init(dockerConfigJSON: text.utf8.span)
  }

  /// Decodes `~/.docker/config.json` from its bytes. See ``init(dockerConfigJSON:)-(String)``.
  public init(dockerConfigJSON bytes: [UInt8]) throws(DecodingError) {
    try self.init(dockerConfigJSON: bytes.span)
  }

  /// Decodes `~/.docker/config.json` from bytes that are only read during the call.
  public init(dockerConfigJSON bytes: UnsafeBufferPointer<UInt8>) throws(DecodingError) {
    try self.init(dockerConfigJSON: Span(_unsafeElements: bytes))
  }

  /// Decodes `~/.docker/config.json` from its bytes. See ``init(dockerConfigJSON:)-(String)``.
  public init(dockerConfigJSON bytes: Span<UInt8>) throws(DecodingError) {
    self.init(try decode(bytes, isWrapped: true))
  }

  /// Decodes legacy `~/.dockercfg`, which is also what a Secret of type `kubernetes.io/dockercfg` holds: the map of
  /// registry keys alone.
  ///
  /// - Parameter text: the document. Linear in its length.
  /// - Throws: ``DecodingError`` wherever the kubelet's decoding fails.
  public init(dockercfg text: String) throws(DecodingError) {
    try self.init(dockercfg: text.utf8.span)
  }

  /// Decodes legacy `~/.dockercfg` from its bytes. See ``init(dockercfg:)-(String)``.
  public init(dockercfg bytes: [UInt8]) throws(DecodingError) {
    try self.init(dockercfg: bytes.span)
  }

  /// Decodes legacy `~/.dockercfg` from bytes that are only read during the call.
  public init(dockercfg bytes: UnsafeBufferPointer<UInt8>) throws(DecodingError) {
    try self.init(dockercfg: Span(_unsafeElements: bytes))
  }

  /// Decodes legacy `~/.dockercfg` from its bytes. See ``init(dockercfg:)-(String)``.
  public init(dockercfg bytes: Span<UInt8>) throws(DecodingError) {
    self.init(try decode(bytes, isWrapped: false))
  }
}

/// Decodes one document: with the `auths` wrapper (`dockerconfigjson`) or without (`dockercfg`).
private func decode(
  _ bytes: Span<UInt8>, isWrapped: Bool
) throws(DockerConfig.DecodingError) -> DockerConfig.Storage {
  var decoder = DockerConfigDecoder(bytes)
  do {
    return try decoder.decode(isWrapped: isWrapped)
  } catch {
    throw decoder.describe(error)
  }
}
