import ImagePullCredentials

/// The answers of one plugin that are still good.
///
/// Source: `getCachedCredentials` and `provide`, pkg/credentialprovider/plugin/plugin.go.
struct ProviderCache {
  private struct Key: Hashable {
    var scope: Scope
    var account: AccountKey?
  }

  private enum Scope: Hashable {
    case image(String)
    case registry(String)
    case global
  }

  private struct Entry {
    var auth: DockerConfig
    var expiry: Double
  }

  /// What belongs to a key besides the image, when the plugin is told about a ServiceAccount.
  struct AccountKey: Hashable {
    var namespace: String
    var name: String
    var uid: String
    var annotations: [String: String]
    /// Empty unless answers are kept for one token only.
    var token: String
  }

  /// `cachePurgeInterval` in the kubelet, in seconds.
  private static let purgeInterval = 900.0

  private var entries: [Key: Entry] = [:]
  private var lastPurge = -Double.infinity

  /// The answer for an image, looked for under the image, its registry and everything, in this order.
  mutating func answer(image: String, account: AccountKey?, at now: Double) -> DockerConfig? {
    purge(at: now)
    for scope in [.image(image), .registry(Self.registry(of: image)), .global] as [Scope] {
      let entry = entries[Key(scope: scope, account: account)]
      // An answer is good for the whole of its last instant: the kubelet asks whether now is after it.
      if let entry, now <= entry.expiry { return entry.auth }
    }
    return nil
  }

  /// Keeps a response for as long as it or the configuration says.
  mutating func keep(
    _ response: CredentialProviderResponse, image: String, account: AccountKey?,
    defaultDuration: Duration, at now: Double
  ) {
    let duration = response.cacheDuration ?? defaultDuration
    guard duration != .zero else { return }
    let scope: Scope
    switch response.cacheKeyType {
    case .image: scope = .image(image)
    case .registry: scope = .registry(Self.registry(of: image))
    case .global: scope = .global
    }
    entries[Key(scope: scope, account: account)] = Entry(
      auth: response.auth, expiry: now + duration.inSeconds)
  }

  private mutating func purge(at now: Double) {
    guard now > lastPurge + Self.purgeInterval else { return }
    entries = entries.filter { now <= $0.value.expiry }
    lastPurge = now
  }

  /// The text before the first slash (`parseRegistry`).
  private static func registry(of image: String) -> String {
    String(image.prefix { $0 != "/" })
  }
}

extension Duration {
  fileprivate var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
