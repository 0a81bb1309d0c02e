extension RegistryPattern {
  /// Whether the kubelet would offer a credential under this pattern for an image.
  ///
  /// That it also tries a key for Docker Hub under another name is a matter of keyrings.
  ///
  /// - Complexity: O(length of the pattern and of the image's name).
  public func matches(_ image: ImageReference) -> Bool { comparison(with: image)?.isMatch ?? false }

  /// The same for the name of an image.
  ///
  /// - Parameter name: What a keyring looks up: a normalised name without tag and digest, such
  ///   as `docker.io/library/nginx`. Any other text is read as the kubelet reads it, and what
  ///   Go's `url.Parse` refuses matches nothing.
  /// - Returns: whether the kubelet would offer the credential.
  public func matches(normalizedName name: String) -> Bool {
    comparison(withNormalizedName: name)?.isMatch ?? false
  }

  /// What each of the kubelet's tests says about this pattern and an image.
  ///
  /// - Returns: `nil` when there is nothing to test, and so no match: the kubelet cannot read
  ///   the image's name as a URL, or the pattern is not ``isMatchable``.
  public func comparison(with image: ImageReference) -> Comparison? {
    comparison(withNormalizedName: image.name)
  }

  /// The same for the name of an image, which is taken as ``matches(normalizedName:)`` takes it.
  public func comparison(withNormalizedName name: String) -> Comparison? {
    var name = name
    name.makeContiguousUTF8()
    let text = name.utf8Span.span
    guard compiled.isMatchable, let url = try? SchemelessURL(text) else { return nil }
    let host = url.host(in: text)
    let split = HostPort(splitting: host, host.indices)
    let imageHost = host.extracting(split.host)
    let patternHost = bytes(compiled.host)
    return Comparison(
      hasEqualPort: bytes(compiled.port).hasSameBytes(as: host.extracting(split.port)),
      patternLabelCount: patternHost.labelCount,
      imageLabelCount: imageHost.labelCount,
      hasPathPrefix: url.path(in: text).starts(with: bytes(compiled.path)),
      firstMismatchedLabel: LabelGlob.firstMismatchedLabel(pattern: patternHost, imageHost))
  }

  /// How a pattern and an image name compare, test by test, in the order in which the kubelet
  /// makes the tests.
  ///
  /// The kubelet stops at the first test that fails (pkg/credentialprovider/keyring.go,
  /// `URLsMatch`); here every test is made, so that an explanation can say whether anything else
  /// was wrong.
  public struct Comparison: Sendable, Hashable {
    /// The tests, in the kubelet's order.
    public enum Test: Sendable, Hashable, CaseIterable {
      /// Are the ports equal as text?
      case port
      /// Have the hosts the same number of labels?
      case labelCount
      /// Does the image's path begin with the pattern's?
      case path
      /// Does each label match its counterpart?
      case labels
    }

    /// Whether the ports are equal as text, or both absent.
    public let hasEqualPort: Bool
    /// How many labels the pattern's host has.
    public let patternLabelCount: Int
    /// How many labels the image's host has.
    public let imageLabelCount: Int
    /// Whether the image's path begins with the pattern's.
    public let hasPathPrefix: Bool
    /// The first label, counted from 0 at the left, that does not match its counterpart.
    ///
    /// Labels that have no counterpart, because the other host has fewer, are not looked at.
    public let firstMismatchedLabel: Int?

    /// The first test that failed; `nil` when the pattern matches.
    public var firstFailure: Test? {
      if !hasEqualPort { return .port }
      if patternLabelCount != imageLabelCount { return .labelCount }
      if !hasPathPrefix { return .path }
      if firstMismatchedLabel != nil { return .labels }
      return nil
    }

    /// Whether every test was passed, so the pattern matches the image.
    public var isMatch: Bool { firstFailure == nil }
  }
}
