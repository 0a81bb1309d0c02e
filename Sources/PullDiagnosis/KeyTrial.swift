public import ImagePullCredentials

/// A registry key of a Pod's Secrets, held against an image: whether the credential under it is
/// tried, and if not, why not.
public struct KeyTrial: Sendable, Hashable {
  /// The item of a list that names the Secret.
  public let listing: CredentialSource.Listing
  /// The Secret's name.
  public let secretName: String
  /// The entry whose key it is.
  public let entry: DockerConfig.Entry
  /// What came of it.
  public let outcome: Outcome
  /// The key as compiled; nil where it is no URL.
  let pattern: RegistryPattern?

  /// What came of holding a key against an image.
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
  public var displayName: String { entry.displayKey }

  /// Whether the credential is tried.
  public var isTried: Bool {
    switch outcome {
    case .tried, .triedForDockerHub: true
    case .mismatch, .skipped, .unmatchable: false
    }
  }
}

extension PullResolution {
  /// Every key of every Secret that was read, in the order of lists and documents, held against
  /// `image`. None after a ``refusal``.
  public func trials(for image: ImageReference) -> [KeyTrial] {
    guard refusal == nil else { return [] }
    var places: [KeyTrial.Place: Int] = [:]
    for (place, credential) in credentials(for: image).enumerated() {
      guard case .secret(_, _, _, let listing?) = credential.source else { continue }
      places[.init(listing: listing, entry: credential.index)] = place
    }
    let name = image.name
    return references.flatMap { reference -> [KeyTrial] in
      guard case .read(let config) = reference.outcome else { return [] }
      return config.entries.enumerated().map { index, entry in
        KeyTrial(
          entry, of: reference, against: name,
          place: places[.init(listing: reference.listing, entry: index)])
      }
    }
  }
}

extension KeyTrial {
  /// An entry of a Secret, as a list names it.
  fileprivate struct Place: Hashable {
    let listing: CredentialSource.Listing
    let entry: Int
  }

  fileprivate init(
    _ entry: DockerConfig.Entry, of reference: PullResolution.Reference, against name: String,
    place: Int?
  ) {
    listing = reference.listing
    secretName = reference.item.name ?? ""
    self.entry = entry
    do throws(RegistryPattern.ParseError) {
      let pattern = try RegistryPattern(registryKey: entry.registryKey)
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
  public var description: String {
    switch outcome {
    case .tried: "matches"
    case .triedForDockerHub: "is the key of Docker Hub, where the image is"
    case .skipped(let error): "is no URL: \(error)"
    case .unmatchable: "can match nothing"
    case .mismatch(let comparison): describe(comparison)
    }
  }

  private func describe(_ comparison: RegistryPattern.Comparison) -> String {
    guard comparison.patternLabelCount == comparison.imageLabelCount else {
      return pattern?.isWildcard == true
        ? "is for hosts of \(comparison.patternLabelCount) labels" : "is for another host"
    }
    guard comparison.firstMismatchedLabel == nil else { return "is for another host" }
    guard comparison.hasEqualPort else {
      guard pattern?.port != nil else { return "is for the host without a port" }
      return pattern?.shownPort.map { "is for port \($0)" } ?? "is for another port"
    }
    return pattern?.shownPath.map { "is for paths that begin with \(quoted($0))" }
      ?? "is for other paths"
  }
}
