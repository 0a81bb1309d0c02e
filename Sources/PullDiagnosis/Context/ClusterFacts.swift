import ImagePullCredentials
import KubernetesPulls

/// Facts about the Secrets and ServiceAccounts of a cluster, for all Pods and images of a report.
///
/// Each fact is computed once, when a rule first needs it, so there is no product of Pods and the keys of shared
/// Secrets, or of images and keys.
final class ClusterFacts {
  private var secrets: [ObjectKey: SecretFacts] = [:]
  private var accounts: [ObjectKey: AccountSecrets] = [:]
  private var flaws: [ObjectKey: ContentFlaw?] = [:]

  /// The facts about the Secret `name` with `config`.
  func secret(namespace: String, name: String, _ config: DockerConfig) -> SecretFacts {
    let key = ObjectKey(kind: "Secret", namespace: namespace, name: name)
    if let known = secrets[key] { return known }
    let facts = SecretFacts(name: name, config)
    secrets[key] = facts
    return facts
  }

  /// The mistake in the document of `secret`, in which the kubelet finds no keys; nil if it is not known.
  func contentFlaw(of secret: Secret) -> ContentFlaw? {
    let key = ObjectKey(kind: "Secret", namespace: secret.namespace, name: secret.name)
    if let known = flaws[key] { return known }
    let flaw = ContentFlaw(of: secret)
    flaws[key] = .some(flaw)
    return flaw
  }

  /// The Secrets of the list of `account`.
  func secrets(of account: ServiceAccount, in cluster: Cluster) -> AccountSecrets {
    let key = ObjectKey(kind: "ServiceAccount", namespace: account.namespace, name: account.name)
    if let known = accounts[key] { return known }
    let secrets = AccountSecrets(of: account, in: cluster.objects)
    accounts[key] = secrets
    return secrets
  }
}

/// Facts about a Secret with registry keys, independent of the Pods that list it.
final class SecretFacts {
  let name: String
  let entries: DockerConfig.Entries
  private let config: DockerConfig
  private var repairs: [Int: KeyRepair?] = [:]
  private var suspicions: [Place: Suspicion?] = [:]
  private var lifetimes: [Int: TokenLifetime?] = [:]

  /// A key, and the registry of an image for which it is tried.
  private struct Place: Hashable {
    let index: Int
    let registry: ExactText
  }

  init(name: String, _ config: DockerConfig) {
    self.name = name
    self.config = config
    entries = config.entries
  }

  /// What is wrong with the key at `index` itself; nil if nothing is wrong.
  func repair(at index: Int) -> KeyRepair? {
    known(&repairs, at: index) { KeyRepair(of: $0.registryKey) }
  }

  /// What looks wrong with the user or the password of `credential` at the registry of `image`; nil if nothing
  /// does.
  func suspicion(of credential: Credential, for image: ImageReference) -> Suspicion? {
    let place = Place(index: credential.index, registry: ExactText(image.registry))
    if let known = suspicions[place] { return known }
    let suspicion = Suspicion(credential, at: CloudRegistry(image))
    suspicions[place] = .some(suspicion)
    return suspicion
  }

  /// The lifetime of the password of `credential`, if it is a token that expires. `secret` is the Secret itself.
  func lifetime(of credential: Credential, in secret: Secret?) -> TokenLifetime? {
    known(&lifetimes, at: credential.index) { _ in TokenLifetime(of: credential, in: secret) }
  }

  private func known<Fact>(
    _ facts: inout [Int: Fact?], at index: Int, _ find: (DockerConfig.Entry) -> Fact?
  ) -> Fact? {
    if let fact = facts[index] { return fact }
    let fact = find(entries[index])
    facts[index] = .some(fact)
    return fact
  }

  /// Whether there is a key with these bytes.
  func hasKey(_ key: String) -> Bool { registryKeys.contains(ExactText(key)) }

  private lazy var registryKeys = Set(entries.lazy.map { ExactText($0.registryKey) })

  /// Whether there is a password under a key other than `key`.
  func hasPassword(besides key: String?) -> Bool {
    passwordKeys.contains { other in key.map { ExactText($0) } != other }
  }

  /// The first two different keys with a password: more are not needed.
  private lazy var passwordKeys: [ExactText] = {
    var keys: [ExactText] = []
    for entry in entries where keys.count < 2 && entry.hasPassword {
      let key = ExactText(entry.registryKey)
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }()

  /// The helper that Docker would use for the registry of `image`.
  func helper(for image: ImageReference) -> String? {
    guard config.usesHelpers else { return nil }
    let named = [image.registry, RegistryLogin.server(for: image)]
      .compactMap { helpers[ExactText($0)] }.min { $0.position < $1.position }
    return named?.name ?? config.credentialsStore
  }

  /// Whether the document leaves passwords to Docker credential helpers.
  var usesHelpers: Bool { config.usesHelpers }

  private lazy var helpers: [ExactText: (position: Int, name: String)] = {
    var helpers: [ExactText: (position: Int, name: String)] = [:]
    for (position, item) in config.credentialHelpers.enumerated()
    where helpers[ExactText(item.registry)] == nil {
      helpers[ExactText(item.registry)] = (position, item.helper)
    }
    return helpers
  }()

  /// The indices of the keys by the hosts that they may be intended for.
  private(set) lazy var nearKeys = NearKeys(self)
}

/// The readable Secrets of a ServiceAccount's list, and the images that they match.
struct AccountSecrets {
  private let listed: Set<ExactText>
  private var keyring = Keyring()
  /// The names of the readable ones, in the order of the list.
  private var names: [String] = []
  private var positions: [ExactText: Int] = [:]

  /// The first `limit` Secrets of the list that are among `objects`. O(list, and the keys of its Secrets).
  init(of account: ServiceAccount, limit: Int = .max, in objects: KubernetesObjects) {
    let list = account.imagePullSecrets.compactMap(\.name)
    listed = Set(list.map(ExactText.init))
    for name in list where positions[ExactText(name)] == nil {
      guard names.count < limit else { break }
      guard
        case .config(let config) =
          objects.secret(namespace: account.namespace, name: name)?.content
      else { continue }
      positions[ExactText(name)] = names.count
      names.append(name)
      keyring.add(config, source: .secret(namespace: account.namespace, name: name))
    }
  }

  /// Whether the list names the Secret `name`.
  func contains(_ name: String) -> Bool { listed.contains(ExactText(name)) }

  /// The first Secret of the list with a password for `image` that is not in `given`.
  func name(for image: ImageReference, besides given: Set<ExactText>) -> String? {
    positions(for: image) { $0.hasPassword && !given.contains(ExactText($1)) }.min().map {
      names[$0]
    }
  }

  /// The Secrets without a key for any of `images`.
  func unused(by images: Set<ImageReference>) -> [String] {
    var used: Set<Int> = []
    for image in images { used.formUnion(positions(for: image) { _, _ in true }) }
    return names.indices.filter { !used.contains($0) }.map { names[$0] }
  }

  private func positions(
    for image: ImageReference, where isWanted: (Credential, _ name: String) -> Bool
  ) -> [Int] {
    var found: [Int] = []
    for credential in keyring.credentials(for: image) where found.count < PodKeys.credentialLimit {
      guard case .secret(_, let name, _, _) = credential.source, isWanted(credential, name),
        let position = positions[ExactText(name)]
      else { continue }
      found.append(position)
    }
    return found
  }
}
