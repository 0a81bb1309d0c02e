import ImagePullCredentials
import KubernetesPulls

/// Looks at single members of a JSON object that stands in a password or in place of a document.
enum JSONMember {
  /// The number that the object `json` has under `name`; nil unless it is an object with one.
  static func number(_ name: String, of json: [UInt8]) -> Double? {
    find(name, in: json) { reader throws(JSONError) in
      guard try reader.kind() == .number else { return nil }
      let range = try reader.number()
      return Double(String(copying: reader.bytes.extracting(range)))
    }
  }

  /// The string that the object `json` has under `name`.
  static func string(_ name: String, of json: [UInt8]) -> String? {
    find(name, in: json) { reader throws(JSONError) in
      guard try reader.kind() == .string else { return nil }
      return reader.text(try reader.string())
    }
  }

  /// The string that is the only member of the object `json`, whatever its name.
  static func onlyString(of json: [UInt8]) -> String? {
    do {
      var reader = JSONReader(json.span)
      guard try reader.kind() == .object else { return nil }
      var members = try reader.beginObject()
      guard try reader.nextName(&members) != nil, try reader.kind() == .string else { return nil }
      let value = reader.text(try reader.string())
      return try reader.nextName(&members) == nil ? value : nil
    } catch {
      return nil
    }
  }

  private static func find<Value>(
    _ name: String, in json: [UInt8],
    read: (inout JSONReader) throws(JSONError) -> Value?
  ) -> Value? {
    do throws(JSONError) {
      var reader = JSONReader(json.span)
      guard try reader.kind() == .object else { return nil }
      var members = try reader.beginObject()
      while let member = try reader.nextName(&members) {
        if reader.equals(member, name) { return try read(&reader) }
        try reader.skipValue()
      }
      return nil
    } catch {
      return nil
    }
  }
}
