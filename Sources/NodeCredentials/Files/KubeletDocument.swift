import ImagePullCredentials
public import KubernetesPulls
import ManifestYAML

/// A file of a kubelet, which may be JSON or YAML.
enum KubeletDocument {
  /// The document as JSON: the bytes themselves, or those that YAML is converted to.
  ///
  /// - Throws: That the bytes are no YAML, or have a key twice, which the kubelet refuses.
  static func json(_ bytes: [UInt8]) throws(FieldViolation) -> [UInt8] {
    guard !bytes.span.isJSONObject else { return bytes }
    let document: StrictYAMLDocument
    do throws(YAMLError) {
      document = try StrictYAMLDocument(bytes.span)
    } catch {
      throw FieldViolation(.invalidYAML, at: "", "\(error)")
    }
    if let line = document.repeatedKeys.first?.position.line {
      throw FieldViolation(
        .duplicateField, at: "", "line \(line): the key is in its object already")
    }
    guard document.json.span.isJSONObject else {
      throw FieldViolation(.wrongKind, at: "", "this is no object with apiVersion and kind")
    }
    return document.json
  }
}

extension FieldViolation.Code {
  /// The document is neither JSON nor YAML.
  public static let invalidYAML = Self("invalid-yaml")
}
