/// A Pod: a live one from the API server, or a manifest.
///
/// The difference matters. Admission, which may copy the ServiceAccount's pull secrets, happens
/// once, when a Pod is created: a live Pod shows its result, and for a manifest it is still to
/// come. See ``isAdmitted``. A copy costs one reference.
public struct Pod: Sendable, Hashable {
  private var storage: SharedStorage<Parts>

  private struct Parts: Sendable, Hashable {
    var metadata: ObjectMetadata
    var spec: PodSpec
    var status: Status
  }

  /// Namespace, name, times, owners, and the annotations that mark static Pods.
  public var metadata: ObjectMetadata {
    _read { yield storage.value.metadata }
    _modify {
      SharedStorage.makeUnique(&storage)
      yield &storage.value.metadata
    }
  }
  /// Images, pull secrets and ServiceAccount.
  public var spec: PodSpec {
    _read { yield storage.value.spec }
    _modify {
      SharedStorage.makeUnique(&storage)
      yield &storage.value.spec
    }
  }
  /// What the kubelet reported.
  public var status: Status {
    _read { yield storage.value.status }
    _modify {
      SharedStorage.makeUnique(&storage)
      yield &storage.value.status
    }
  }

  /// A Pod.
  ///
  /// - Parameters:
  ///   - metadata: namespace, name and the rest.
  ///   - spec: images, pull secrets and ServiceAccount.
  ///   - status: what the kubelet reported; empty for a Pod that is not created yet.
  public init(metadata: ObjectMetadata, spec: PodSpec, status: Status = Status()) {
    storage = SharedStorage(Parts(metadata: metadata, spec: spec, status: status))
  }

  /// The Pod's namespace.
  public var namespace: String { metadata.namespace }
  /// The Pod's name.
  public var name: String { metadata.name }

  /// Whether the Pod passed admission: it has a UID, a creation time, a node or a status, which the
  /// API server, the scheduler and the kubelet set.
  public var isAdmitted: Bool {
    metadata.uid != nil || metadata.creationTimestamp != nil || spec.nodeName != nil
      || status.phase != nil
  }

  /// Whether this is the API server's copy of a static Pod. Admission does not change such a copy.
  ///
  /// Source: `Admit`, plugin/pkg/admission/serviceaccount/admission.go.
  public var isMirror: Bool { metadata.annotations[AnnotationKey.mirror] != nil }

  /// Whether the kubelet read the Pod from its own file or URL, or this is the mirror of such a
  /// Pod.
  ///
  /// Source: `IsStaticPod`, pkg/kubelet/types/pod_update.go.
  public var isStatic: Bool {
    guard let source = metadata.annotations[AnnotationKey.source] else { return isMirror }
    return source != "api"
  }
}

extension Pod {
  /// What the kubelet reported about a Pod, as far as it is related to pulls.
  public struct Status: Sendable, Hashable {
    /// The phase, such as `Pending`; nil in a manifest.
    public var phase: String?
    /// The containers in the kubelet's report: init containers, containers, ephemeral containers.
    public var containers: [ContainerStatus]

    /// A status.
    ///
    /// - Parameters:
    ///   - phase: the phase; nil in a manifest.
    ///   - containers: the containers in the kubelet's report.
    public init(phase: String? = nil, containers: [ContainerStatus] = []) {
      self.phase = phase
      self.containers = containers
    }

    /// The containers that do not run yet. ``ContainerStatus/reason`` and
    /// ``ContainerStatus/message`` say why.
    public var waiting: [ContainerStatus] { containers.filter { $0.state == .waiting } }
  }

  /// What the kubelet reported about a container.
  public struct ContainerStatus: Sendable, Hashable {
    /// The kind of container; never ``ContainerImage/Role/imageVolume``.
    public var role: ContainerImage.Role
    /// The container's name.
    public var name: String
    /// The runtime's name of the image, which may differ from the text in the spec; empty before
    /// the pull.
    public var image: String
    /// The image from which the container was created, such as `ghcr.io/acme/web@sha256:…`; empty
    /// before the pull.
    public var imageID: String
    /// Whether the container is waiting, running or terminated.
    public var state: State
    /// A word for the state, such as `ErrImagePull`, `ContainerCreating` or `Completed`; empty if
    /// there is none.
    public var reason: String
    /// The message of the kubelet or the runtime about the state; often empty.
    public var message: String

