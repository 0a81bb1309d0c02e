package import ImagePullCredentials

/// `apiVersion` and `kind` of a document, wherever in it they stand.
///
/// They say how the rest is to be read, so they are read first (apimachinery: `MetaFactory`).
package struct TypeMeta {
  package private(set) var apiVersion = ""
  package private(set) var kind = ""
  /// The bytes at which the two values stand.
  package private(set) var apiVersionOffset = 0
  package private(set) var kindOffset = 0

  /// Reads them from a document that is an object.
  package init(_ bytes: Span<UInt8>) throws(JSONError) {
    var reader = JSONReader(bytes)
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      let isString = try reader.kind() == .string
      if isString, reader.equals(name, "apiVersion") {
        apiVersionOffset = reader.offset
        apiVersion = reader.text(try reader.string())
      } else if isString, reader.equals(name, "kind") {
        kindOffset = reader.offset
        kind = reader.text(try reader.string())
      } else {
        try reader.skipValue()
      }
    }
    try reader.expectEnd()
  }
}
