public import ImagePullCredentials
public import KubernetesPulls

extension ImagePullRecords.NodeImage {
  /// The images that `crictl images -o json` prints.
  ///
  /// - Throws: What is no such list.
  public static func list(crictl json: Span<UInt8>) throws(FieldViolation) -> [Self] {
    var images: [Self] = []
    do throws(JSONError) {
      var reader = JSONReader(json)
      var members = try reader.beginObject()
      while let name = try reader.nextName(&members) {
        guard reader.equals(name, "images"), try reader.kind() == .array else {
          try reader.skipValue()
          continue
        }
        var elements = try reader.beginArray()
        while try reader.nextElement(&elements) { images.append(try image(&reader)) }
      }
      try reader.expectEnd()
    } catch {
      throw FieldViolation(error, in: json)
    }
    return images
  }

  private static func image(_ reader: inout JSONReader) throws(JSONError) -> Self {
    var image = Self(id: "")
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      if reader.equals(name, "id"), try reader.kind() == .string {
        image.id = reader.text(try reader.string())
      } else if reader.equals(name, "repoTags"), try reader.kind() == .array {
        image.repoTags = try texts(&reader)
      } else if reader.equals(name, "repoDigests"), try reader.kind() == .array {
        image.repoDigests = try texts(&reader)
      } else {
        try reader.skipValue()
      }
    }
    return image
  }

  private static func texts(_ reader: inout JSONReader) throws(JSONError) -> [String] {
    var texts: [String] = []
    var elements = try reader.beginArray()
    while try reader.nextElement(&elements) { texts.append(reader.text(try reader.string())) }
    return texts
  }
}
