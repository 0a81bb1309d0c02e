/// What an object says of its kind, read ahead of the object itself.
///
/// `kubectl` sorts members by name, so that `kind` follows `data` and `items`. Reading ahead costs
/// little all the same: it stops at the kind, or at the items, and copies nothing else on the way.
struct ObjectHeader {
  private(set) var kind: String?
  private(set) var apiVersion: String?
  /// Whether there is an array `items`, which is what makes an object a list, whatever its kind.
  ///
  /// Source: `detectList`, k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go.
  private(set) var isList = false
  /// The member `type` of what may be a watch event: it has no kind.
  private(set) var eventType: String?
  /// Whether there is a member `object`, as in a watch event.
  private(set) var hasObject = false

  init() {}

  /// Reads the header of the object that is next in `reader`, which stays where it is.
  init(readingAhead reader: ManifestReader) throws(ManifestFailure) {
    var ahead = reader
    guard var members = try ahead.beginObject() else { return }
    while !isComplete, let name = try ahead.nextName(&members) {
      if try Self.isItems(name, &ahead) {
        isList = true
        return
      }
      try read(name, &ahead)
    }
  }

  /// Whether `name`, whose value is next, is the array `items`.
  static func isItems(
    _ name: JSONString, _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> Bool {
    guard reader.names(name, "items") else { return false }
    return try reader.kind() == .array
  }

  /// Reads the value of `name`, which is next, if it belongs to the header; steps over it
  /// otherwise.
  mutating func read(
    _ name: JSONString, _ reader: inout ManifestReader
  ) throws(ManifestFailure) {
    if reader.names(name, "kind") {
      kind = try reader.string()
    } else if reader.names(name, "apiVersion") {
      apiVersion = try reader.string()
    } else if kind == nil, reader.names(name, "type"), try reader.kind() == .string {
      eventType = try reader.string()
    } else {
      if reader.names(name, "object") { hasObject = true }
      try reader.skip()
    }
  }

  /// The kind of a list's items where they name none themselves: `Secret` in a `SecretList`.
  var itemKind: String? {
    guard let kind, kind.hasSuffix("List"), kind != "List" else { return nil }
    return String(kind.dropLast("List".count))
  }

  /// Whether nothing that is left in the object can matter. What is called a list must still show
  /// its items.
  private var isComplete: Bool {
    guard let kind, apiVersion != nil else { return false }
    return !kind.hasSuffix("List")
  }

  /// Why an object with this header, which begins at `offset`, is none that is known to hold another.
  func unknownEnvelope(_ expected: String, at offset: Int) -> ManifestFailure {
    ManifestFailure(
      code: .unknownEnvelope, offset: offset, explanation: "\(expected) belongs here")
  }
}
