import ImagePullCredentials
import KubernetesPulls

/// Tools that copy a Secret from one namespace to others, recognised by the labels and annotations
/// that they write or read.
enum SecretCopier {
  /// The origin of a copy, in a sentence about `metadata`'s Secret; nil if no tool is known to copy
  /// it.
  static func note(onCopy metadata: ObjectMetadata) -> SafeText? {
    let (labels, annotations) = (metadata.labels, metadata.annotations)
    func copied(_ copier: SafeText, _ original: SafeText) -> SafeText {
      " \(copier) copies this Secret from \(original): change it there."
    }
    if let original = annotations["reflector.v1.k8s.emberstack.com/reflects"] {
      return copied("Reflector", "Secret \(word: original)")
    }
    if let original = annotations["replicator.v1.mittwald.de/replicate-from"] {
      return copied("kubernetes-replicator", "Secret \(word: original)")
    }
    if let name = labels["kubed.appscode.com/origin.name"],
      let namespace = labels["kubed.appscode.com/origin.namespace"]
    {
      return copied("Config Syncer", "Secret \(word: namespace)/\(word: name)")
    }
    if let namespace = labels["hnc.x-k8s.io/inherited-from"] {
      return copied(
        "The hierarchical namespace controller",
        "Secret \(word: namespace)/\(word: metadata.name)")
    }
    if let policy = labels["generate.kyverno.io/policy-name"] {
      return copied("Kyverno", "where its policy \(word: policy) says")
    }
    if annotations["k8s.titansoft.com/imagepullsecret-patcher"] != nil {
      return copied("imagepullsecret-patcher", "its own settings")
    }
    return nil
  }

  /// The tool that copies the Secret to other namespaces, and where it is configured; nil if no
  /// tool is known.
  static func ofOriginal(_ secret: Secret) -> SafeText? {
    copier(
      of: "Secret \(word: secret.namespace)/\(word: secret.name)", secret.metadata.annotations)
  }

  /// The same of the Secret that `maker` makes.
  static func ofOriginal(madeBy maker: SecretMaker) -> SafeText? {
    copier(
      of: "Secret \(word: maker.metadata.namespace)/\(word: maker.targetName)",
      maker.targetAnnotations)
  }

  private static func copier(
    of title: SafeText, _ annotations: [String: String]
  ) -> SafeText? {
    if annotations.keys.contains(where: { $0.hasPrefix("reflector.v1.k8s.emberstack.com/") }) {
      return """
        Reflector copies \(title) to the namespaces in its annotations \
        reflection-allowed-namespaces and reflection-auto-namespaces
        """
    }
    if annotations["replicator.v1.mittwald.de/replicate-to"] != nil {
      return
        "kubernetes-replicator copies \(title) to the namespaces in its annotation replicate-to"
    }
    if annotations["replicator.v1.mittwald.de/replicate-to-matching"] != nil {
      return """
        kubernetes-replicator copies \(title) to the namespaces with the labels in its annotation \
        replicate-to-matching
        """
    }
    if annotations["kubed.appscode.com/sync"] != nil {
      return """
        Config Syncer copies \(title) to the namespaces with the labels that its annotation \
        kubed.appscode.com/sync says
        """
    }
    return nil
  }
}
