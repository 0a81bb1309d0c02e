// How the kubelet's codecs look at a document before they decode it.

package import ImagePullCredentials

extension Span<UInt8> {
  /// The bytes after the byte order mark that they begin with, if they do.
  package var afterByteOrderMark: Span<UInt8> {
    @_lifetime(copy self)
    get { starts(with: "\u{FEFF}", from: 0) ? extracting(3...) : self }
  }

  /// Whether Kubernetes takes the text for JSON; if not, it is YAML.
  ///
  /// (apimachinery: util/yaml, `IsJSONBuffer`. A mark before JSON makes it YAML, which reads it.)
  package var isJSONObject: Bool {
    byte(at: end(from: 0) { " \n\t\r".utf8.contains($0) }) == UInt8(ascii: "{")
  }
}

extension FieldViolation {
  /// That `bytes` are no JSON.
  package init(_ error: JSONError, in bytes: Span<UInt8>) {
    let position = TextPosition(of: error.offset, in: bytes)
    self.init(
      .invalidJSON, at: "", offset: error.offset,
      "line \(position.line), column \(position.column): \(error.code.rawValue)")
  }
}
