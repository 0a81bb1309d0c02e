import ImagePullCredentials
import KubernetesPulls

/// What the `kustomization.yaml` files say about other files.
///
/// Source: `Kustomization`, sigs.k8s.io/kustomize/api/types/kustomization.go.
struct Kustomizations {
  /// The files that are patches: parts of objects, not objects.
  private(set) var patches: Set<String> = []
  /// The names of the Secrets that are generated.
  private(set) var generatedSecrets: Set<String> = []
  /// The names of the images that are replaced.
  private(set) var replacedImages: Set<String> = []
  /// Each kustomization, by its folder.
  private var kustomizations: [String: Kustomization] = [:]
  /// The namespace of each file's objects; nil if two kustomizations do not agree.
  private var namespaces: [String: String?] = [:]

  /// A kustomization, as far as it matters for pulls.
  private struct Kustomization {
    var namespace: String?
    /// Files and folders with kustomizations of their own.
    var resources: [String] = []
    var isComponent = false
    /// The patches, and whatever else changes resources.
    var patches: [KustomizePatch] = []
  }

  /// Whether a file with this name is a kustomization.
  static func areNamed(_ file: Substring) -> Bool {
    ["kustomization.yaml", "kustomization.yml"].contains { file.utf8.elementsEqual($0.utf8) }
  }

  /// The namespace that overrides that of a file's objects; nil if there is none, or if kustomizations disagree.
  func namespace(of path: String) -> String? { namespaces[path] ?? nil }

  /// Adds a kustomization in `folder`, relative to the working directory. Unknown parts are ignored.
  mutating func add(json: Span<UInt8>, folder: Substring) {
    var kustomization = Kustomization()
    var reader = JSONReader(json)
    try? read(&reader, folder, &kustomization)
    kustomizations[String(folder)] = kustomization
  }

  private mutating func read(
    _ json: inout JSONReader, _ folder: Substring, _ kustomization: inout Kustomization
  ) throws(JSONError) {
    var members = try json.beginObject()
    while let name = try json.nextName(&members) {
      switch (json.text(name), try json.kind()) {
      case ("namespace", .string): kustomization.namespace = json.text(try json.string())
      case ("kind", .string):
        kustomization.isComponent = json.text(try json.string()).hasSameBytes(as: "Component")
      case ("resources", .array), ("bases", .array), ("components", .array):
        kustomization.resources += try json.strings(named: "").map { $0.resolved(in: folder) }
      case ("patches", .array), ("patchesStrategicMerge", .array), ("patchesJson6902", .array):
        let patches = try KustomizePatch.list(&json, in: folder)
        kustomization.patches += patches
        self.patches.formUnion(patches.compactMap(\.path))
      case ("transformers", .array), ("replacements", .array):
        kustomization.patches += try KustomizePatch.list(&json, in: folder).map(\.ofAllObjects)
      case ("images", .array): try readImages(&json)
      case ("secretGenerator", .array):
        generatedSecrets.formUnion(try json.strings(named: "name"))
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
}

// MARK: - Resources of resources

extension Kustomizations {
  /// Finds the namespaces, once all kustomizations are added. Those that no other one includes are built; the
  /// outermost namespace counts.
  ///
  /// Source: `NamespaceTransformer`, sigs.k8s.io/kustomize/api/builtins, which overwrites what objects say.
  mutating func findNamespaces() {
    let included = Set(kustomizations.values.flatMap(\.resources))
    var open: [(path: String, namespace: String?)] = kustomizations.keys
      .filter { !included.contains($0) }.map { ($0, nil) }
    var seen: [String: [String?]] = [:]
    while let (path, outer) = open.popLast() {
      // Two namespaces disagree already, or a third one does with what the kustomization says itself.
      guard seen[path, default: []].count < 3, !seen[path, default: []].contains(outer) else {
        continue
      }
      seen[path, default: []].append(outer)
      if let kustomization = kustomizations[path] {
        let namespace = outer ?? kustomization.namespace
        open += kustomization.resources.map { ($0, namespace) }
      } else if let known = namespaces[path] {
        if known != outer { namespaces[path] = .some(nil) }
      } else {
        namespaces[path] = .some(outer)
      }
    }
  }

  /// The objects, of those given with their files, to whose lists `imagePullSecrets` patches add items. `read` gives
  /// the bytes of a patch's file.
  func extendedObjects(
    of objects: [(reference: ObjectReference, file: String)], read: (String) -> [UInt8]?
  ) -> Set<ObjectReference> {
    let objectsOfFiles = Dictionary(grouping: objects, by: \.file)
    var open: [(path: String, target: KustomizePatch.Target)] = []
    // A component changes what those who include it have.
    var targetsOfComponents: Set<KustomizePatch.Target> = []
    for (folder, kustomization) in kustomizations {
      let targets = kustomization.patches.flatMap { $0.targets(read: read) }
      if kustomization.isComponent {
        targetsOfComponents.formUnion(targets)
      } else {
        open += targets.map { (folder, $0) }
      }
    }
    if targetsOfComponents.union(open.map(\.target)).count > Self.targetLimit {
      open = open.map { ($0.path, KustomizePatch.Target()) }
      targetsOfComponents = targetsOfComponents.isEmpty ? [] : [KustomizePatch.Target()]
    }
    for file in objectsOfFiles.keys { open += targetsOfComponents.map { (file, $0) } }

    var extended: Set<ObjectReference> = []
    var seen: [String: Set<KustomizePatch.Target>] = [:]
    while let (path, target) = open.popLast() {
      guard seen[path, default: []].insert(target).inserted else { continue }
      open += kustomizations[path]?.resources.map { ($0, target) } ?? []
      extended.formUnion(
        (objectsOfFiles[path] ?? []).lazy.map(\.reference).filter(target.matches))
    }
    return extended
  }

  /// How many different targets of patches are told apart. If there are more, each patch is for all objects that its
  /// kustomization reaches, because targets × files would be a product.
  private static let targetLimit = 64
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
