// The registry keys of a Pod's Secrets, and how they compare with an image.

public import ImagePullCredentials
public import KubernetesPulls

/// A registry key of a Pod's Secrets, compared with an image: whether the credential under it is
/// tried, and if not, why not.
public struct KeyTrial: Sendable, Hashable {
  /// The first item of a list that names the Secret.
  public let listing: CredentialSource.Listing
  /// The Secret's name.
  public let secretName: String
  /// The entry whose key it is.
  public let entry: DockerConfig.Entry
  /// The result of the comparison.
  public let outcome: Outcome
  /// The key as compiled; nil where it is no URL.
  let pattern: RegistryPattern?

  /// The result of comparing a key with an image.
  public enum Outcome: Sendable, Hashable {
    /// The credential is tried at this place, from 0.
    case tried(place: Int)
    /// The key matches nothing, but belongs to Docker Hub, as the image does: the credential is
    /// tried at this place, from 0.
    case triedForDockerHub(place: Int)
    /// The key does not match.
    case mismatch(RegistryPattern.Comparison)
    /// The key is no URL; the kubelet skips the entry.
    case skipped(RegistryPattern.ParseError)
    /// The key, or the image's name, is a URL that the kubelet cannot read back.
    case unmatchable
  }

  /// The key as it may be shown.
  public var displayKey: String { entry.displayKey }

  /// Whether the credential is tried.
  public var isTried: Bool { place != nil }

  /// The place at which the credential is tried, from 0.
  var place: Int? {
    switch outcome {
    case .tried(let place), .triedForDockerHub(let place): place
    case .mismatch, .skipped, .unmatchable: nil
    }
  }
}

extension PullResolution {
  /// Every key of every Secret that was read, in the order of lists and documents, compared with
  /// `image`. A Secret that is listed again is there once. None after a ``refusal``.
  public func trials(for image: ImageReference) -> [KeyTrial] {
    guard refusal == nil else { return [] }
    let keys = PodKeys(references)
    let places = keys.places(of: credentials(for: image))
    return keys.keys.indices.map { position in
      KeyTrial(keys.keys[position], with: image.name, place: places[position])
    }
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

extension KeyTrial {
  init(_ key: PodKeys.Key, with name: String, place: Int?) {
    listing = key.listing
    secretName = key.secretName
    entry = key.entry
    switch key.pattern {
    case .success(let pattern):
      let comparison = pattern.comparison(withNormalizedName: name)
      self.pattern = pattern
      // The keyring has decided; the comparison only tells why.
      if let place {
        outcome =
          comparison?.isMatch == true ? .tried(place: place) : .triedForDockerHub(place: place)
      } else {
        outcome = comparison.map { .mismatch($0) } ?? .unmatchable
      }
    case .failure(let error):
      pattern = nil
      outcome = .skipped(error)
    }
  }
}

extension KeyTrial: CustomStringConvertible {
  /// Why the credential is tried, or is not, in words that follow the key.
  public var description: String { words.text }

  private var words: SafeText {
    switch outcome {
    case .tried: "matches"
    case .triedForDockerHub: "is the key of Docker Hub, where the image is"
    case .skipped(let error): "is no URL: \(error)"
    case .unmatchable: "can match nothing"
    case .mismatch(let comparison): describe(comparison)
    }
  }

  private func describe(_ comparison: RegistryPattern.Comparison) -> SafeText {
    guard comparison.patternLabelCount == comparison.imageLabelCount else {
      return pattern?.isWildcard == true
        ? "is for hosts of \(comparison.patternLabelCount) labels" : "is for another host"
    }
    guard comparison.firstMismatchedLabel == nil else { return "is for another host" }
    guard comparison.hasEqualPort else {
      guard pattern?.port != nil else { return "is for the host without a port" }
      return pattern?.shownPort.map { "is for port \(word: $0)" } ?? "is for another port"
    }
    return pattern?.shownPath.map { "is for paths that begin with \(quoted: $0)" }
      ?? "is for other paths"
  }
}

// MARK: - The keys of a Pod

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
    let listing: CredentialSource.Listing
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
    for (listing, name, config) in references.readSecrets {
      for (index, entry) in config.entries.enumerated() {
        positions[Place(secret: name, index: index)] = keys.count
        keys.append(Key(entry, of: name, listing))
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

extension [PullResolution.Reference] {
  /// The Secrets that were read, each once, in the order of the lists.
  var readSecrets: [(listing: CredentialSource.Listing, name: String, config: DockerConfig)] {
    var seen: Set<String> = []
    return compactMap { reference in
      guard case .read(let config) = reference.outcome, let name = reference.item.name,
        seen.insert(name).inserted
      else { return nil }
      return (reference.listing, name, config)
    }
  }
}

extension PodKeys.Key {
  fileprivate init(
    _ entry: DockerConfig.Entry, of secretName: String, _ listing: CredentialSource.Listing
  ) {
    self.listing = listing
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
