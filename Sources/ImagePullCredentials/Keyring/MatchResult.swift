/// How a registry key of a keyring matches an image: whether and when its credential is tried, or why not.
///
/// ```swift
/// for result in keyring.matchResults(for: image) { print(result.credential.displayKey, result) }
/// // ghcr.io/acme matches
/// // quay.io is for another host
/// ```
public struct MatchResult: Sendable, Hashable {
  /// The entry under the key, and where it came from.
  public let credential: Credential
  /// Whether the credential is tried, or why not.
  public let outcome: Outcome
  /// The compiled key; nil if it is not a URL.
  private let pattern: RegistryPattern?

  /// Whether a credential is tried for an image, or why not. Complete: the kubelet's rule has no other outcome.
  public enum Outcome: Sendable, Hashable {
    /// The key matches. The credential is at this index of ``Keyring/credentials(for:)``.
    case tried(index: Int)
    /// The key does not match, but it is Docker Hub's, the image is on Docker Hub, and no other key matches. The
    /// credential is at this index of ``Keyring/credentials(for:)``.
    case triedForDockerHub(index: Int)
    /// The key does not match. The comparison shows which parts agree.
    case mismatch(RegistryPattern.Comparison)
    /// The key is not a URL; the kubelet skips the entry.
    case invalidKey(RegistryPattern.ParseError)
    /// The key, or the image's name, is a URL that the kubelet cannot read back.
    case unmatchable
  }

  /// Where the credential is in the order tried, from 0; nil if it is not tried.
  public var index: Int? { outcome.index }

  /// Whether the credential is tried.
  public var isTried: Bool { index != nil }

  init(_ credential: Credential, imageName: String, index: Int?) {
    self.credential = credential
    let pattern = Result { () throws(RegistryPattern.ParseError) in try credential.entry.pattern }
    self.pattern = try? pattern.get()
    outcome = Outcome(of: pattern, imageName: imageName, index: index)
  }
}

extension MatchResult.Outcome {
  /// The result of comparing a key with an image. The keyring decided by `index`; the comparison only explains it.
  package init(
    of pattern: Result<RegistryPattern, RegistryPattern.ParseError>, imageName: String, index: Int?
  ) {
    switch pattern {
    case .success(let pattern):
      let comparison = pattern.comparison(withNormalizedName: imageName)
      if let index {
        self = comparison?.isMatch == true ? .tried(index: index) : .triedForDockerHub(index: index)
      } else {
        self = comparison.map { .mismatch($0) } ?? .unmatchable
      }
    case .failure(let error): self = .invalidKey(error)
    }
  }

  /// Where the credential is in the order tried, from 0; nil if it is not tried.
  package var index: Int? {
    switch self {
    case .tried(let index), .triedForDockerHub(let index): index
    case .mismatch, .invalidKey, .unmatchable: nil
    }
  }
}

extension Keyring {
  /// How each key matches an image, including keys whose credentials are not tried.
  ///
  /// - Parameter image: the image.
  /// - Returns: a result for each entry of each document: first the tried ones, in the order of
  ///   ``credentials(for:)``, then the others, in the order of the documents and their entries.
  /// - Complexity: O(entries · log documents). To pull an image ``credentials(for:)`` is enough.
  public func matchResults(for image: ImageReference) -> [MatchResult] {
    let part = MatchListing(self) { _ in true }.first(.max, for: image)
    return part.tried + part.others
  }
}

/// How the keys of a keyring match images, limited to what is shown: all results for all images would be images times
/// keys.
package struct MatchListing: Sendable {
  private let keyring: Keyring
  private let isListed: @Sendable (Credential) -> Bool
  /// In the order of the documents and their entries.
  private let credentials: [Credential]

  /// The keys of `keyring` whose credentials are to be listed. O(entries · log documents).
  package init(_ keyring: Keyring, where isListed: @escaping @Sendable (Credential) -> Bool) {
    self.keyring = keyring
    self.isListed = isListed
    credentials = keyring.allCredentials.filter(isListed)
  }

  /// Some of the results for an image, and the total counts.
  package struct Part: Sendable {
    /// The first of the tried results, in the order tried.
    package let tried: [MatchResult]
    package let triedCount: Int
    /// The first of the others.
    package let others: [MatchResult]
    package let otherCount: Int
  }

  /// At most `limit` of the tried results, and `limit` of the others. O(credentials for the image, and `limit`).
  package func first(_ limit: Int, for image: ImageReference) -> Part {
    let name = image.name
    var known: Set<EntryPlace> = []
    var tried: [MatchResult] = []
    for (index, credential) in keyring.credentials(for: image).enumerated()
    where isListed(credential) {
      known.insert(EntryPlace(credential))
      guard tried.count < limit else { continue }
      tried.append(MatchResult(credential, imageName: name, index: index))
    }
    let others = credentials.lazy.filter { !known.contains(EntryPlace($0)) }.prefix(limit)
      .map { MatchResult($0, imageName: name, index: nil) }
    return Part(
      tried: tried, triedCount: known.count, others: Array(others),
      otherCount: credentials.count - known.count)
  }

  /// An entry of a document of the keyring.
  private struct EntryPlace: Hashable {
    let document: ObjectIdentifier
    let index: Int

    init(_ credential: Credential) {
      document = ObjectIdentifier(credential.document)
      index = credential.index
    }
  }
}

extension MatchResult: CustomStringConvertible, SafelyDescribed {
  /// Why the credential is tried or not, in words that follow the key.
  public var description: String { safeText.text }

  package var safeText: SafeText {
    switch outcome {
    case .tried: "matches"
    case .triedForDockerHub: "is the key of Docker Hub, where the image is"
    case .invalidKey(let error): "is no URL: \(sentence: error.description)"
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
