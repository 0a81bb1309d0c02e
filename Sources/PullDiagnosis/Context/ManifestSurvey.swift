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

  /// A registry as a namespace's workloads see it.
  private struct Place: Hashable {
    let namespace: ExactText
    let registry: ExactText

    init(_ image: ImageReference, in namespace: String) {
      self.namespace = ExactText(namespace)
      registry = ExactText(image.registry)
    }
  }

  private struct Account: Hashable {
    let namespace: ExactText
    let name: ExactText

    init(_ account: ServiceAccount) {
      namespace = ExactText(account.namespace)
      name = ExactText(account.name)
    }
  }

  /// A workload that lists a Secret, itself or through its ServiceAccount.
  struct Source {
    let subject: PullResolution.Subject
    let secretName: String
  }

  /// A survey of the resolutions of all that is in the manifests. O(their images and lists).
  init(_ resolutions: [PullResolution], in objects: KubernetesObjects) {
    var images: [Account: [ImageReference]] = [:]
    for resolution in resolutions {
      let references = resolution.images.compactMap { try? ImageReference($0.image) }
      if let name = resolution.references.lazy.compactMap(\.item.name).first {
        for image in references {
          let place = Place(image, in: resolution.namespace)
          if sources[place] == nil {
            sources[place] = Source(subject: resolution.subject, secretName: name)
          }
        }
      }
      if let account = resolution.serviceAccount {
        let key = Account(account)
        let isGiven = resolution.subject.podSpec.imagePullSecrets.isEmpty
        images[key, default: []] += isGiven ? references : []
      }
    }
    for account in objects.serviceAccounts {
      let key = Account(account)
      guard let images = images[key] else { continue }
      let unused = Self.secrets(of: account, notFor: images, in: objects)
      if !unused.isEmpty { unusedSecrets[key] = unused }
    }
  }

  private static func secrets(
    of account: ServiceAccount, notFor images: [ImageReference], in objects: KubernetesObjects
  ) -> [String] {
    var keyring = Keyring()
    var names: [ExactText] = []
    for name in account.imagePullSecrets.compactMap(\.name) where !names.contains(ExactText(name)) {
      guard names.count < Diagnosis.claimLimit,
        case .config(let config) =
          objects.secret(namespace: account.namespace, name: name)?.content
      else { continue }
      names.append(ExactText(name))
      keyring.add(config, source: .secret(namespace: account.namespace, name: name))
    }
    var used: Set<ExactText> = []
    for image in Set(images) {
      for credential in keyring.credentials(for: image).prefix(PodKeys.credentialLimit) {
        if case .secret(_, let name, _, _) = credential.source { used.insert(ExactText(name)) }
      }
    }
    return names.filter { !used.contains($0) }.map(\.text)
  }

  /// Who else in the namespace pulls from the image's registry, and with which Secret.
  func source(for image: ImageReference, in namespace: String) -> Source? {
    sources[Place(image, in: namespace)]
  }

  /// The Secrets of the ServiceAccount's list that no Pod of it can use.
  func unusedSecrets(of account: ServiceAccount) -> [String] {
    unusedSecrets[Account(account)] ?? []
  }
}
