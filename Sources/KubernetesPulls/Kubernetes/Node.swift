/// A node: what its kubelet says of itself.
public struct Node: Sendable, Hashable {
  /// The name; a node has no namespace.
  public var name: String
  /// The kubelet's version as it reports it, such as `v1.35.1`; empty if it does not.
  public var kubeletVersion: String
  /// The container runtime, such as `containerd://2.1.4`; empty if it is not reported.
  public var containerRuntimeVersion: String
  /// Such as `linux`; empty if it is not reported.
  public var operatingSystem: String
  /// Such as `arm64`; empty if it is not reported.
  public var architecture: String

  /// A node.
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
  /// Reads the object that is next.
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
