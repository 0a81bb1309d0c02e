/// The document of a file as Kubernetes' strict codecs read it: the kubelet its configurations and
/// its records.
///
/// Only the first document of the text counts. A key that its mapping has already is an error there,
/// and here is told apart from what is no YAML. (sigs.k8s.io/yaml: `YAMLToJSONStrict`.)
public struct StrictYAMLDocument: Sendable {
  /// The document as JSON, the last of repeated keys in it.
  public let json: [UInt8]
  /// The keys that their mapping has already, those that a merge brings included, in the order in which goyaml reports
  /// them; an alias repeats those of what it stands for.
  public let repeatedKeys: [RepeatedKey]

  /// A key that its mapping has already.
  public struct RepeatedKey: Sendable, Hashable {
    /// Where the key is.
    public let position: YAMLPosition
    /// The line that the kubelet prints, from 1: where the value begins.
    public let kubeletLine: Int
  }

  /// Reads a text. The limits are those of ``YAMLReader``.
  ///
  /// - Parameter bytes: the text; only read during the call.
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
