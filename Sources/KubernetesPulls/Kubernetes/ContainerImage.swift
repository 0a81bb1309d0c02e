package import ImagePullCredentials

/// An image that a Pod asks for, and where it does.
public struct ContainerImage: Sendable, Hashable {
  /// What in the Pod names the image.
  public var role: Role
  /// The name of the container or volume.
  public var name: String
  /// The image as written; empty where a template leaves it to others.
  public var image: String
  /// The pull policy as written; nil where the API server's default applies.
  public var pullPolicy: String?

  /// What in a Pod can name an image.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// An item of `initContainers`.
    case initContainer
    /// An item of `containers`.
    case container
    /// An item of `ephemeralContainers`.
    case ephemeralContainer
    /// A volume with the source `image`.
    case imageVolume
  }

  /// An image in a Pod.
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
  /// Reads the container that is next. `hasPullSecrets` tells of a list that does not belong there.
  init(
    container role: Role, _ reader: inout ManifestReader, hasPullSecrets: inout Bool
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
        if reader.names(name, "imagePullSecrets") { hasPullSecrets = true }
        try reader.skip()
      }
    }
  }

  /// Reads the volume that is next; nil unless its source is an image.
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
