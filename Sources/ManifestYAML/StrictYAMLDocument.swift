/// The document of a file as Kubernetes' strict codecs read it: the kubelet its configurations and
/// its records.
///
/// Only the first document of the text counts. A key that an object has already is an error there,
/// and here is told apart from what is no YAML. (sigs.k8s.io/yaml: `YAMLToJSONStrict`.)
public struct StrictYAMLDocument: Sendable {
  /// The document as JSON, without repeated keys.
  public let json: [UInt8]
  /// The line, from 1, of a key that its object has already; nil if there is none.
  public let repeatedKeyLine: Int?

  /// Reads a text. The limits are those of ``YAMLReader``.
  ///
  /// - Throws: ``YAMLError`` for what is no YAML, or has no counterpart in JSON.
  /// - Complexity: O(n) but for sorting keys.
  public init(_ bytes: Span<UInt8>) throws(YAMLError) {
    do throws(Failure) {
      guard bytes.count <= YAMLReader.maximumByteCount else {
        throw Failure(.tooLarge, line: 0, column: 0)
      }
      var text = DocumentText()
      let traits = DocumentText.Traits(hasCarriageReturn: true, hasUnusualByte: true)
      if let decoded = bytes.utf16Decoded {
        text.set(decoded.span, traits, illFormed: .refused)
      } else {
        text.set(bytes, traits, illFormed: .refused)
      }
      var composer = Composer(text.bytes.span, ending: text.ending)
      guard let composition = try composer.compose() else {
        json = Array("null".utf8)
        repeatedKeyLine = nil
        return
      }
      if composition.needsCheck { try composition.check() }
      var emitter = Emitter(composition)
      json = try emitter.emit().json
      repeatedKeyLine = emitter.repeatedKey.map { Int(emitter.composition.nodes[$0].line) + 1 }
    } catch {
      throw YAMLError(error, document: 1, firstLine: 0)
    }
  }
}
