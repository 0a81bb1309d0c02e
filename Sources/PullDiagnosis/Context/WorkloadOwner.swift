// Who makes a Pod, and so what an operator edits, and what reverts the edit.

import ImagePullCredentials
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
      guard (1...10).contains(suffix.count), suffix.allSatisfy(\.isLowercaseAlphanumeric) else {
        return nil
      }
      return ("Deployment", stem)
    // Minutes since 1970. Source: `getJobName`, pkg/controller/cronjob/utils.go.
    case "Job" where (8...10).contains(suffix.count) && suffix.allSatisfy(\.isDigit):
      return ("CronJob", stem)
    default: return nil
    }
  }
}

// MARK: - What an operator edits

/// The object whose pod spec an operator edits: the workload that a Pod belongs to, or the Pod
/// itself.
struct EditTarget {
  let kind: String
  let namespace: String
  let name: String
  /// The workload, where it is among the objects.
  let workload: Workload?
  /// What applies it again and again; nil if nothing is known to.
  private let manager: ObjectManager?
  /// Whether it is a Pod or a Job that has been made, whose pod spec cannot be edited any more.
  private let isFixed: Bool
  /// Whether it is the Pod in question itself.
  let isPod: Bool

  init(_ subject: PullResolution.Subject, in objects: KubernetesObjects) {
    let owner: WorkloadOwner
    switch subject {
    case .workload(let workload):
      owner = WorkloadOwner(workload)
      self.workload = workload
      isFixed = workload.kind == .job && workload.metadata.creationTimestamp != nil
      isPod = false
    case .pod(let pod):
      let maker = WorkloadOwner(of: pod, in: objects)
      owner = maker ?? WorkloadOwner(kind: "Pod", namespace: pod.namespace, name: pod.name)
      workload = Workload.Kind(rawValue: owner.kind).flatMap {
        objects.workload($0, namespace: owner.namespace, name: owner.name)
      }
      isFixed = maker == nil ? pod.isAdmitted : owner.kind == Workload.Kind.job.rawValue
      isPod = maker == nil
    }
    // What an object of somebody's own kind controls, its operator changes back.
    let maker = workload?.metadata.controller.flatMap {
      Workload.Kind(rawValue: $0.kind) == nil ? $0 : nil
    }
    kind = maker?.kind ?? owner.kind
    namespace = owner.namespace
    name = maker?.name ?? owner.name
    // A Pod has the labels of its template, which those who apply the workload put there too.
    manager = ObjectManager(of: workload?.metadata ?? subject.metadata)
  }

  private var workloadKind: Workload.Kind? { Workload.Kind(rawValue: kind) }

  /// Whether it is an object of somebody's own kind, where the pod spec stands wherever its author
  /// likes; or another Pod that makes this one, as Spark's drivers do.
  var isForeign: Bool { workloadKind == nil && !isPod }

  /// Sentences to add to advice about its pod spec: that it cannot be edited in place, or by hand.
  var editNote: SafeText {
    (isFixed ? " A live \(word: kind) cannot be edited: make it again." : "")
      + (manager?.note(on: description) ?? "")
  }

  /// Such as `Deployment payments/api`.
  var description: SafeText {
    // A Service of Kubernetes' own makes no Pods.
    "\(kind == "Service" ? "Knative " : "")\(word: kind) \(word: namespace)/\(word: name)"
  }

  /// Where `field` of its pod spec stands, such as `spec.template.spec.imagePullSecrets`.
  func path(_ field: String) -> SafeText {
    let place = workloadKind?.podSpecPath ?? (isPod ? ["spec"] : [])
    return "\(word: (place + [field]).joined(separator: "."))"
  }

  /// Adds a Secret to the list; nil if that cannot be done in place.
  func adding(secret: String) -> ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).addPullSecret(secret, to: $0, name) }
  }

  /// Makes its Pods run as a ServiceAccount; nil if that cannot be done in place.
  func running(as serviceAccount: String) -> ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).setServiceAccount(of: $0, name, to: serviceAccount) }
  }

  /// Makes its Pods anew; nil if no command does.
  var restarting: ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).restart($0, name) }
  }
}

// MARK: - What reverts an edit

/// What applies an object again and again, so that an edit of the object itself does not last: told
/// by the labels and annotations that each of them puts there.
struct ObjectManager {
  /// What it is called, with the name of what an operator looks for, such as `Helm (release web)`.
  let name: SafeText
  /// Where a change lasts.
  private let source: SafeText

  private init(_ name: SafeText, source: SafeText) {
    self.name = name
    self.source = source
  }

  /// Nil for an object that nothing is known to apply again.
  init?(of metadata: ObjectMetadata) {
    let (labels, annotations) = (metadata.labels, metadata.annotations)
    func flux(_ kind: SafeText, _ prefix: String) -> ObjectManager? {
      labels["\(prefix)/name"].map { name in
        let namespace: SafeText = labels["\(prefix)/namespace"].map { "\(word: $0)/" } ?? ""
        return ObjectManager(
          "Flux (\(kind) \(namespace)\(word: name))", source: "its repository")
      }
    }
    let tracked = annotations["argocd.argoproj.io/tracking-id"].map {
      String($0.prefix { $0 != ":" })
    }
    if let application = tracked ?? labels["argocd.argoproj.io/instance"] {
      self.init("Argo CD (application \(word: application))", source: "its repository")
    } else if let manager = flux("HelmRelease", "helm.toolkit.fluxcd.io")
      ?? flux("Kustomization", "kustomize.toolkit.fluxcd.io")
    {
      self = manager
    } else if let set = annotations["objectset.rio.cattle.io/id"]
      ?? annotations["objectset.rio.cattle.io/owner-name"]
    {
      self.init("Rancher (object set \(word: set))", source: "Fleet's bundle or its owner")
    } else if let release = annotations["meta.helm.sh/release-name"] {
      self.init("Helm (release \(word: release))", source: "the chart's values")
    } else if annotations["configmanagement.gke.io/managed"] == "enabled" {
      self.init("Config Sync", source: "its repository")
    } else if let manager = labels["app.kubernetes.io/managed-by"], !manager.isEmpty {
      self.init(
        "\(word: manager)", source: manager == "Helm" ? "the chart's values" : "its configuration")
    } else if let owner = labels["olm.owner"] {
      self.init(
        "Operator Lifecycle Manager (ClusterServiceVersion \(word: owner))",
        source: "the operator's bundle")
    } else if labels["kapp.k14s.io/app"] != nil {
      self.init("kapp", source: "its configuration")
    } else if labels["addonmanager.kubernetes.io/mode"] == "Reconcile" {
      self.init("The addon manager", source: "the cluster's provider")
    } else {
      return nil
    }
  }

  /// A sentence to add to advice about the object, whose name `object` is.
  func note(on object: SafeText) -> SafeText {
    " \(name) applies \(object): change it in \(source), since what is changed by hand is reverted."
  }
}
