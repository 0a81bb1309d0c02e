public import ImagePullCredentials

/// A node, with what its kubelet reports.
public struct Node: Sendable, Hashable {
  /// The name; a node has no namespace.
  public var name: String
  /// The kubelet's version, such as `v1.35.1`; empty if it is not reported.
  public var kubeletVersion: String
  /// The container runtime, such as `containerd://2.1.4`; empty if it is not reported.
  public var containerRuntimeVersion: String
  /// Such as `linux`; empty if it is not reported.
  public var operatingSystem: String
  /// Such as `arm64`; empty if it is not reported.
  public var architecture: String

  /// A node.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - kubeletVersion: the kubelet's version, such as `v1.35.1`.
  ///   - containerRuntimeVersion: the container runtime, such as `containerd://2.1.4`.
  ///   - operatingSystem: such as `linux`.
  ///   - architecture: such as `arm64`.
  public init(
    name: String, kubeletVersion: String = "", containerRuntimeVersion: String = "",
    operatingSystem: String = "", architecture: String = ""
  ) {
    self.name = name
    self.kubeletVersion = kubeletVersion
    self.containerRuntimeVersion = containerRuntimeVersion
    self.operatingSystem = operatingSystem
    self.architecture = architecture
  }
}

extension Node {
  /// Reads the next object.
  init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init(name: "")
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "metadata") {
        self.name = try ObjectMetadata(&reader, defaultNamespace: "").name
      } else if reader.names(name, "status") {
        try readStatus(&reader)
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readStatus(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "nodeInfo") {
        try readInfo(&reader)
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readInfo(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "kubeletVersion") {
        kubeletVersion = try reader.string() ?? ""
      } else if reader.names(name, "containerRuntimeVersion") {
        containerRuntimeVersion = try reader.string() ?? ""
      } else if reader.names(name, "operatingSystem") {
        operatingSystem = try reader.string() ?? ""
      } else if reader.names(name, "architecture") {
        architecture = try reader.string() ?? ""
      } else {
        try reader.skip()
      }
    }
  }
}

// MARK: - Releases

/// A minor release of the kubelet, for answers that depend on it.
///
/// Docs/KubeletRules.md lists the differences. The default of an API with a release parameter is the
/// newest release whose rules for that question are fully known.
///
/// ```swift
/// KubeletRelease("v1.36.2-eks-1234567")  // .v136, as in a Node's status.nodeInfo.kubeletVersion
/// ```
public struct KubeletRelease: Sendable, Hashable {
  /// The number after `1.`.
  public let minor: Int

  /// Kubernetes 1.33, the first with image access, which is off there.
  public static let v133 = Self(minor: 33)
  /// Kubernetes 1.34.
  public static let v134 = Self(minor: 34)
  /// Kubernetes 1.35, the first with image access on.
  public static let v135 = Self(minor: 35)
  /// Kubernetes 1.36. Its changes in image access are only partly known.
  public static let v136 = Self(minor: 36)

  private init(minor: Int) { self.minor = minor }
}

extension KubeletRelease: LosslessStringConvertible {
  /// Reads a version such as `1.35`, `v1.35.2` or `v1.35.2-gke.100`; nil if it is not a version of
  /// Kubernetes 1.
  ///
  /// - Parameter version: the version.
  public init?(_ version: String) {
    var rest = version.utf8[...]
    if rest.first == UInt8(ascii: "v") { rest.removeFirst() }
    guard rest.starts(with: "1.".utf8) else { return nil }
    rest.removeFirst(2)
    let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    rest = rest.dropFirst(digits.count)
    guard let minor = Int(Substring(digits)),
      rest.isEmpty || ".+-".utf8.contains(rest[rest.startIndex])
    else { return nil }
    self.minor = minor
  }

  /// Such as `1.35`.
  public var description: String { "1.\(minor)" }
}

extension KubeletRelease: Comparable {
  /// Whether `one` is older.
  public static func < (one: Self, other: Self) -> Bool { one.minor < other.minor }
}

// The name under which a kubelet identifies an image on the node, which 1.36 changed.

extension KubeletRelease {
  /// The name under which a kubelet records who may use an image.
  ///
  /// Up to 1.35, the normalised name, `docker.io/library/busybox` for `busybox:1`; from 1.36, the
  /// image as written without tag and digest, `busybox`. After the upgrade, records from 1.35 for
  /// short names are not found. (Kubernetes: pkg/kubelet/images/pullmanager/image_pull_manager.go.)
  ///
  /// - Parameter image: the image as written in the container.
  /// - Returns: the name.
  /// - Throws: Why the image is not a reference. No container gets such an image.
  public func recordedName(of image: String) throws(ImageReference.ParseError) -> String {
    self < .v136 ? try ImageReference(image).name : try WrittenName.name(of: image)
  }

  /// The part of an image that is compared with an allowlist: up to 1.35 all of it, so a name on the
  /// list matches no image with a tag or a digest; from 1.36 the name as written.
  func allowlistedName(of image: String) -> String {
    self < .v136 ? image : (try? WrittenName.name(of: image)) ?? image
  }
}
