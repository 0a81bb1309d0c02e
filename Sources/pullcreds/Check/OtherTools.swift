import ImagePullCredentials
import KubernetesPulls

/// What objects of other tools change that pulls depend on: Secrets in namespaces, and items in lists, that no
/// manifest shows.
struct OtherTools {
  /// The names of Secrets that are created.
  private(set) var secretNames: Set<String> = []
  /// Whether Secrets may be copied to any namespace, whatever their names.
  private(set) var copySecrets = false
  /// Whether items may be added to any list `imagePullSecrets`.
  private(set) var extendLists = false

  /// Adds an object that is not of Kubernetes itself.
  mutating func add(_ json: Span<UInt8>, kind: String, apiVersion: String) {
    let group = apiVersion.utf8.prefix { $0 != UInt8(ascii: "/") }
    func isInGroup(_ name: String) -> Bool { group.elementsEqual(name.utf8) }
    if kind == "ClusterExternalSecret" {
      let spec = ["spec", "externalSecretSpec", "target", "name"]
      let name =
        json.string(at: spec) ?? json.string(at: ["spec", "externalSecretName"])
        ?? json.string(at: ["metadata", "name"])
      if let name { secretNames.insert(name) }
    } else if kind.hasSuffix("Secret"), let name = json.string(at: ["metadata", "name"]) {
      // Such as a ClusterSecret.
      secretNames.insert(name)
    } else if isInGroup("kyverno.io") || isInGroup("policies.kyverno.io") {
      let text = [UInt8](copying: json)
      if text.mentions("generate"), text.mentions("Secret") { copySecrets = true }
      if text.mentions("mutat") || text.mentions("Mutat"), text.mentions("imagePullSecrets") {
        extendLists = true
      }
    } else if isInGroup("mutations.gatekeeper.sh") || kind == "MutatingAdmissionPolicy"
      || isInGroup("kustomize.toolkit.fluxcd.io")
    {
      // A policy, or the patches of a Flux Kustomization, which say of themselves what they are for.
      if [UInt8](copying: json).mentions("imagePullSecrets") { extendLists = true }
    }
  }
}

extension [UInt8] {
  /// Whether `name` is somewhere in the text.
  func mentions(_ name: String) -> Bool { firstRange(of: name.utf8) != nil }
}
