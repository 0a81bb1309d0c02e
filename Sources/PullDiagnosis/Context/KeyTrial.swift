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
  package var place: Int? {
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
    let keys = PodKeys(references, in: namespace, ClusterFacts())
    let places = keys.places(of: credentials(for: image))
    return keys.indices.map { position in
      KeyTrial(keys[position], with: image.name, place: places[position])
    }
  }
}

/// The registry keys of a Pod, compared with its images as far as somebody wants to read: all of them would be
/// images times keys.
package struct KeyTrials {
  private let resolution: PullResolution
  private let keys: PodKeys

  /// The keys of the Secrets that were read; none after a refusal.
  package init(_ resolution: PullResolution) {
    self.resolution = resolution
    let references = resolution.refusal == nil ? resolution.references : []
    keys = PodKeys(references, in: resolution.namespace, ClusterFacts())
  }

  /// Some of the keys, and how many there are.
  package struct Part {
    /// The first of those that are tried, in the order tried.
    package let tried: [KeyTrial]
    package let triedCount: Int
    /// The first of the others, in the order of lists and documents.
    package let others: [KeyTrial]
    package let otherCount: Int
  }

  /// At most `limit` keys that are tried for `image`, and as many of the others. O(credentials for it, and `limit`).
  package func first(_ limit: Int, for image: ImageReference) -> Part {
    let places = keys.places(of: resolution.credentials(for: image))
    func trial(_ position: Int) -> KeyTrial {
      KeyTrial(keys[position], with: image.name, place: places[position])
    }
    let tried = places.sorted { $0.value < $1.value }.prefix(limit).map { trial($0.key) }
    let others = keys.indices.lazy.filter { places[$0] == nil }.prefix(limit).map(trial)
    return Part(
      tried: tried, triedCount: places.count, others: Array(others),
      otherCount: keys.count - places.count)
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
    listing = key.listed.listing
    secretName = key.secretName
    entry = key.entry
    do throws(RegistryPattern.ParseError) {
      let pattern = try key.entry.pattern
      let comparison = pattern.comparison(withNormalizedName: name)
      self.pattern = pattern
      // The keyring has decided; the comparison only tells why.
      if let place {
        outcome =
          comparison?.isMatch == true ? .tried(place: place) : .triedForDockerHub(place: place)
      } else {
        outcome = comparison.map { .mismatch($0) } ?? .unmatchable
      }
    } catch {
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
