// What creates a Pod, what an operator edits, and what reverts the edit.

import ImagePullCredentials
package import KubernetesPulls

/// The topmost workload of a Pod: the Deployment of its ReplicaSet, the CronJob of its Job.
public struct WorkloadOwner: Sendable, Hashable {
  /// Its kind, such as `Deployment`; `Pod` for a Pod without an owner.
  public let kind: String
  /// Its namespace.
  public let namespace: String
  /// Its name.
  public let name: String

  /// An owner by name; a Pod without a controller is its own owner.
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

  /// The object of a reference, in the namespace of the owned object.
  package init(_ owner: OwnerReference, in namespace: String) {
    self.init(kind: owner.kind, namespace: namespace, name: owner.name)
  }

  /// The owner of `pod`; nil if it has no controller.
  ///
  /// If the object between them is not among `objects`, its name and the Pod's labels identify the
  /// owner: a Deployment names its ReplicaSets NAME-HASH, a CronJob its Jobs NAME-TIME.
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
        Self.maker(ofKind: controller.kind, controller.name, labels: pod.metadata.labels) ?? (
          controller.kind, controller.name
        )
    }
    self.init(kind: owner.kind, namespace: pod.namespace, name: owner.name)
  }

  /// The owner of the ReplicaSet or Job that `reference` names, from that name; nil if it suggests none.
  init?(toldBy reference: ObjectReference) {
    guard let maker = Self.maker(ofKind: reference.kind, reference.name, labels: [:]) else {
      return nil
    }
    self.init(kind: maker.kind, namespace: reference.namespace, name: maker.name)
  }

  /// The owner of the ReplicaSet or Job, from its name and the labels of its Pod.
  private static func maker(
    ofKind kind: String, _ name: String, labels: [String: String]
  ) -> (kind: String, name: String)? {
    guard let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")), dash != name.startIndex
    else { return nil }
    let suffix = name.utf8[dash...].dropFirst()
    let stem = String(name[..<dash])
    switch kind {
    case "ReplicaSet":
      // Source: `DefaultRolloutUniqueLabelKey` of argo-rollouts, pkg/apis/rollouts/v1alpha1.
      if labels["rollouts-pod-template-hash"] != nil { return ("Rollout", stem) }
      // A Knative Service creates a Deployment for each revision, and edits it.
      if let service = labels["serving.knative.dev/service"] { return ("Service", service) }
      // A hash consists of consonants and digits. Source: `SafeEncodeString`, apimachinery's
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

// MARK: - The edited object

/// The object whose pod spec an operator edits: the workload that a Pod belongs to, or the Pod
/// itself.
struct EditTarget {
  let kind: String
  let namespace: String
  let name: String
  /// The workload, if it is among the objects.
  let workload: Workload?
  /// The tool that applies it repeatedly; nil if none is known.
  private let manager: ObjectManager?
  /// Whether it is an existing Pod or Job, whose pod spec cannot be edited.
  private let isFixed: Bool
  /// Whether it is the Pod in question.
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
    // The operator of a custom kind reverts changes of the objects that it controls.
    let maker = workload?.metadata.controller.flatMap {
      Workload.Kind(rawValue: $0.kind) == nil ? $0 : nil
    }
    kind = maker?.kind ?? owner.kind
    namespace = owner.namespace
    name = maker?.name ?? owner.name
    // A Pod has the labels of its template, which tools that apply the workload also set.
    manager = ObjectManager(of: workload?.metadata ?? subject.metadata)
  }

  private var workloadKind: Workload.Kind? { Workload.Kind(rawValue: kind) }

  /// Whether it is an object of a custom kind, whose pod spec may be at any path; or another Pod
  /// that creates this one, as Spark's drivers do.
  var isForeign: Bool { workloadKind == nil && !isPod }

  /// Additional sentences for advice about its pod spec, if it cannot be edited in place, or by
  /// hand.
  var editNote: SafeText {
    (isFixed ? " A live \(word: kind) cannot be edited: recreate it." : "")
      + (manager?.note(on: description) ?? "")
  }

  /// Such as `Deployment payments/api`.
  var description: SafeText {
    // Kubernetes' own Services create no Pods.
    "\(kind == "Service" ? "Knative " : "")\(word: kind) \(word: namespace)/\(word: name)"
  }

  /// The path of `field` of its pod spec, such as `spec.template.spec.imagePullSecrets`.
  func path(_ field: String) -> SafeText {
    let place = workloadKind?.podSpecPath ?? (isPod ? ["spec"] : [])
    return "\(word: (place + [field]).joined(separator: "."))"
  }

  /// Adds a Secret to the list; nil if that is not possible in place.
  func adding(secret: String) -> ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).addPullSecret(secret, to: $0, name) }
  }

  /// Makes its Pods run as a ServiceAccount; nil if that is not possible in place.
  func running(as serviceAccount: String) -> ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).setServiceAccount(of: $0, name, to: serviceAccount) }
  }

  /// Recreates its Pods; nil if there is no command for it.
  var restarting: ShellCommand? {
    workloadKind.flatMap { Kubectl(namespace).restart($0, name) }
  }
}

// MARK: - What reverts an edit

/// A tool that applies an object repeatedly, so an edit of the object itself does not last. It is
/// recognised by its labels and annotations.
struct ObjectManager {
  /// Its name, with the name of its own object, such as `Helm (release web)`.
  let name: SafeText
  /// Where to make a lasting change.
  private let source: SafeText

  private init(_ name: SafeText, source: SafeText) {
    self.name = name
    self.source = source
  }

  /// Nil if no tool is known to apply the object.
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

  /// An additional sentence for advice about the object named `object`.
  func note(on object: SafeText) -> SafeText {
    " \(name) applies \(object): change it in \(source), since what is changed by hand is reverted."
  }
}
