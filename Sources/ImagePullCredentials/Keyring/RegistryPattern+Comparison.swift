extension RegistryPattern {
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
