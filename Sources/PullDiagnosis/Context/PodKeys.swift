import ImagePullCredentials
import KubernetesPulls

/// The registry keys of the Pod's readable Secrets, each Secret once, however often it is listed.
///
/// In the order of lists and documents; a repeated Secret is at its first place. Creating it takes time proportional
/// to the lists, not to the keys.
struct PodKeys: RandomAccessCollection {
  /// The Secrets.
  let secrets: [Listed]
  private let places: [ExactText: Int]
  let startIndex = 0
  let endIndex: Int

  /// Up to this number, all keys are compared with each image. Beyond it, only keys related to the image's host are,
  /// to avoid a product of images and keys.
  static let fewKeys = 64
  /// The limits of the search for keys that are intended for an image but do not match: the number of Secrets, and
  /// of such keys.
  static let nearSecretLimit = 64
  static let nearKeyLimit = 256

  /// A Secret in a Pod's lists.
  struct Listed {
    /// Its position in the lists.
    let listPosition: CredentialSource.ListPosition
    let facts: SecretFacts
    /// The position of its first key.
    let start: Int
  }

  /// A registry key of a Secret.
  struct Key {
    let listed: Listed
    /// The entry's place in the Secret.
    let index: Int
    let entry: DockerConfig.Entry

    var secretName: String { listed.facts.name }
    /// The compiled key, or why the kubelet skips it.
    var pattern: Result<RegistryPattern, RegistryPattern.ParseError> {
      Result { () throws(RegistryPattern.ParseError) in try entry.pattern }
    }
    /// The key for display.
    var displayKey: String { entry.displayKey }
  }

  init(
    _ references: [PullResolution.Reference], in namespace: String, _ facts: ClusterFacts
  ) {
    var secrets: [Listed] = []
    var places: [ExactText: Int] = [:]
    var count = 0
    for reference in references {
      guard case .read(let config) = reference.outcome, let name = reference.item.name,
        places.updateValue(secrets.count, forKey: ExactText(name), unlessPresent: true)
      else { continue }
      let secret = facts.secret(namespace: namespace, name: name, config)
      secrets.append(Listed(listPosition: reference.listPosition, facts: secret, start: count))
      count += secret.entries.count
    }
    self.secrets = secrets
    self.places = places
    endIndex = count
  }

  subscript(position: Int) -> Key {
    // The last Secret that begins at or before the position. Secrets without keys do not count.
    var (low, high) = (0, secrets.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if secrets[middle].start <= position { low = middle } else { high = middle }
    }
    let listed = secrets[low]
    let index = position - listed.start
    return Key(listed: listed, index: index, entry: listed.facts.entries[index])
  }

  /// The hosts, with ports, of the first ``fewKeys`` keys, without wildcards.
  var hosts: [String] {
    prefix(Self.fewKeys).compactMap { key in
      guard let pattern = try? key.pattern.get(), !pattern.isWildcard else { return nil }
      return pattern.host + (pattern.port.map { ":\($0)" } ?? "")
    }
  }

  /// The position of the key of `credential`; nil unless it is of one of the Secrets.
  func position(of credential: Credential) -> Int? {
    guard case .secret(_, let name, _, _) = credential.source, let place = places[ExactText(name)]
    else { return nil }
    return secrets[place].start + credential.index
  }

  /// The Secrets that leave passwords to Docker credential helpers, within the search limit.
  var withHelpers: [Listed] {
    Array(secrets.lazy.filter(\.facts.usesHelpers).prefix(Self.nearSecretLimit))
  }

  /// The Secret of the key at `position`.
  func secret(at position: Int) -> Listed { self[position].listed }

  /// The positions of the keys that may be intended for images on `host`, with any port, in order, including
  /// `tried`.
  func positions(near host: String, tried: some Sequence<Int>) -> [Int] {
    guard count > Self.fewKeys else { return Array(indices) }
    let host = NearKeys.Host(host)
    var positions = Set(tried)
    let limit = positions.count + Self.nearKeyLimit
    for secret in secrets.prefix(Self.nearSecretLimit) where positions.count < limit {
      for index in secret.facts.nearKeys.indices(near: host) {
        positions.insert(secret.start + index)
      }
    }
    return positions.sorted()
  }
}

extension PodKeys {
  /// The number of credentials that are checked for an image. A repeatedly listed Secret repeats its credentials.
  static let credentialLimit = 256

  /// The first place of each key's credential in the order tried, by the keys' positions.
  func places(of credentials: some Sequence<Credential>) -> [Int: Int] {
    var places: [Int: Int] = [:]
    for (place, credential) in credentials.enumerated() {
      guard let position = position(of: credential), places[position] == nil else { continue }
      places[position] = place
    }
    return places
  }
}

extension Dictionary {
  /// Adds a value unless the key has one. Returns whether it was added.
  fileprivate mutating func updateValue(
    _ value: Value, forKey key: Key, unlessPresent: Bool
  ) -> Bool {
    guard self[key] == nil else { return false }
    self[key] = value
    return true
  }
}

/// The keys of a Secret by the hosts that they may be intended for.
struct NearKeys {
  private var buckets: [Bucket: [Int]] = [:]

  /// The hosts that a key may be intended for.
  fileprivate enum Bucket: Hashable {
    case host(ExactText)
    /// The host without its first label.
    case tail(ExactText)
    /// The host without one label.
    case gap(at: Int, ExactText)
    /// Any host: a wildcard, or an unreadable key.
    case any
  }

  /// The limits of the keys in a bucket and of the labels that can differ.
  private static let bucketLimit = 16
  private static let labelLimit = 8

  /// An image's host, split.
  struct Host {
    fileprivate let buckets: [Bucket]

    init(_ host: String) {
      let host = host.utf8.first == UInt8(ascii: "[") ? host : String(host.prefix { $0 != ":" })
      let labels = NearKeys.labels(of: host)
      buckets =
        [
          .host(ExactText(host)), .tail(ExactText(host)),
          .host(NearKeys.joined(labels.dropFirst())),
          .any,
        ] + NearKeys.gaps(in: labels)
    }
  }

  init(_ secret: SecretFacts) {
    for (index, entry) in secret.entries.enumerated() {
      let repaired = secret.repair(at: index)?.key.flatMap {
        try? RegistryPattern(registryKey: $0)
      }
      guard let meant = repaired ?? (try? entry.pattern), !meant.isWildcard else {
        put(index, .any)
        continue
      }
      let labels = Self.labels(of: meant.host)
      put(index, .host(ExactText(meant.host)))
      put(index, .tail(Self.joined(labels.dropFirst())))
      for bucket in Self.gaps(in: labels) { put(index, bucket) }
    }
  }

  private mutating func put(_ index: Int, _ bucket: Bucket) {
    guard buckets[bucket, default: []].count < Self.bucketLimit else { return }
    buckets[bucket, default: []].append(index)
  }

  /// The indices of the keys that may be intended for images on `host`.
  func indices(near host: Host) -> [Int] {
    host.buckets.flatMap { buckets[$0] ?? [] }
  }

  private static func labels(of host: String) -> [Substring] {
    host.split(separator: ".", omittingEmptySubsequences: false)
  }

  private static func joined(_ labels: some Sequence<Substring>) -> ExactText {
    ExactText(labels.joined(separator: "."))
  }

  private static func gaps(in labels: [Substring]) -> [Bucket] {
    guard labels.count <= labelLimit else { return [] }
    return labels.indices.map { gap in
      var rest = labels
      rest.remove(at: gap)
      return .gap(at: gap, joined(rest))
    }
  }
}
