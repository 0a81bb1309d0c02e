public import ImagePullCredentials

/// The workload that a Pod belongs to in the end: the Deployment of its ReplicaSet, the CronJob of
/// its Job.
public struct WorkloadOwner: Sendable, Hashable {
  /// Its kind, such as `Deployment`; `Pod` for a Pod that nothing owns.
  public let kind: String
  /// Its namespace.
  public let namespace: String
  /// Its name.
  public let name: String

  /// An owner by name; a Pod that nobody controls is its own.
  package init(kind: String, namespace: String, name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// The workload itself.
  package init(_ workload: Workload) {
    kind = workload.kind.rawValue
    namespace = workload.namespace
    name = workload.name
  }

  /// The object that a reference names, in the namespace of what it owns.
  package init(_ owner: OwnerReference, in namespace: String) {
    self.init(kind: owner.kind, namespace: namespace, name: owner.name)
  }

  /// The owner of `pod`; nil for one that nobody controls.
  ///
  /// Where the object between is not among `objects`, its name tells: a Deployment calls its
  /// ReplicaSets NAME-HASH, a CronJob its Jobs NAME-TIME.
  package init?(of pod: Pod, in objects: KubernetesObjects) {
    guard let controller = pod.metadata.controller else { return nil }
    namespace = pod.namespace
    if let kind = Workload.Kind(rawValue: controller.kind),
      let workload = objects.workload(kind, namespace: pod.namespace, name: controller.name)
    {
      let owner = workload.metadata.controller
      self.kind = owner?.kind ?? controller.kind
      name = owner?.name ?? controller.name
      return
    }
    guard let stem = Self.stem(of: controller) else {
      kind = controller.kind
      name = controller.name
      return
    }
    kind = stem.kind
    name = stem.name
  }

  /// What made the ReplicaSet or Job, as far as its name tells.
  private static func stem(of owner: OwnerReference) -> (kind: String, name: String)? {
    guard let dash = owner.name.utf8.lastIndex(of: UInt8(ascii: "-")), dash != owner.name.startIndex
    else { return nil }
    let suffix = owner.name.utf8[dash...].dropFirst()
    let stem = String(owner.name[..<dash])
    switch owner.kind {
    // A hash is written in consonants and digits. Source: `SafeEncodeString`, apimachinery's
    // pkg/util/rand.
    case "ReplicaSet" where (1...10).contains(suffix.count) && suffix.allSatisfy(\.isHashByte):
      return ("Deployment", stem)
    // Minutes since 1970. Source: `getJobName`, pkg/controller/cronjob/utils.go.
    case "Job" where (8...10).contains(suffix.count) && suffix.allSatisfy(\.isDigit):
      return ("CronJob", stem)
    default: return nil
    }
  }
}

extension UInt8 {
  fileprivate var isHashByte: Bool {
    isDigit || UInt8(ascii: "a") <= self && self <= UInt8(ascii: "z")
  }
}
