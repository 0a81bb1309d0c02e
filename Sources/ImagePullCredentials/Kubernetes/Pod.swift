/// A Pod: a live one as the API server shows it, or a manifest of one to come.
///
/// The difference matters. Admission, which may copy the ServiceAccount's pull secrets, happens
/// once, when a Pod is made: a live Pod shows its outcome, a manifest has it before it. See
/// ``isAdmitted``.
public struct Pod: Sendable, Hashable {
  /// Namespace, name, times, owners, and the annotations that mark static Pods.
  public var metadata: ObjectMetadata
  /// Images, pull secrets and ServiceAccount.
  public var spec: PodSpec
  /// What the kubelet reported.
  public var status: Status

  /// A Pod.
  public init(metadata: ObjectMetadata, spec: PodSpec, status: Status = Status()) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  /// The Pod's namespace.
  public var namespace: String { metadata.namespace }
  /// The Pod's name.
  public var name: String { metadata.name }

  /// Whether the Pod has been through admission: it has a UID, a creation time, a node or a status,
  /// which the API server, the scheduler and the kubelet give.
  public var isAdmitted: Bool {
    metadata.uid != nil || metadata.creationTimestamp != nil || spec.nodeName != nil
      || status.phase != nil
  }

  /// Whether this is the API server's copy of a static Pod. Admission leaves such a copy untouched.
  ///
  /// Source: `Admit`, plugin/pkg/admission/serviceaccount/admission.go.
  public var isMirror: Bool { metadata.annotations[AnnotationKey.mirror] != nil }

  /// Whether the kubelet read the Pod from a file or a URL of its own, or this is the mirror of
  /// such a Pod.
  ///
  /// Source: `IsStaticPod`, pkg/kubelet/types/pod_update.go.
  public var isStatic: Bool {
    guard let source = metadata.annotations[AnnotationKey.source] else { return isMirror }
    return source != "api"
  }
}

extension Pod {
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    let manifest = try PodManifest(
      &reader, podSpecAt: ["spec"], isPod: true, defaultNamespace: defaultNamespace)
    self.init(metadata: manifest.metadata, spec: manifest.spec, status: manifest.status)
  }
}
