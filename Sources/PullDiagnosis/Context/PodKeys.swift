import ImagePullCredentials
import KubernetesPulls

/// The registry keys of the Secrets that a Pod lists and that were read, each compiled once, however
/// many images the Pod has and however often a Secret is listed.
struct PodKeys {
  /// In the order of lists and documents; of a Secret that is listed again, at the first place.
  let keys: [Key]
  private let positions: [Place: Int]
  /// The positions of keys by what hosts they could be meant for; empty where keys are few.
  private var buckets: [Bucket: [Int]] = [:]

  /// How many keys are all compared with each image. Of more only those are that have to do with the
  /// image's host: images and keys of one Pod are no product.
  static let fewKeys = 64

  /// A registry key of a Secret.
  struct Key {
    /// Which list names the Secret, and at which place.
    let listPosition: CredentialSource.ListPosition
    let secretName: String
    let entry: DockerConfig.Entry
    /// The key as compiled, or why the kubelet skips it.
    let pattern: Result<RegistryPattern, RegistryPattern.ParseError>
    /// The key as it may be shown.
    var displayKey: String { entry.displayKey }
  }

  /// An entry of a Secret.
  private struct Place: Hashable {
    let secret: String
    let index: Int
  }

  init(_ references: [PullResolution.Reference]) {
    var keys: [Key] = []
    var positions: [Place: Int] = [:]
    for (listPosition, name, config) in references.readSecrets {
      for (index, entry) in config.entries.enumerated() {
        positions[Place(secret: name, index: index)] = keys.count
        keys.append(Key(entry, of: name, listPosition))
      }
    }
    self.keys = keys
    self.positions = positions
    if keys.count > Self.fewKeys { sortIntoBuckets() }
  }

  /// The hosts, with their ports, that the first ``fewKeys`` name; wildcards name none.
  var hosts: [String] {
    keys.prefix(Self.fewKeys).compactMap { key in
      guard let pattern = try? key.pattern.get(), !pattern.isWildcard else { return nil }
      return pattern.host + (pattern.port.map { ":\($0)" } ?? "")
    }
  }

  /// The position of the key of `credential`; nil unless it is of one of the Secrets.
  func position(of credential: Credential) -> Int? {
    guard case .secret(_, let name, _, _) = credential.source else { return nil }
    return positions[Place(secret: name, index: credential.index)]
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

extension [PullResolution.Reference] {
  /// The Secrets that were read, each once, in the order of the lists.
  var readSecrets:
    [(listPosition: CredentialSource.ListPosition, name: String, config: DockerConfig)]
  {
    var seen: Set<String> = []
    return compactMap { reference in
      guard case .read(let config) = reference.outcome, let name = reference.item.name,
        seen.insert(name).inserted
      else { return nil }
      return (reference.listPosition, name, config)
    }
  }
}

extension PodKeys.Key {
  fileprivate init(
    _ entry: DockerConfig.Entry, of secretName: String,
    _ listPosition: CredentialSource.ListPosition
  ) {
    self.listPosition = listPosition
    self.secretName = secretName
    self.entry = entry
    pattern = Result { () throws(RegistryPattern.ParseError) in try entry.pattern }
  }

  /// What the key was meant to be, as far as can be told.
  var meant: RegistryPattern? {
    KeyRepair(of: entry.registryKey)?.key.flatMap { try? RegistryPattern(registryKey: $0) }
      ?? (try? pattern.get())
  }
}

// MARK: - Keys that could be meant for an image

extension PodKeys {
  /// What hosts a key could be meant for.
  private enum Bucket: Hashable {
    case host(String)
    /// The host without its first label.
    case tail(String)
    /// The host with one label left out.
    case gap(at: Int, String)
    /// Any host: a wildcard, or a key that nobody can read.
    case any
  }

  /// How many keys are in a bucket, and how many labels of a host can differ.
  private static let bucketLimit = 16
  private static let labelLimit = 8

  private mutating func sortIntoBuckets() {
    for (position, key) in keys.enumerated() {
      guard let meant = key.meant, !meant.isWildcard else {
        put(position, .any)
        continue
      }
      let labels = Self.labels(of: meant.host)
      put(position, .host(meant.host))
      put(position, .tail(labels.dropFirst().joined(separator: ".")))
      for bucket in Self.gaps(in: labels) { put(position, bucket) }
    }
  }

  private mutating func put(_ position: Int, _ bucket: Bucket) {
    guard buckets[bucket, default: []].count < Self.bucketLimit else { return }
    buckets[bucket, default: []].append(position)
  }

  private static func labels(of host: String) -> [Substring] {
    host.split(separator: ".", omittingEmptySubsequences: false)
  }

  private static func gaps(in labels: [Substring]) -> [Bucket] {
    guard labels.count <= labelLimit else { return [] }
    return labels.indices.map { gap in
      var rest = labels
      rest.remove(at: gap)
      return .gap(at: gap, rest.joined(separator: "."))
    }
  }

  /// The positions of the keys that could be meant for images on `host`, whatever its port, in order, `tried` among
  /// them.
  func positions(near host: String, tried: some Sequence<Int>) -> [Int] {
    guard keys.count > Self.fewKeys else { return Array(keys.indices) }
    let host = host.utf8.first == UInt8(ascii: "[") ? host : String(host.prefix { $0 != ":" })
    let labels = Self.labels(of: host)
    let near =
      [
        .host(host), .tail(host), .host(labels.dropFirst().joined(separator: ".")), .any,
      ] + Self.gaps(in: labels)
    var positions = Set(tried)
    for bucket in near { positions.formUnion(buckets[bucket] ?? []) }
    return positions.sorted()
  }
}
