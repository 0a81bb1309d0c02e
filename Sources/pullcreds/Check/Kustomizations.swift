import ImagePullCredentials

/// What the `kustomization.yaml` files say about other files.
///
/// Source: `Kustomization`, sigs.k8s.io/kustomize/api/types/kustomization.go.
struct Kustomizations {
  /// The files that are patches: pieces of objects, not objects.
  private(set) var patches: Set<String> = []
  /// The names of the Secrets that are generated.
  private(set) var generatedSecrets: Set<String> = []
  /// The names of the images that are replaced.
  private(set) var replacedImages: Set<String> = []
  /// The namespace of each resource; nil if two kustomizations do not agree.
  private var namespaces: [String: String?] = [:]

  /// Whether a file with this name is a kustomization.
  static func areNamed(_ file: Substring) -> Bool {
    ["kustomization.yaml", "kustomization.yml"].contains { file.utf8.elementsEqual($0.utf8) }
  }

  /// The namespace of a file's objects; nil if it is not known.
  func namespace(of path: String) -> String? { namespaces[path] ?? nil }

  /// Adds a kustomization in `folder`, relative to the working directory. Unknown parts are ignored.
  mutating func add(json: Span<UInt8>, folder: Substring) {
    var namespace: String?
    var resources: [String] = []
    var reader = JSONReader(json)
    try? read(&reader, folder, &namespace, &resources)
    guard let namespace else { return }
    for path in resources {
      let isNew = namespaces[path] == nil
      namespaces[path] = .some(isNew || namespaces[path] == namespace ? namespace : nil)
    }
  }

  private mutating func read(
    _ json: inout JSONReader, _ folder: Substring, _ namespace: inout String?,
    _ resources: inout [String]
  ) throws(JSONError) {
    var members = try json.beginObject()
    while let name = try json.nextName(&members) {
      switch (json.text(name), try json.kind()) {
      case ("namespace", .string): namespace = json.text(try json.string())
      case ("resources", .array):
        resources += try Self.strings("", &json).map { $0.resolved(in: folder) }
      case ("patches", .array), ("patchesStrategicMerge", .array), ("patchesJson6902", .array):
        patches.formUnion(try Self.strings("path", &json).map { $0.resolved(in: folder) })
      case ("images", .array): try readImages(&json)
      case ("secretGenerator", .array): generatedSecrets.formUnion(try Self.strings("name", &json))
      default: try json.skipValue()
      }
    }
  }

  /// Reads the replacements of images. A new tag does not change the registry.
  private mutating func readImages(_ json: inout JSONReader) throws(JSONError) {
    var elements = try json.beginArray()
    while try json.nextElement(&elements) {
      guard try json.kind() == .object else {
        try json.skipValue()
        continue
      }
      var image = ""
      var isReplaced = false
      var members = try json.beginObject()
      while let member = try json.nextName(&members) {
        switch (json.text(member), try json.kind()) {
        case ("name", .string): image = json.text(try json.string())
        case ("newName", .string):
          isReplaced = true
          try json.skipValue()
        default: try json.skipValue()
        }
      }
      if isReplaced { replacedImages.insert(image) }
    }
  }

  /// The strings of an array, and the members `name` of the objects in it.
  private static func strings(
    _ name: String, _ json: inout JSONReader
  ) throws(JSONError) -> [String] {
    var strings: [String] = []
    var elements = try json.beginArray()
    while try json.nextElement(&elements) {
      switch try json.kind() {
      case .string: strings.append(json.text(try json.string()))
      case .object:
        var members = try json.beginObject()
        while let member = try json.nextName(&members) {
          if json.text(member) == name, try json.kind() == .string {
            strings.append(json.text(try json.string()))
          } else {
            try json.skipValue()
          }
        }
      default: try json.skipValue()
      }
    }
    return strings
  }
}

// MARK: - Paths

extension Substring {
  /// The part after the last slash.
  var fileName: Substring {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { self[utf8.index(after: $0)...] } ?? self
  }

  /// The part before the last slash; empty if there is none.
  var folder: Substring { utf8.lastIndex(of: UInt8(ascii: "/")).map { self[..<$0] } ?? "" }
}

extension String {
  var fileName: Substring { self[...].fileName }
  var folder: Substring { self[...].folder }

  /// The path without `./` before it.
  var withoutDot: String {
    var path = self[...]
    while path.utf8.starts(with: "./".utf8) { path = path.dropFirst(2) }
    return String(path)
  }

  /// The path relative to the base of `folder`, without `.` and `..` where possible.
  func resolved(in folder: Substring) -> String {
    var parts = folder.split(separator: "/")
    for part in self[...].split(separator: "/") {
      switch part {
      case ".": break
      case ".." where !parts.isEmpty && parts.last != "..": parts.removeLast()
      default: parts.append(part)
      }
    }
    return (folder.utf8.first == UInt8(ascii: "/") ? "/" : "") + parts.joined(separator: "/")
  }
}
