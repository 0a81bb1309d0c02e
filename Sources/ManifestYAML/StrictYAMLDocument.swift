/// The document of a file as Kubernetes' strict codecs read it: the kubelet uses them for its configurations and its
/// records.
///
/// Only the first document of the text counts. There, a repeated key is an error; here it is reported separately from
/// invalid YAML. (sigs.k8s.io/yaml: `YAMLToJSONStrict`.)
public struct StrictYAMLDocument: Sendable {
  /// The document as JSON, with the last of repeated keys.
  public let json: [UInt8]
  /// The repeated keys of all mappings, including merged ones, in the order in which goyaml reports them; an alias
  /// repeats those of its target.
  public let repeatedKeys: [RepeatedKey]

  /// A repeated key of a mapping.
  public struct RepeatedKey: Sendable, Hashable {
    /// Where the key is.
    public let position: YAMLPosition
    /// The line that the kubelet prints, from 1: where the value begins.
    public let kubeletLine: Int
  }

  /// Reads a text. The limits are those of ``YAMLReader``.
  ///
  /// - Parameter bytes: the text; only read during the call.
  /// - Throws: ``YAMLError`` for text that is not YAML, or has no counterpart in JSON.
  /// - Complexity: O(n), except for sorting keys.
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
        repeatedKeys = []
        return
      }
      repeatedKeys = try composition.check(isStrict: true).map { key, value in
        RepeatedKey(
          position: composition.position(of: key),
          kubeletLine: composition.position(of: value).line)
      }
      var emitter = Emitter(composition)
      json = try emitter.emit().json
    } catch {
      throw YAMLError(error, document: 1, firstLine: 0)
    }
  }
}
