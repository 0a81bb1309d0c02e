/// A ServiceAccount: the identity a Pod runs as, and a list of Secrets that its Pods are given at
/// admission.
public struct ServiceAccount: Sendable, Hashable {
  /// Namespace, name, times and annotations.
  public var metadata: ObjectMetadata
  /// The list `imagePullSecrets`, as written.
  ///
  /// The list `secrets`, which older clusters fill with tokens, is another one and has nothing to
  /// do with pulls.
  public var imagePullSecrets: [PullSecretReference]

  /// The ServiceAccount of a Pod that names none.
  ///
  /// Source: `DefaultServiceAccountName`, plugin/pkg/admission/serviceaccount/admission.go.
  public static let defaultName = "default"

  /// A ServiceAccount that names `imagePullSecrets`, in this order.
  public init(namespace: String, name: String, imagePullSecrets: [String] = []) {
    metadata = ObjectMetadata(namespace: namespace, name: name)
    self.imagePullSecrets = imagePullSecrets.map { PullSecretReference(name: $0) }
  }

  /// The ServiceAccount's namespace.
  public var namespace: String { metadata.namespace }
  /// The ServiceAccount's name.
  public var name: String { metadata.name }

  /// Whether the API server refuses Pods that list a pull secret which this ServiceAccount does
  /// not.
  ///
  /// Set by the annotation `kubernetes.io/enforce-mountable-secrets`, which is read as Go's
  /// `strconv.ParseBool` reads. Source: `enforceMountableSecrets`,
  /// plugin/pkg/admission/serviceaccount/admission.go.
  public var enforcesMountableSecrets: Bool {
    guard let value = metadata.annotations[AnnotationKey.enforceMountableSecrets] else {
      return false
    }
    return ["1", "t", "T", "TRUE", "true", "True"].contains(value)
  }
}

extension ServiceAccount {
  init(_ reader: inout ManifestReader, defaultNamespace: String) throws(ManifestFailure) {
    self.init(namespace: defaultNamespace, name: "")
    guard var members = try reader.beginObject() else { return }
    while let name = try reader.nextName(&members) {
      if reader.names(name, "metadata") {
        metadata = try ObjectMetadata(
          &reader, defaultNamespace: defaultNamespace, keepsAllAnnotations: true)
      } else if reader.names(name, "imagePullSecrets") {
        imagePullSecrets = try PullSecretReference.list(&reader)
      } else {
        try reader.skip()
      }
    }
  }
}
