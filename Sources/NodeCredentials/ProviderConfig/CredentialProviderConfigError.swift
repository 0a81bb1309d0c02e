public import ImagePullCredentials

/// Why a kubelet does not start with a CredentialProviderConfig.
///
/// Two errors are equal when their ``code``s are.
public struct CredentialProviderConfigError: Error, Sendable, Hashable, CustomStringConvertible {
  /// All that is wrong, in the order of the documents; never empty.
  public let violations: [FieldViolation]

  init?(_ violations: [FieldViolation]) {
    if violations.isEmpty { return nil }
    self.violations = violations
  }

  init(_ violation: FieldViolation) { violations = [violation] }

  /// The first violation's rule.
  public var code: FieldViolation.Code? { violations.first?.code }

  /// One violation a line.
  public var description: String {
    violations.map(\.description).joined(separator: "\n")
  }

  /// Whether the codes are equal.
  public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

  /// Feeds the code into `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
