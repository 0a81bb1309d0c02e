public import ImagePullCredentials

/// What a plugin answers on its standard output: credentials, and how long and for what they may be kept.
///
/// Decoded as strictly as the kubelet does, so that a response that was captured from a plugin can be
/// checked: ``init(json:apiVersion:)``. (Kubernetes: plugin.go, `ExecPlugin`.)
public struct CredentialProviderResponse: Sendable, Hashable {
  /// For what the answer may be used again.
  public let cacheKeyType: CacheKeyType
  /// How long it may be kept; zero: not at all; nil: as long as the configuration says.
  public let cacheDuration: Duration?
  /// The credentials, in the response's order; none if `auth` is `null`.
  public let auth: DockerConfig

  /// For what an answer may be used again.
  public enum CacheKeyType: String, Sendable, Hashable, CaseIterable {
    /// The same image, whatever its tag or digest.
    case image = "Image"
    /// All images of the registry.
    case registry = "Registry"
    /// All images for which the plugin is asked.
    case global = "Global"
  }

  /// Decodes a response.
  ///
  /// - Parameters:
  ///   - json: What the plugin wrote.
  ///   - apiVersion: The version of the request, which the response must have, too.
  /// - Throws: ``DecodingError`` with all that makes the kubelet drop the response.
  public init(json: [UInt8], apiVersion: APIVersion) throws(DecodingError) {
    var draft = ResponseDraft()
    let violations = draft.decode(json.span, apiVersion: apiVersion)
    if let error = DecodingError(violations) { throw error }
    guard let cacheKeyType = draft.cacheKeyType else {
      throw DecodingError(ResponseDraft.noCacheKeyType)
    }
    self.cacheKeyType = cacheKeyType
    cacheDuration = draft.cacheDuration
    auth = DockerConfig(draft.entries)
  }

  /// Why a kubelet drops a response. Two errors are equal when their ``code``s are.
  ///
  /// Nothing that the plugin wrote is in it, not even names: where something is wrong, anything may be a secret.
  public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// All that is wrong, in the order of the response; never empty.
    public let violations: [FieldViolation]

    init?(_ violations: [FieldViolation]) {
      if violations.isEmpty { return nil }
      self.violations = violations
    }

    init(_ violation: FieldViolation) { violations = [violation] }

    /// The first violation's rule.
    public var code: FieldViolation.Code? { violations.first?.code }

    /// The violations, one after the other.
    public var description: String {
      violations.map(\.description).joined(separator: "; ")
    }

    /// Whether the codes are equal.
    public static func == (one: Self, other: Self) -> Bool { one.code == other.code }

    /// Feeds the code into `hasher`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
  }
}
