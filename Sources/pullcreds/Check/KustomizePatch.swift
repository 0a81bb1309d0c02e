import ImagePullCredentials
import KubernetesPulls
import ManifestYAML

/// A patch of a kustomization, in it or in a file.
///
/// Source: `Patch` and `Selector`, sigs.k8s.io/kustomize/api/types.
struct KustomizePatch {
  /// The file that has it; nil if it is in the kustomization.
  let path: String?
  /// What the kustomization says itself.
  private let text: String
  /// The objects that it is for; nil if it names them itself.
  private var target: Target?

  /// Which objects a patch is for. Labels and annotations are not looked at, so that it may be too many.
  struct Target: Hashable {
    /// Nil for all kinds.
    var kind: String?
    /// Nil for all names.
    var name: String?

    func matches(_ object: ObjectReference) -> Bool {
      Self.matches(kind, object.kind) && Self.matches(name, object.name)
    }

    /// The patterns of kustomize are regular expressions. One that is more than a name is taken to match.
    private static func matches(_ pattern: String?, _ text: String) -> Bool {
      guard let pattern, !pattern.isEmpty,
        pattern.utf8.allSatisfy({ $0.isAlphanumeric || $0 == UInt8(ascii: "-") })
      else {
        return true
      }
      return pattern.hasSameBytes(as: text)
    }
  }

  /// The same, for all objects.
  var ofAllObjects: KustomizePatch {
    var patch = self
    patch.target = Target()
    return patch
  }

  /// Reads a list of patches: objects with `path`, `patch` and `target`, or the paths or texts themselves.
  static func list(
    _ json: inout JSONReader, in folder: Substring
  ) throws(JSONError) -> [KustomizePatch] {
    var patches: [KustomizePatch] = []
    var elements = try json.beginArray()
    while try json.nextElement(&elements) {
      switch try json.kind() {
      case .string:
        let text = json.text(try json.string())
        let path = text.utf8.contains(UInt8(ascii: "\n")) ? nil : text.resolved(in: folder)
        patches.append(KustomizePatch(path: path, text: text))
      case .object: patches.append(try KustomizePatch(&json, in: folder))
      default: try json.skipValue()
      }
    }
    return patches
  }

  private init(path: String?, text: String, target: Target? = nil) {
    self.path = path
    self.text = text
    self.target = target
  }

  private init(_ json: inout JSONReader, in folder: Substring) throws(JSONError) {
    let start = json.offset
    var path: String?
    var text: String?
    var target: Target?
    var members = try json.beginObject()
    while let member = try json.nextName(&members) {
      switch (json.text(member), try json.kind()) {
      case ("path", .string): path = json.text(try json.string()).resolved(in: folder)
      case ("patch", .string): text = json.text(try json.string())
      case ("target", .object): target = try Target(&json)
      default: try json.skipValue()
      }
    }
    self.init(
      path: path, text: text ?? String(copying: json.bytes.extracting(start..<json.offset)),
      target: target)
  }

  /// The objects to whose lists the patch may add items. `read` gives the bytes of its file.
  func targets(read: (String) -> [UInt8]?) -> [Target] {
    let bytes = path.flatMap(read) ?? Array(text.utf8)
    guard bytes.mentions("imagePullSecrets") else { return [] }
    if let target { return [target] }
    var targets: [Target] = []
    var reader = YAMLReader(bytes.span)
    do throws(YAMLError) {
      while let document = try reader.next() {
        guard [UInt8](copying: document.json).mentions("imagePullSecrets") else { continue }
        targets.append(
          Target(
            kind: document.json.string(at: ["kind"]),
            name: document.json.string(at: ["metadata", "name"])))
      }
    } catch {
      targets.append(Target())
    }
    return targets
  }
}

extension KustomizePatch.Target {
  fileprivate init(_ json: inout JSONReader) throws(JSONError) {
    var members = try json.beginObject()
    while let member = try json.nextName(&members) {
      switch (json.text(member), try json.kind()) {
      case ("kind", .string): kind = json.text(try json.string())
      case ("name", .string): name = json.text(try json.string())
      default: try json.skipValue()
      }
    }
  }
}

extension JSONReader {
  /// Reads an array: its strings, and the members `name` of the objects in it.
  mutating func strings(named name: String) throws(JSONError) -> [String] {
    var strings: [String] = []
    var elements = try beginArray()
    while try nextElement(&elements) {
      switch try kind() {
      case .string: strings.append(text(try string()))
      case .object:
        var members = try beginObject()
        while let member = try nextName(&members) {
          if text(member) == name, try kind() == .string {
            strings.append(text(try string()))
          } else {
            try skipValue()
          }
        }
      default: try skipValue()
      }
    }
    return strings
  }
}
