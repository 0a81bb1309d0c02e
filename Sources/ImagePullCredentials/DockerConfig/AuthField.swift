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

  /// Appends the decoded `username:password` to `document` and returns where its first colon stands there.
  ///
  /// A field whose text ends in `=` is padded base64, every other one unpadded. The kubelet looks at the text
  /// without the white space around it but decodes the text with it; white space other than line breaks then fails.
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
    // The kubelet hands credentials to the runtime over gRPC, which refuses strings that are not UTF-8.
    guard decoded.isASCII(in: range) || decoded.extracting(range).isUTF8 else { throw .notUTF8 }
    return colon
  }

  private static func padding(of field: Span<UInt8>) -> Base64.Padding {
    var end = field.count
    while end > 0, isSpace(field[end - 1]) { end -= 1 }
    return end > 0 && field[end - 1] == UInt8(ascii: "=") ? .required : .absent
  }

  /// Go's `unicode.IsSpace` in ASCII. No other white space can stand in base64 either, so that the padding, which
  /// it would hide here, is not what fails.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
  }
}
