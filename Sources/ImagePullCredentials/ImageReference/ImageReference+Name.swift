// The name in the two pieces that a keyring matches, without allocating: the registry, such as `docker.io`, and the
// path with its leading slash, such as `/library/nginx`. Together they are `name`.
//
// Without a registry, the first component of the repository takes its place, as it does when the kubelet splits the
// name at its first slash (kubelet: pkg/credentialprovider/keyring.go, `ParseSchemelessURL`).

extension ImageReference {
  /// Room for a path that is not in the text as it is matched: a slash and a repository. The parser has checked
  /// its length, `library/` included.
  typealias PathBuffer = InlineArray<256, UInt8>

  /// The bytes of the original text.
  var textBytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { originalText.utf8Span.span }
  }

  /// Whether the whole path, slash included, is in the text.
  var hasWrittenPath: Bool { layout.registry != .impliedHub && !layout.impliesOfficial }

  /// The registry that is matched; `text` is the bytes of the original text.
  @_lifetime(copy text)
  func registry(in text: Span<UInt8>) -> Span<UInt8> {
    layout.registry.isHub ? DockerHub.registry.bytes : text.extracting(first: layout.firstLength)
  }

  /// The path that is matched, if it is in `text`, the bytes of the original text.
  @_lifetime(copy text)
  func writtenPath(in text: Span<UInt8>) -> Span<UInt8> {
    text.extracting(layout.firstLength..<layout.nameEnd)
  }

  /// Builds the path that is matched in `buffer`, which is filled with slashes, and returns its
  /// length.
  func buildPath(from text: Span<UInt8>, in buffer: inout PathBuffer) -> Int {
    var length = 1
    if layout.impliesOfficial {
      length = Self.append(DockerHub.officialPrefix.bytes, to: &buffer, at: length)
    }
    return Self.append(
      text.extracting(layout.pathStart..<layout.nameEnd), to: &buffer, at: length)
  }

  /// Passes registry and path to `body`.
  func withName<R: ~Copyable, E>(
    _ body: (_ registry: Span<UInt8>, _ path: Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let text = textBytes
    guard !hasWrittenPath else {
      return try body(registry(in: text), writtenPath(in: text))
    }
    var buffer = PathBuffer(repeating: UInt8(ascii: "/"))
    let length = buildPath(from: text, in: &buffer)
    return try body(registry(in: text), buffer.span.extracting(first: length))
  }

  private static func append(
    _ bytes: Span<UInt8>, to buffer: inout PathBuffer, at start: Int
  ) -> Int {
    for offset in bytes.indices { buffer[start + offset] = bytes[offset] }
    return start + bytes.count
  }
}
