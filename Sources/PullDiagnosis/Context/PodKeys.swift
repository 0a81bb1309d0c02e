import ImagePullCredentials
import KubernetesPulls

/// The registry keys of the Secrets that a Pod lists and that were read, each Secret once, however often it is listed.
///
/// In the order of lists and documents; of a Secret that is listed again, at the first place. Making it takes
/// time in proportion to the lists, not to the keys.
struct PodKeys: RandomAccessCollection {
  /// The Secrets.
  let secrets: [Listed]
  private let places: [ExactText: Int]
  let startIndex = 0
  let endIndex: Int

  /// How many keys are all compared with each image. Of more only those are that have to do with the
  /// image's host: images and keys of one Pod are no product.
  static let fewKeys = 64
  /// How many Secrets of a Pod are searched for keys that could be meant for an image and do not match, and how many
  /// such keys are compared with it.
  static let nearSecretLimit = 64
  static let nearKeyLimit = 256

  /// A Secret in a Pod's lists.
  struct Listed {
    /// Which list names it, and at which place.
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
    /// The key as compiled, or why the kubelet skips it.
    var pattern: Result<RegistryPattern, RegistryPattern.ParseError> {
      Result { () throws(RegistryPattern.ParseError) in try entry.pattern }
    }
    /// The key as it may be shown.
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
    // The last Secret that begins at the position or before it. Those without keys are none.
    var (low, high) = (0, secrets.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if secrets[middle].start <= position { low = middle } else { high = middle }
    }
    let listed = secrets[low]
    let index = position - listed.start
    return Key(listed: listed, index: index, entry: listed.facts.entries[index])
  }

  /// The hosts, with their ports, that the first ``fewKeys`` name; wildcards name none.
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

  /// The Secrets that leave passwords to Docker credential helpers, as far as they are searched.
  var withHelpers: [Listed] {
    Array(secrets.lazy.filter(\.facts.usesHelpers).prefix(Self.nearSecretLimit))
  }

  /// The Secret of the key at `position`, by its place among ``secrets``.
  func secret(at position: Int) -> Listed { self[position].listed }

  /// The positions of the keys that could be meant for images on `host`, whatever its port, in order, `tried` among
  /// them.
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
  /// How many credentials are looked at for an image. A Secret that is listed again and again gives
  /// the same ones again.
  static let credentialLimit = 256

  /// The places at which the keys' credentials are tried first, by the keys' positions.
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
  /// Adds a value unless the key has one. Whether it was added.
  fileprivate mutating func updateValue(
    _ value: Value, forKey key: Key, unlessPresent: Bool
  ) -> Bool {
    guard self[key] == nil else { return false }
    self[key] = value
    return true
  }
}

/// The keys of a Secret by what hosts they could be meant for.
struct NearKeys {
  private var buckets: [Bucket: [Int]] = [:]

  /// What hosts a key could be meant for.
  fileprivate enum Bucket: Hashable {
    case host(ExactText)
    /// The host without its first label.
    case tail(ExactText)
    /// The host with one label left out.
    case gap(at: Int, ExactText)
    /// Any host: a wildcard, or a key that nobody can read.
    case any
  }

  /// How many keys are in a bucket, and how many labels of a host can differ.
  private static let bucketLimit = 16
  private static let labelLimit = 8

  /// An image's host, cut up.
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

  /// The indices of the keys that could be meant for images on `host`.
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