    /// The states of a container. Complete: the API has no other.
    public enum State: String, Sendable, Hashable, CaseIterable {
      /// It is not running yet.
      case waiting
      /// It is running.
      case running
      /// It has ended.
      case terminated
      /// The kubelet does not report it.
      case unknown
    }

    /// The status of a container.
    ///
    /// - Parameters:
    ///   - role: the kind of container.
    ///   - name: the container's name.
    ///   - image: the runtime's name of the image.
    ///   - imageID: the image from which the container was created.
    ///   - state: whether it is waiting, running or terminated.
    ///   - reason: a word for the state.
    ///   - message: the message of the kubelet or the runtime.
    public init(
      role: ContainerImage.Role = .container, name: String, image: String = "",
      imageID: String = "", state: State, reason: String = "", message: String = ""
    ) {
      self.role = role
      self.name = name
      self.image = image
      self.imageID = imageID
      self.state = state
      self.reason = reason
      self.message = message
    }
  }
}

// MARK: - Decoding

extension Pod {
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    var status = Status()
    let manifest = try PodManifest(
      &reader, podSpecAt: ["spec"], defaultNamespace: defaultNamespace
    ) { reader throws(ManifestFailure) in status = try Status(&reader) }
    self.init(metadata: manifest.metadata, spec: manifest.spec, status: status)
  }
}

extension Pod.Status {
  /// Reads the next `status`.
  init(_ reader: inout ManifestReader) throws(ManifestFailure) {
    self.init()
    var lists: [ContainerImage.Role: [Pod.ContainerStatus]] = [:]
    try reader.readObject { name, reader throws(ManifestFailure) in
      if reader.names(name, "phase") {
        phase = try reader.nonEmptyString()
      } else if reader.names(name, "containerStatuses") {
        lists[.container] = try Pod.ContainerStatus.list(.container, &reader)
      } else if reader.names(name, "initContainerStatuses") {
        lists[.initContainer] = try Pod.ContainerStatus.list(.initContainer, &reader)
      } else if reader.names(name, "ephemeralContainerStatuses") {
        lists[.ephemeralContainer] = try Pod.ContainerStatus.list(.ephemeralContainer, &reader)
      } else {
        try reader.skip()
      }
    }
    containers = ContainerImage.Role.allCases.flatMap { lists[$0] ?? [] }
  }
}

extension Pod.ContainerStatus {
  /// Reads the next list of container statuses.
  fileprivate static func list(
    _ role: ContainerImage.Role, _ reader: inout ManifestReader
  ) throws(ManifestFailure) -> [Pod.ContainerStatus] {
    var containers: [Pod.ContainerStatus] = []
    try reader.readArray { reader throws(ManifestFailure) in
      var container = Pod.ContainerStatus(role: role, name: "", state: .unknown)
      let isThere = try reader.readObject { name, reader throws(ManifestFailure) in
        if reader.names(name, "name") {
          container.name = try reader.string() ?? ""
        } else if reader.names(name, "image") {
          container.image = try reader.string() ?? ""
        } else if reader.names(name, "imageID") {
          container.imageID = try reader.string() ?? ""
        } else if reader.names(name, "state") {
          try container.readState(&reader)
        } else {
          try reader.skip()
        }
      }
      if isThere { containers.append(container) }
    }
    return containers
  }

  /// Reads a container's `state`, an object with one member, which is named after it.
  private mutating func readState(_ reader: inout ManifestReader) throws(ManifestFailure) {
    try reader.readObject { name, reader throws(ManifestFailure) in
      guard let state = State.allCases.first(where: { reader.names(name, $0.rawValue) }) else {
        return try reader.skip()
      }
      let isThere = try reader.readObject { name, reader throws(ManifestFailure) in
        if reader.names(name, "reason") {
          reason = try reader.string() ?? ""
        } else if reader.names(name, "message") {
          message = try reader.string() ?? ""
        } else {
          try reader.skip()
        }
      }
      if isThere { self.state = state }
    }
  }
}
