extension Pod {
  /// What the kubelet reported of a Pod, as far as pulls are concerned.
  public struct Status: Sendable, Hashable {
    /// The phase, such as `Pending`; nil in a manifest.
    public var phase: String?
    /// The containers that wait, with the reason: init containers, containers, ephemeral
    /// containers.
    public var waiting: [WaitingContainer]

    /// A status.
    public init(phase: String? = nil, waiting: [WaitingContainer] = []) {
      self.phase = phase
      self.waiting = waiting
    }
  }

  /// A container that does not run yet, and why: `state.waiting` of a container status.
  public struct WaitingContainer: Sendable, Hashable {
    /// What kind of container it is; never ``ContainerImage/Role/imageVolume``.
    public var role: ContainerImage.Role
    /// The container's name.
    public var name: String
    /// A word such as `ErrImagePull`, `ImagePullBackOff` or `ContainerCreating`.
    public var reason: String
    /// What the kubelet or the runtime said; often empty.
    public var message: String

    /// A waiting container.
    public init(role: ContainerImage.Role, name: String, reason: String, message: String = "") {
      self.role = role
      self.name = name
      self.reason = reason
      self.message = message
    }
  }
}

extension Pod.Status {
  /// Reads the `status` that is next.
  init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init()
    var containers: [ContainerImage.Role: [Pod.WaitingContainer]] = [:]
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "phase") {
        phase = try reader.nonEmptyString()
      } else if reader.names(name, "containerStatuses") {
        containers[.container] = try Pod.WaitingContainer.list(.container, &reader)
      } else if reader.names(name, "initContainerStatuses") {
        containers[.initContainer] = try Pod.WaitingContainer.list(.initContainer, &reader)
      } else if reader.names(name, "ephemeralContainerStatuses") {
        containers[.ephemeralContainer] = try Pod.WaitingContainer.list(
          .ephemeralContainer, &reader)
      } else {
        try reader.skip()
      }
    }
    waiting = ContainerImage.Role.allCases.flatMap { containers[$0] ?? [] }
  }
}

extension Pod.WaitingContainer {
  /// Reads the list of container statuses that is next and keeps the containers that wait.
  fileprivate static func list(
    _ role: ContainerImage.Role, _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [Pod.WaitingContainer] {
    var containers: [Pod.WaitingContainer] = []
    guard var elements = try reader.beginArray() else { return containers }
    while try reader.nextElement(&elements) {
      var container = Pod.WaitingContainer(role: role, name: "", reason: "")
      var isWaiting = false
      guard var members = try reader.beginObject() else { continue }
      while let name = try reader.nextName(&members) {
        if reader.names(name, "name") {
          container.name = try reader.string() ?? ""
        } else if reader.names(name, "state") {
          isWaiting = try container.readState(&reader)
        } else {
          try reader.skip()
        }
      }
      if isWaiting { containers.append(container) }
    }
    return containers
  }

  /// Reads a container's `state`; true if it is `waiting`.
  private mutating func readState(_ reader: inout ManifestReader) throws(ManifestFailure) -> Bool {
    var isWaiting = false
    guard var states = try reader.beginObject() else { return false }
    while let state = try reader.nextName(&states) {
      guard reader.names(state, "waiting") else {
        try reader.skip()
        continue
      }
      guard var members = try reader.beginObject() else { continue }
      isWaiting = true
      while let name = try reader.nextName(&members) {
        if reader.names(name, "reason") {
          reason = try reader.string() ?? ""
        } else if reader.names(name, "message") {
          message = try reader.string() ?? ""
        } else {
          try reader.skip()
        }
      }
    }
    return isWaiting
  }
}
