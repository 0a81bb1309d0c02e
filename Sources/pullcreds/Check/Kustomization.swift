import ImagePullCredentials

/// The files that a `kustomization.yaml` takes for patches: pieces of objects, not objects.
///
/// Source: `Kustomization`, sigs.k8s.io/kustomize/api/types/kustomization.go.
struct Kustomization {
  /// The paths of the patches, as `kustomization.yaml` would be read from where the command runs.
  private(set) var patches: [String] = []

  /// Whether a file of this name is a kustomization.
  static func isNamed(_ file: Substring) -> Bool {
    ["kustomization.yaml", "kustomization.yml"].contains { file.utf8.elementsEqual($0.utf8) }
  }

  /// Reads a kustomization in `folder`; what is not understood names no patch.
  init(json: Span<UInt8>, folder: Substring) {
    var reader = JSONReader(json)
    var found: [String] = []
    try? Self.read(&reader) { found.append($0) }
    patches = found.map { Self.resolve($0, in: folder) }
  }

  private static func read(_ json: inout JSONReader, _ body: (String) -> Void) throws(JSONError) {
    var members = try json.beginObject()
    while let name = try json.nextName(&members) {
      switch (json.text(name), try json.kind()) {
      case ("patches", .array), ("patchesStrategicMerge", .array), ("patchesJson6902", .array):
        var elements = try json.beginArray()
        while try json.nextElement(&elements) { try readPatch(&json, body) }
      default:
        try json.skipValue()
      }
    }
  }

  /// A patch is a path, or an object with a member `path`, or is written in place.
  private static func readPatch(
    _ json: inout JSONReader, _ body: (String) -> Void
  ) throws(JSONError) {
    switch try json.kind() {
    case .string:
      body(json.text(try json.string()))
    case .object:
      var members = try json.beginObject()
      while let name = try json.nextName(&members) {
        if json.text(name) == "path", try json.kind() == .string {
          body(json.text(try json.string()))
        } else {
          try json.skipValue()
        }
      }
    default:
      try json.skipValue()
    }
  }

  /// `path` as seen from where `folder` is seen from, without `.` and `..` where they can be left out.
  private static func resolve(_ path: String, in folder: Substring) -> String {
    var parts = folder.split(separator: "/", omittingEmptySubsequences: true)
    for part in path.split(separator: "/") {
      switch part {
      case ".": break
      case ".." where !parts.isEmpty && parts.last != "..": parts.removeLast()
      default: parts.append(part)
      }
    }
    return (folder.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
