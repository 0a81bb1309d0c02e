import ImagePullCredentials
import KubernetesPulls

/// What the manifests of a repository say to each other.
///
/// Most Secrets are not in a repository, so nothing is concluded from what is absent. What one manifest
/// does and its neighbours do not is worth a word.
struct ManifestSurvey {
  /// Who pulls from a registry with a pull secret, the first of each namespace.
  private var sources: [Place: Source] = [:]
  /// The Secrets of a ServiceAccount's list that are for no image of those who are given the list.
  private var unusedSecrets: [Account: [String]] = [:]
  /// What makes Secrets, by their names, in the order of the manifests.
  private var makers: [ExactText: [SecretMaker]] = [:]
  private let unknowns: ManifestCheck.Unknowns

  /// A registry as a namespace's workloads see it.
  private struct Place: Hashable {
    let namespace: String
    let registry: String
  }

  private struct Account: Hashable {
    let namespace: String
    let name: String
  }

  /// A workload that lists a Secret, itself or through its ServiceAccount.
  struct Source {
    let subject: PullResolution.Subject
    let secretName: String
  }

  /// A survey of the resolutions of all that is in the manifests. O(their images and lists).
  init(
    _ resolutions: [PullResolution], in objects: KubernetesObjects,
    _ unknowns: ManifestCheck.Unknowns
  ) {
    self.unknowns = unknowns
    for maker in objects.secretMakers {
      makers[ExactText(maker.targetName), default: []].append(maker)
    }
    var images: [Account: [ImageReference]] = [:]
    for resolution in resolutions {
      let references = resolution.images.compactMap { try? ImageReference($0.image) }
      if let name = resolution.references.lazy.compactMap(\.item.name).first {
        for image in references {
          let place = Place(namespace: resolution.namespace, registry: image.registry)
          if sources[place] == nil {
            sources[place] = Source(subject: resolution.subject, secretName: name)
          }
        }
      }
      if let account = resolution.serviceAccount {
        let key = Account(namespace: account.namespace, name: account.name)
        let isGiven = resolution.subject.podSpec.imagePullSecrets.isEmpty
        images[key, default: []] += isGiven ? references : []
      }
    }
    for account in objects.serviceAccounts {
      let key = Account(namespace: account.namespace, name: account.name)
      guard let images = images[key] else { continue }
      let unused = Self.secrets(of: account, notFor: images, in: objects)
      if !unused.isEmpty { unusedSecrets[key] = unused }
    }
  }

  private static func secrets(
    of account: ServiceAccount, notFor images: [ImageReference], in objects: KubernetesObjects
  ) -> [String] {
    var keyring = Keyring()
    var names: [String] = []
    for name in account.imagePullSecrets.compactMap(\.name) where !names.contains(name) {
      guard names.count < Diagnosis.claimLimit,
        case .config(let config) =
          objects.secret(namespace: account.namespace, name: name)?.content
      else { continue }
      names.append(name)
      keyring.add(config, source: .secret(namespace: account.namespace, name: name))
    }
    var used: Set<String> = []
    for image in Set(images) {
      for credential in keyring.credentials(for: image).prefix(PodKeys.credentialLimit) {
        if case .secret(_, let name, _, _) = credential.source { used.insert(name) }
      }
    }
    return names.filter { !used.contains($0) }
  }

  /// Who else in the namespace pulls from the image's registry, and with which Secret.
  func source(for image: ImageReference, in namespace: String) -> Source? {
    sources[Place(namespace: namespace, registry: image.registry)]
  }

  /// Whether a Secret may be made that is not in the manifests.
  func mayMake(secret name: String) -> Bool { unknowns.secretNames.contains(name) }

  /// Whether it is known that two namespaces are not the same.
  func areDifferent(_ one: String, _ other: String) -> Bool {
    let assumed = unknowns.assumedNamespace
    return !one.hasSameBytes(as: other) && assumed?.hasSameBytes(as: one) != true
      && assumed?.hasSameBytes(as: other) != true
  }

  /// What makes the Secret `name`, in any namespace.
  func makers(ofSecret name: String) -> [SecretMaker] { makers[ExactText(name)] ?? [] }

  /// The Secrets of the ServiceAccount's list that no Pod of it can use.
  func unusedSecrets(of account: ServiceAccount) -> [String] {
    unusedSecrets[Account(namespace: account.namespace, name: account.name)] ?? []
  }
}
