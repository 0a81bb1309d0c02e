/// How a plugin is given a token of the Pod's ServiceAccount (KEP-4412).
public struct TokenAttributes: Sendable, Hashable {
  /// The audience for which the token is requested.
  public let audience: String
  /// What a cached answer may be reused for.
  public let cacheType: CacheType
  /// Whether the plugin is left out for Pods without ServiceAccount, such as static Pods.
  public let requiresServiceAccount: Bool
  /// Annotations without which the plugin is left out.
  public let requiredAnnotationKeys: [String]
  /// Annotations that the plugin is told if they are there.
  public let optionalAnnotationKeys: [String]

  /// What belongs to the key of a cached answer, besides image, registry or neither.
  public enum CacheType: String, Sendable, Hashable, CaseIterable {
    /// The ServiceAccount and its annotations that the plugin was told.
    case serviceAccount = "ServiceAccount"
    /// The token, too, so that no two Pods share an answer.
    case token = "Token"
  }
}
