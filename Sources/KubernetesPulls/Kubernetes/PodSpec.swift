package import ImagePullCredentials

/// The parts of a pod spec that affect pulls, from a Pod or a workload's template.
public struct PodSpec: Sendable, Hashable {
  /// The ServiceAccount as written; nil if the spec names none, which means `default`.
  ///
  /// The deprecated field `serviceAccount` counts if `serviceAccountName` is empty. Source:
  /// `Convert_v1_PodSpec_To_core_PodSpec`, pkg/apis/core/v1/conversion.go.
  public var serviceAccountName: String?
  /// The list `imagePullSecrets`, as written.
  public var imagePullSecrets: [PullSecretReference]
  /// The images, in the order of `VisitContainers` in the kubelet's pod utilities: init containers,
  /// containers, ephemeral containers; then image volumes. Each group keeps its written order.
  public var images: [ContainerImage]
  /// The node that the Pod is bound to; nil before scheduling.
  public var nodeName: String?
  /// The paths of pull secrets that the API server drops: lists named `imagePullSecrets` outside the pod spec, such
  /// as `spec.imagePullSecrets` of a Deployment, and fields with similar names, such as `imagePullSecret`.
  public var misplacedPullSecrets: [String]
  /// The indices of the items of ``imagePullSecrets`` that have a `namespace`, which the API server drops.
  package private(set) var itemsWithNamespace: [Int] = []

  /// A spec whose `imagePullSecrets` name Secrets in this order.
  ///
  /// - Parameters:
  ///   - serviceAccountName: the ServiceAccount; nil for `default`.
  ///   - imagePullSecrets: the names of Secrets, in order; an empty one is an item without a name.
  ///   - images: the images, in the order in which the kubelet visits containers.
  public init(
    serviceAccountName: String? = nil, imagePullSecrets: [String] = [],
    images: [ContainerImage] = []
  ) {
    self.serviceAccountName = serviceAccountName
    self.imagePullSecrets = imagePullSecrets.map { PullSecretReference(name: $0) }
    self.images = images
    misplacedPullSecrets = []
  }

  /// The name of the ServiceAccount that the Pod runs as.
  public var effectiveServiceAccountName: String {
    serviceAccountName ?? ServiceAccount.defaultName
  }
}

extension PodSpec {
  /// Reads the next pod spec, which is at `path` in its object.
  init(_ reader: inout ManifestReader, at path: [String]) throws(ManifestFailure) {
    self.init()
    var alias: String?
    var images: [ContainerImage.Role: [ContainerImage]] = [:]
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if let role = ContainerImage.Role(list: name, in: reader) {
        images[role] = try readContainers(role, &reader, at: path + [reader.text(name)])
      } else if reader.names(name, "volumes") {
        images[.imageVolume] = try Self.imageVolumes(&reader)
      } else if reader.names(name, "imagePullSecrets") {
        imagePullSecrets = try PullSecretReference.list(
          &reader, withNamespace: &itemsWithNamespace)
      } else if reader.names(name, "serviceAccountName") {
        serviceAccountName = try reader.nonEmptyString()
      } else if reader.names(name, "serviceAccount") {
        alias = try reader.nonEmptyString()
      } else if reader.names(name, "nodeName") {
        nodeName = try reader.nonEmptyString()
      } else if reader.misspellsPullSecrets(name) {
        misplacedPullSecrets.append((path + [reader.text(name)]).joined(separator: "."))
        try reader.skip()
      } else {
        try reader.skip()
      }
    }
    serviceAccountName = serviceAccountName ?? alias
    self.images = ContainerImage.Role.allCases.flatMap { images[$0] ?? [] }
  }

  private mutating func readContainers(
    _ role: ContainerImage.Role, _ reader: inout ManifestReader, at path: [String]
  ) throws(ManifestFailure) -> [ContainerImage] {
    var images: [ContainerImage] = []
    guard var elements = try reader.beginArray() else { return images }
    while try reader.nextElement(&elements) {
      var misplaced: String?
      images.append(try ContainerImage(container: role, &reader, misplacedPullSecrets: &misplaced))
      if let misplaced {
        misplacedPullSecrets.append(
          "\(path.joined(separator: "."))[\(images.count - 1)].\(misplaced)")
      }
    }
    return images
  }

  private static func imageVolumes(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [ContainerImage] {
    var images: [ContainerImage] = []
    guard var elements = try reader.beginArray() else { return images }
    while try reader.nextElement(&elements) {
      if let image = try ContainerImage(volume: &reader) { images.append(image) }
    }
    return images
  }
}

extension ContainerImage.Role {
  /// The role of the containers in the list `name` of a pod spec.
  fileprivate init?(list name: JSONString, in reader: borrowing ManifestReader) {
    if reader.names(name, "containers") {
      self = .container
    } else if reader.names(name, "initContainers") {
      self = .initContainer
    } else if reader.names(name, "ephemeralContainers") {
      self = .ephemeralContainer
    } else {
      return nil
    }
  }
}

