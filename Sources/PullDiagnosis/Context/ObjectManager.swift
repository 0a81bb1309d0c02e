import ImagePullCredentials
import KubernetesPulls

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
    } else if let release = annotations["meta.helm.sh/release-name"] {
      self.init("Helm (release \(word: release))", source: "the chart's values")
    } else if let manager = labels["app.kubernetes.io/managed-by"], !manager.isEmpty {
      self.init(
        "\(word: manager)", source: manager == "Helm" ? "the chart's values" : "its configuration")
    } else if let owner = labels["olm.owner"] {
      self.init(
        "the Operator Lifecycle Manager (\(word: owner))", source: "the operator's bundle")
    } else if labels["kapp.k14s.io/app"] != nil {
      self.init("kapp", source: "its configuration")
    } else {
      return nil
    }
  }

  /// A sentence to add to advice about the object, whose name `object` is.
  func note(on object: SafeText) -> SafeText {
    " \(name) applies \(object): change it in \(source), since what is changed by hand is reverted."
  }
}
