/// What Pods and workloads have in common: metadata, and a pod spec somewhere below.
struct PodManifest {
  private(set) var metadata: ObjectMetadata
  private(set) var spec = PodSpec()
  /// `spec.replicas` and `spec.suspend` of a workload.
  private(set) var replicas: Int?
  private(set) var isSuspended = false

  private let defaultNamespace: String
  private var misplaced: [String] = []

  /// Reads the object that is next, whose pod spec stands at `path`. `readStatus` reads its status.
  init(
    _ reader: inout ManifestReader, podSpecAt path: [String], defaultNamespace: String,
    readStatus: (inout ManifestReader) throws(ManifestFailure) -> Void
  ) throws(ManifestFailure) {
    self.defaultNamespace = defaultNamespace
    metadata = ObjectMetadata(namespace: defaultNamespace, name: "")
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "metadata") {
        try readMetadata(&reader)
      } else if reader.names(name, path[0]) {
        try descend(&reader, path, depth: 1)
      } else if reader.names(name, "status") {
        try readStatus(&reader)
      } else {
        try skip(name, &reader, in: [])
      }
    }
    spec.misplacedPullSecrets += misplaced
  }

  private mutating func readMetadata(_ reader: inout ManifestReader) throws(ManifestFailure) {
    var isMisplaced = false
    metadata = try ObjectMetadata(
      &reader, defaultNamespace: defaultNamespace, hasPullSecrets: &isMisplaced)
    if isMisplaced { misplaced.append("metadata.imagePullSecrets") }
  }

  /// Reads the object at the first `depth` members of `path`. Recurses as deep as the path is long.
  private mutating func descend(
    _ reader: inout ManifestReader, _ path: [String], depth: Int
  ) throws(ManifestFailure) {
    guard depth < path.count else {
      spec = try PodSpec(&reader, at: path)
      return
    }
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, path[depth]) {
        try descend(&reader, path, depth: depth + 1)
      } else if reader.names(name, "metadata") {
        try readInnerMetadata(&reader, at: path[..<depth] + ["metadata"])
      } else if depth == 1, reader.names(name, "replicas") {
        replicas = try reader.integer()
      } else if depth == 1, reader.names(name, "suspend") {
        isSuspended = try reader.bool()
      } else {
        try skip(name, &reader, in: path[..<depth])
      }
    }
  }

  /// A template's metadata means nothing for pulls.
  private mutating func readInnerMetadata(
    _ reader: inout ManifestReader, at path: ArraySlice<String>
  ) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      try skip(name, &reader, in: path)
    }
  }

  /// Steps over a member that means nothing at `path`, and remembers it if it is a list of pull secrets.
  private mutating func skip(
    _ name: JSONString, _ reader: inout ManifestReader, in path: ArraySlice<String>
  ) throws(ManifestFailure) {
    if reader.names(name, "imagePullSecrets") {
      misplaced.append((path + ["imagePullSecrets"]).joined(separator: "."))
    }
    try reader.skip()
  }
}