// MARK: - Around the spec

/// The common parts of Pods and workloads: metadata, and a pod spec at some path.
struct PodManifest {
  private(set) var metadata: ObjectMetadata
  private(set) var spec = PodSpec()
  /// `spec.replicas` and `spec.suspend` of a workload.
  private(set) var replicas: Int?
  private(set) var isSuspended = false

  private let defaultNamespace: String
  private var misplaced: [String] = []

  /// Reads the next object, whose pod spec is at `path`. `readStatus` reads its status.
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

  /// Reads the object at the first `depth` members of `path`. The recursion depth is the length of the path.
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

  /// A template's metadata does not affect pulls.
  private mutating func readInnerMetadata(
    _ reader: inout ManifestReader, at path: ArraySlice<String>
  ) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      try skip(name, &reader, in: path)
    }
  }

  /// Skips a member without meaning at `path`, and records it if it is a list of pull secrets.
  private mutating func skip(
    _ name: JSONString, _ reader: inout ManifestReader, in path: ArraySlice<String>
  ) throws(ManifestFailure) {
    if reader.meansPullSecrets(name) {
      misplaced.append((path + [reader.text(name)]).joined(separator: "."))
    }
    try reader.skip()
  }
}

// MARK: - Images

/// An image of a Pod, and the field that names it.
public struct ContainerImage: Sendable, Hashable {
  /// The kind of field that names the image.
  public var role: Role
  /// The name of the container or volume.
  public var name: String
  /// The image as written; empty if a template leaves it open.
  public var image: String
  /// The pull policy as written; nil for the API server's default.
  public var pullPolicy: String?

  /// The kinds of fields that name an image. Complete: the Pod API has no other.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// An item of `initContainers`.
    case initContainer = "init-container"
    /// An item of `containers`.
    case container
    /// An item of `ephemeralContainers`.
    case ephemeralContainer = "ephemeral-container"
    /// A volume with the source `image`.
    case imageVolume = "image-volume"
  }

  /// An image in a Pod.
  ///
  /// - Parameters:
  ///   - role: the kind of field that names the image.
  ///   - name: the name of the container or volume.
  ///   - image: the image as written.
  ///   - pullPolicy: the pull policy; nil for the default.
  public init(role: Role, name: String, image: String, pullPolicy: String? = nil) {
    self.role = role
    self.name = name
    self.image = image
    self.pullPolicy = pullPolicy
  }
}

extension ContainerImage: CustomStringConvertible {
  /// Such as `nginx:1.27 (container web)`.
  public var description: String { safeText.text }
}

extension ContainerImage: SafelyDescribed {
  package var safeText: SafeText {
    "\(word: ImageReference.displayText(of: image)) (\(sentence: role.description) \(name: name))"
  }
}

extension ContainerImage.Role: CustomStringConvertible {
  /// The role in words, such as `init container`.
  public var description: String {
    switch self {
    case .initContainer: "init container"
    case .container: "container"
    case .ephemeralContainer: "ephemeral container"
    case .imageVolume: "image volume"
    }
  }
}

extension ContainerImage {
  /// Reads the next container. `misplacedPullSecrets` is set to the name of a list that does not belong there.
  init(
    container role: Role, _ reader: inout ManifestReader, misplacedPullSecrets: inout String?
  ) throws(ManifestFailure) {
    self.init(role: role, name: "", image: "")
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "name") {
        self.name = try reader.string() ?? ""
      } else if reader.names(name, "image") {
        image = try reader.string() ?? ""
      } else if reader.names(name, "imagePullPolicy") {
        pullPolicy = try reader.nonEmptyString()
      } else {
        if reader.meansPullSecrets(name) { misplacedPullSecrets = reader.text(name) }
        try reader.skip()
      }
    }
  }

  /// Reads the next volume; nil unless its source is an image.
  init?(volume reader: inout ManifestReader) throws(ManifestFailure) {
    self.init(role: .imageVolume, name: "", image: "")
    var isImage = false
    guard var members = try reader.beginObject() else { return nil }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "name") {
        self.name = try reader.string() ?? ""
      } else if reader.names(name, "image") {
        isImage = try readVolumeSource(&reader)
      } else {
        try reader.skip()
      }
    }
    guard isImage else { return nil }
  }

  /// Reads the `image` of a volume; false if it is `null`.
  private mutating func readVolumeSource(
    _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> Bool {
    guard var source = try reader.beginObject() else { return false }
    while let name = try reader.nextName(&source) {
      if reader.names(name, "reference") {
        image = try reader.string() ?? ""
      } else if reader.names(name, "pullPolicy") {
        pullPolicy = try reader.nonEmptyString()
      } else {
        try reader.skip()
      }
    }
    return true
  }
}
