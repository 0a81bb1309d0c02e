extension ImageReference {
  /// Passes the name in the two pieces that a keyring matches, without allocating: the registry,
  /// such as `docker.io`, and the path with its leading "/", such as `/library/nginx`.
  ///
  /// Together they are `name`. Without a registry, the first component of the repository stands in
  /// for it, as it does for whoever splits the name at its first "/" (kubelet:
  /// pkg/credentialprovider/keyring.go, `ParseSchemelessURL`).
  func withName<R: ~Copyable, E>(
    _ body: (_ registry: Span<UInt8>, _ path: Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let bytes = asWritten.utf8.span
    guard layout.registry == .impliedHub || layout.impliesOfficial else {
      let registry =
        layout.registry == .legacyHub
        ? DockerHub.registry.bytes : bytes.extracting(first: layout.firstLength)
      return try body(registry, bytes.extracting(layout.firstLength..<layout.nameEnd))
    }
    // A "/" and a repository, whose length the parser has checked, `library/` included.
    var buffer = InlineArray<256, UInt8>(repeating: UInt8(ascii: "/"))
    var length = 1
    if layout.impliesOfficial {
      length = Self.append(DockerHub.officialPrefix.bytes, to: &buffer, at: length)
    }
    length = Self.append(
      bytes.extracting(layout.pathStart..<layout.nameEnd), to: &buffer, at: length)
    return try body(DockerHub.registry.bytes, buffer.span.extracting(first: length))
  }

  private static func append(
    _ bytes: Span<UInt8>, to buffer: inout InlineArray<256, UInt8>, at start: Int
  ) -> Int {
    for offset in bytes.indices { buffer[start + offset] = bytes[offset] }
    return start + bytes.count
  }
}
