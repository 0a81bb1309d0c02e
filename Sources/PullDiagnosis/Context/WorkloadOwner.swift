package import ImagePullCredentials
package import KubernetesPulls

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

  /// Names are compared as bytes.
  public static func == (one: Self, other: Self) -> Bool { one.key == other.key }

  /// Feeds the bytes of kind, namespace and name.
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }

  private var key: ObjectKey { ObjectKey(kind: kind, namespace: namespace, name: name) }

  /// The workload itself.
  package init(_ workload: Workload) {
    self.init(kind: workload.kind.rawValue, namespace: workload.namespace, name: workload.name)
  }

  /// The object that a reference names, in the namespace of what it owns.
  package init(_ owner: OwnerReference, in namespace: String) {
    self.init(kind: owner.kind, namespace: namespace, name: owner.name)
  }

  /// The owner of `pod`; nil for one that nobody controls.
  ///
  /// Where the object between is not among `objects`, its name and the Pod's labels tell: a Deployment
  /// calls its ReplicaSets NAME-HASH, a CronJob its Jobs NAME-TIME.
  package init?(of pod: Pod, in objects: KubernetesObjects) {
    guard let controller = pod.metadata.controller else { return nil }
    let owner: (kind: String, name: String)
    if let kind = Workload.Kind(rawValue: controller.kind),
      let workload = objects.workload(kind, namespace: pod.namespace, name: controller.name)
    {
      let above = workload.metadata.controller
      owner = (above?.kind ?? controller.kind, above?.name ?? controller.name)
    } else {
      owner =
        Self.maker(of: controller, labels: pod.metadata.labels) ?? (
          controller.kind, controller.name
        )
    }
    self.init(kind: owner.kind, namespace: pod.namespace, name: owner.name)
  }

  /// What made the ReplicaSet or Job, as far as its name and the labels of its Pod tell.
  private static func maker(
    of owner: OwnerReference, labels: [String: String]
  ) -> (kind: String, name: String)? {
    guard let dash = owner.name.utf8.lastIndex(of: UInt8(ascii: "-")), dash != owner.name.startIndex
    else { return nil }
    let suffix = owner.name.utf8[dash...].dropFirst()
    let stem = String(owner.name[..<dash])
    switch owner.kind {
    case "ReplicaSet":
      // Source: `DefaultRolloutUniqueLabelKey` of argo-rollouts, pkg/apis/rollouts/v1alpha1.
      if labels["rollouts-pod-template-hash"] != nil { return ("Rollout", stem) }
      // A Knative Service makes a Deployment for each revision, and edits it.
      if let service = labels["serving.knative.dev/service"] { return ("Service", service) }
      // A hash is written in consonants and digits. Source: `SafeEncodeString`, apimachinery's
      // pkg/util/rand.
      guard (1...10).contains(suffix.count), suffix.allSatisfy(\.isHashByte) else { return nil }
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
